//! Writes every file that holds a person anew, with its sidecar, and publishes all of them in one commit.

use std::{collections::BTreeSet, sync::Arc};

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use futures::StreamExt;
use garim_core::{Error, Result, time::Day};
use garim_ports::{Erase, Rewritten, Vault};

use super::{Wanted, action::Action, locate::rows_holding};
use crate::{
    LocalLake,
    layout::{FileWriter, Place, WrittenFile, durable, joined, open_sidecar},
    scan,
    table::{Change, DataFile, TableAt, publish, stored},
};

const DOING: &str = "rewriting a data file";

/// Rewrites; without a file that holds the subject nothing is published. Whole files are written, so that no dictionary,
/// statistic or page of the old ones is left over; the old files stay on disk until the purge.
pub(crate) async fn rewrite(lake: &LocalLake, erase: &Erase, vault: Arc<dyn Vault>) -> Result<Rewritten> {
    let _writing = lake.locks().writing(&erase.dataset).await;
    let Some(table) = stored(lake, &erase.dataset).await? else { return Ok(Rewritten::default()) };
    let wanted = Wanted::new(&erase.pseudonyms);
    let action = Action::new(&erase.schema, erase.action, erase.row_owner.as_ref(), &wanted);

    let mut done = Rewritten { version: table.version(), files: 0, rows: 0 };
    let mut remove = BTreeSet::new();
    let mut add: Vec<(Day, WrittenFile)> = Vec::new();
    for file in table.files() {
        if rows_holding(&table, file, &erase.schema, &wanted).await? == 0 {
            continue;
        }
        let (written, touched) = anew(lake, erase, &table, file, &action, &*vault).await?;
        remove.insert(file.path.clone());
        add.push((file.day, written));
        done.files += 1;
        done.rows += touched;
    }
    if add.is_empty() {
        return Ok(done);
    }
    let change = Change {
        operation: "garim rewrite",
        columns: table.schema().clone(),
        remove,
        whole_days: BTreeSet::new(),
        add,
        job: (erase.job.clone(), None),
    };
    done.version = publish(lake, &erase.dataset, &change).await?;
    Ok(done)
}

/// One file anew. Says how many rows were deleted or anonymised.
async fn anew(
    lake: &LocalLake,
    erase: &Erase,
    table: &TableAt,
    file: &DataFile,
    action: &Action<'_>,
    vault: &dyn Vault,
) -> Result<(WrittenFile, u64)> {
    let place = Place { lake: lake.clone(), dataset: erase.dataset.clone(), day: file.day, schema: erase.schema.clone() };
    let columns = scan::file_schema(table.path_of(file)).await?;
    let sealed = open_sidecar(lake, &erase.dataset, file.day, &file.path, vault).await?;
    let sealed_columns: SchemaRef =
        sealed.as_ref().and_then(|s| s.first()).map_or_else(|| Arc::new(Schema::empty()), |b| b.schema());
    let sealed = joined(&sealed.unwrap_or_default())?;

    let mut writer =
        FileWriter::create(&place, &name_anew(file, table.version()), columns.clone(), sealed_columns, vault).await?;
    let mut batches = table.scan_file(file, columns).stream;
    let (mut at, mut touched) = (0, 0);
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        let acted = action.apply(&batch, slice(sealed.as_ref(), at, batch.num_rows())?)?;
        at += batch.num_rows();
        touched += acted.touched;
        writer.write(&acted.rows, acted.sealed.as_ref())?;
    }
    if sealed.as_ref().is_some_and(|s| s.num_rows() != at) {
        return Err(misaligned());
    }
    let written = writer.finish()?;
    durable(&place)?;
    Ok((written, touched))
}

fn slice(sealed: Option<&RecordBatch>, at: usize, rows: usize) -> Result<Option<RecordBatch>> {
    match sealed {
        Some(sealed) if at + rows > sealed.num_rows() => Err(misaligned()),
        Some(sealed) => Ok(Some(sealed.slice(at, rows))),
        None => Ok(None),
    }
}

fn misaligned() -> Error {
    Error::internal(DOING, "the sealed columns are not aligned with the rows")
}

/// `part-<run>-0.parquet` becomes `part-<run>-0-v8.parquet` when version 8 is made: a name that no version had.
fn name_anew(file: &DataFile, version: i64) -> String {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let stem = name.strip_suffix(".parquet").unwrap_or(name);
    let stem = stem.rsplit_once("-v").map_or(stem, |(stem, _)| stem);
    format!("{stem}-v{}.parquet", version + 1)
}
