//! Reading everything on disk again, to prove that a person is gone.

use std::path::Path;

use arrow_schema::{Schema, SchemaRef};
use futures::StreamExt;
use garim_core::{Result, erasure::Scanned, name::DatasetName, schema::SchemaVersion, subject::Pseudonym};

use crate::{
    LocalLake, disk, failure,
    locks::Reading,
    rewrite::{Wanted, could_hold},
    scan::{self, ScanFile},
    table::stored,
};

const DOING: &str = "reading a dataset back";

/// Decodes every Parquet file in the dataset's folder, also those that no version names, and counts rows that hold one of the
/// pseudonyms in any binary column, whatever the schema says of it. A file that cannot be decoded is an error: nothing may be
/// certified over it. The log is not decoded: it has no statistics and no literals.
pub(crate) async fn read_back(
    lake: &LocalLake,
    dataset: &DatasetName,
    _schema: &SchemaVersion,
    pseudonyms: &[Pseudonym],
) -> Result<Scanned> {
    let version = stored(lake, dataset).await?.map(|t| t.version()).unwrap_or_default();
    let reading = lake.locks().reading(dataset).await;
    let folder = lake.table_folder(dataset);
    let wanted = Wanted::new(pseudonyms);
    let mut scanned = Scanned { dataset: dataset.clone(), version, files: 0, rows: 0, found: 0 };
    for path in disk::walk(&folder).map_err(|e| failure::disk(DOING, &e))? {
        if path.starts_with(folder.join(disk::LOG)) || path.extension().is_none_or(|e| e != "parquet") {
            continue;
        }
        let (rows, found) = count(&path, &wanted, reading.clone()).await?;
        scanned.files += 1;
        scanned.rows += rows;
        scanned.found += found;
    }
    Ok(scanned)
}

/// Rows of a file, and how many of them hold one of the wanted.
async fn count(path: &Path, wanted: &Wanted, reading: Reading) -> Result<(u64, u64)> {
    let schema = scan::file_schema(path.to_owned()).await?;
    let candidates: Vec<_> = schema.fields().iter().filter(|f| could_hold(f.data_type())).cloned().collect();
    let columns: SchemaRef = std::sync::Arc::new(Schema::new(candidates));
    let folder = path.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // The day is only for `dt`, which is not asked for.
    let day = disk::partition_day(&folder).unwrap_or_else(|| garim_core::time::Day::from_date(chrono::NaiveDate::MIN));
    let mut batches = scan::rows(vec![ScanFile { path: path.to_owned(), day }], columns, false, reading).stream;
    let (mut rows, mut found) = (0, 0);
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        rows += batch.num_rows() as u64;
        found += wanted.count(&batch);
    }
    Ok((rows, found))
}
