//! One change of a table, as Delta actions.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
};

use arrow_schema::{Schema, SchemaRef};
use deltalake_core::{
    DeltaTable,
    kernel::{Action, Add, Metadata, MetadataExt, Protocol, Remove, Transaction, new_metadata},
};
use garim_core::{Error, Result, name::DatasetName, time::Day};

use super::{
    at::{DataFile, files_of},
    log, types,
};
use crate::{
    LocalLake, failure,
    layout::{PARTITION, WrittenFile},
};

const DOING: &str = "committing to a table";

/// How often a commit looks afresh after another writer was faster.
const MAX_ATTEMPTS: usize = 10;

/// Statistics and tombstones are off, and nothing in the log is cleaned by anybody but a purge.
const PROPERTIES: [(&str, &str); 4] = [
    ("delta.deletedFileRetentionDuration", "interval 0 seconds"),
    ("delta.logRetentionDuration", "interval 0 seconds"),
    ("delta.enableExpiredLogCleanup", "false"),
    ("delta.dataSkippingNumIndexedCols", "0"),
];

/// What becomes of a table in one version.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// For the log's reader.
    pub(crate) operation: &'static str,
    /// Physical columns that the table has to have.
    pub(crate) columns: SchemaRef,
    /// Files that go, by path: if one is not there any more, it is a conflict.
    pub(crate) remove: BTreeSet<String>,
    /// Days of which nothing but `remove` may stand there: else it is a conflict.
    pub(crate) whole_days: BTreeSet<Day>,
    /// Files that come.
    pub(crate) add: Vec<(Day, WrittenFile)>,
    /// The job, with its sequence (`None`: the next one).
    pub(crate) job: (String, Option<i64>),
}

/// Publishes a change: all of it or nothing. The caller holds the dataset's writing lock.
pub(crate) async fn publish(lake: &LocalLake, dataset: &DatasetName, change: &Change) -> Result<i64> {
    let folder = lake.table_folder(dataset);
    written(&folder, change)?;
    for _ in 0..MAX_ATTEMPTS {
        let table = log::load(&folder).await?;
        let made = actions(dataset, &folder, change, table.as_ref()).await?;
        if let Some(version) = log::append(&folder, table.as_ref(), change.operation, made).await? {
            return Ok(version);
        }
    }
    Err(overtaken())
}

/// A commit that changes nothing, so that no version before it is needed.
pub(crate) async fn publish_nothing(folder: &Path) -> Result<i64> {
    for _ in 0..MAX_ATTEMPTS {
        let table = log::load(folder).await?.ok_or_else(|| Error::internal(DOING, "there is no table"))?;
        if let Some(version) = log::append(folder, Some(&table), "garim purge", Vec::new()).await? {
            return Ok(version);
        }
    }
    Err(overtaken())
}

fn overtaken() -> Error {
    Error::conflict("other writers were faster each time; try again")
}

async fn actions(dataset: &DatasetName, folder: &Path, change: &Change, table: Option<&DeltaTable>) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    let mut sequence = change.job.1.unwrap_or(1);
    let present = match table {
        None => {
            actions.extend(creation(&change.columns)?);
            Vec::new()
        }
        Some(table) => {
            let state = table.snapshot().map_err(|e| failure::delta(DOING, &e))?;
            let store = table.log_store();
            let last = state.transaction_version(&*store, &change.job.0).await.map_err(|e| failure::delta(DOING, &e))?;
            sequence = next(change, last)?;
            actions.extend(evolution(dataset, state.metadata(), &*types::from_delta(&state.schema())?, &change.columns)?);
            files_of(state)?
        }
    };
    unchanged(dataset, change, &present)?;
    actions.push(Action::Txn(Transaction::new(&change.job.0, sequence)));
    actions.extend(present.iter().filter(|f| change.remove.contains(&f.path)).map(removal));
    for (day, file) in &change.add {
        actions.push(addition(folder, *day, file)?);
    }
    Ok(actions)
}

