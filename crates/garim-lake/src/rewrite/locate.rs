//! The data files that hold a person.

use std::sync::Arc;

use arrow_schema::{Field, Schema, SchemaRef};
use futures::StreamExt;
use garim_core::{Result, erasure::FileLinks, name::DatasetName, schema::SchemaVersion, subject::Pseudonym};

use super::{Wanted, matching::identifiers_in};
use crate::{
    LocalLake, scan,
    table::{DataFile, TableAt, stored},
};

/// Files of the newest version with rows that hold any of the pseudonyms in any identifier column.
pub(crate) async fn locate(
    lake: &LocalLake,
    dataset: &DatasetName,
    schema: &SchemaVersion,
    pseudonyms: &[Pseudonym],
) -> Result<Vec<FileLinks>> {
    let Some(table) = stored(lake, dataset).await? else { return Ok(Vec::new()) };
    let wanted = Wanted::new(pseudonyms);
    let mut links = Vec::new();
    for file in table.files() {
        let rows = rows_holding(&table, file, schema, &wanted).await?;
        if rows > 0 {
            links.push(FileLinks { dataset: dataset.clone(), dt: file.day.dt(), path: file.path.clone(), rows });
        }
    }
    Ok(links)
}

/// How many rows of a file hold one of the wanted in an identifier column. Reads those columns only.
pub(super) async fn rows_holding(table: &TableAt, file: &DataFile, schema: &SchemaVersion, wanted: &Wanted) -> Result<u64> {
    let columns = scan::file_schema(table.path_of(file)).await?;
    let identifiers = identifiers_in(schema, &columns);
    if identifiers.is_empty() {
        return Ok(0);
    }
    let mut batches = table.scan_file(file, projected(&columns, |name| identifiers.iter().any(|i| i.as_str() == name))).stream;
    let mut rows = 0;
    while let Some(batch) = batches.next().await {
        rows += wanted.count(&batch?);
    }
    Ok(rows)
}

fn projected(columns: &SchemaRef, keep: impl Fn(&str) -> bool) -> SchemaRef {
    let fields: Vec<Arc<Field>> = columns.fields().iter().filter(|f| keep(f.name())).cloned().collect();
    Arc::new(Schema::new(fields))
}