fn next(change: &Change, last: Option<i64>) -> Result<i64> {
    match (change.job.1, last) {
        (Some(wanted), Some(last)) if wanted <= last => {
            Err(Error::conflict(format!("run {wanted} of `{}` was committed already; the last one was {last}", change.job.0)))
        }
        (Some(wanted), _) => Ok(wanted),
        (None, last) => Ok(last.unwrap_or(0) + 1),
    }
}

/// Nobody has changed what this change replaces.
fn unchanged(dataset: &DatasetName, change: &Change, present: &[DataFile]) -> Result<()> {
    let conflict = |day: Day| Error::conflict(format!("{day} of `{dataset}` was changed meanwhile; stage it again"));
    let mut found = 0;
    for file in present {
        let goes = change.remove.contains(&file.path);
        found += usize::from(goes);
        if !goes && change.whole_days.contains(&file.day) {
            return Err(conflict(file.day));
        }
    }
    match found == change.remove.len() {
        true => Ok(()),
        false => Err(Error::conflict(format!("`{dataset}` was changed meanwhile; stage it again"))),
    }
}

/// Every file that comes is on disk in its full length: a purge may have removed a staging.
fn written(folder: &Path, change: &Change) -> Result<()> {
    for (day, file) in &change.add {
        let there = std::fs::metadata(folder.join(&file.path)).is_ok_and(|m| m.len() == file.bytes);
        if !there {
            return Err(Error::conflict(format!("the files staged for {day} are gone; stage it again")));
        }
    }
    Ok(())
}

fn creation(columns: &Schema) -> Result<[Action; 2]> {
    let protocol: Protocol = serde_json::from_value(serde_json::json!({ "minReaderVersion": 1, "minWriterVersion": 2 }))
        .map_err(|e| Error::internal(DOING, e))?;
    let metadata = new_metadata(&types::to_delta(columns)?, [PARTITION], PROPERTIES)
        .map_err(|_| Error::internal(DOING, "table metadata"))?;
    Ok([Action::Protocol(protocol), Action::Metadata(metadata)])
}

/// The table's columns with those that are new; nothing if there are none. A column never changes its type here.
fn evolution(dataset: &DatasetName, metadata: &Metadata, has: &Schema, needs: &Schema) -> Result<Option<Action>> {
    let mut fields = has.fields().to_vec();
    for field in needs.fields() {
        match has.fields().find(field.name()) {
            None => fields.push(field.clone()),
            Some((_, stored)) if stored.data_type() == field.data_type() => {}
            Some(_) => {
                return Err(Error::conflict(format!(
                    "column `{}` of `{dataset}` is stored as another type; its stored partitions have to be rewritten first",
                    field.name()
                )));
            }
        }
    }
    if fields.len() == has.fields().len() {
        return Ok(None);
    }
    let schema = types::to_delta(&Schema::new(fields))?;
    let evolved = metadata.clone().with_schema(&schema).map_err(|_| Error::internal(DOING, "table metadata"))?;
    Ok(Some(Action::Metadata(evolved)))
}

fn partition(day: Day) -> HashMap<String, Option<String>> {
    HashMap::from([(PARTITION.to_owned(), Some(day.dt()))])
}

fn addition(folder: &Path, day: Day, file: &WrittenFile) -> Result<Action> {
    let modified = std::fs::metadata(folder.join(&file.path)).and_then(|m| m.modified()).map_err(|e| failure::disk(DOING, &e))?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Action::Add(Add {
        path: file.path.clone(),
        partition_values: partition(day),
        size: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        modification_time: i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        data_change: true,
        stats: Some(format!(r#"{{"numRecords":{}}}"#, file.rows)),
        ..Add::default()
    }))
}

/// The tombstone is as old as can be, so that no checkpoint keeps it.
fn removal(file: &DataFile) -> Action {
    Action::Remove(Remove {
        path: file.path.clone(),
        data_change: true,
        deletion_timestamp: Some(0),
        extended_file_metadata: Some(true),
        partition_values: Some(partition(file.day)),
        size: i64::try_from(file.bytes).ok(),
        ..Remove::default()
    })
}
