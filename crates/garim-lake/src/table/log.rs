//! A table's log: loading it, and adding a version.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use deltalake_core::{
    DeltaTable, DeltaTableBuilder, DeltaTableError, checkpoints,
    kernel::{
        Action, CommitInfo,
        transaction::{CommitBuilder, TableReference, TransactionError},
    },
    protocol::{DeltaOperation, SaveMode},
    table::state::DeltaTableState,
};
use garim_core::{Error, Result, name::DatasetName};
use url::Url;

use crate::{disk, failure, layout::PARTITION};

const OPENING: &str = "opening a table";
const COMMITTING: &str = "committing to a table";
/// Versions between checkpoints: opening then reads at most so many log entries.
const CHECKPOINT_EVERY: i64 = 10;

/// The newest version; `None` if there is no table.
pub(super) async fn load(folder: &Path) -> Result<Option<DeltaTable>> {
    if !exists(folder)? {
        return Ok(None);
    }
    let loaded = builder(folder)?.load().await;
    loaded.map(Some).map_err(|e| failure::delta(OPENING, &e))
}

/// A named version; a conflict if it is not there (any more).
pub(super) async fn load_version(dataset: &DatasetName, folder: &Path, version: i64) -> Result<Option<DeltaTable>> {
    if !exists(folder)? {
        return Ok(None);
    }
    let gone = || Error::conflict(format!("version {version} of `{dataset}` is not there; read the newest one"));
    let wanted = u64::try_from(version).map_err(|_| gone())?;
    if !reachable(folder, wanted)? {
        return Err(gone());
    }
    let loaded = builder(folder)?.with_version(wanted).load().await;
    loaded.map(Some).map_err(|e| failure::delta(OPENING, &e))
}

/// A state's version, in the sign that the ports use.
pub(super) fn version_of(state: &DeltaTableState) -> i64 {
    i64::try_from(state.version()).unwrap_or(i64::MAX)
}

/// Adds a version to `table` (`None`: makes the first one), unless another writer was faster: then `None`, and the actions
/// have to be made afresh. Durable when this returns. The caller holds the dataset's writing lock.
pub(super) async fn append(
    folder: &Path,
    table: Option<&DeltaTable>,
    operation: &str,
    actions: Vec<Action>,
) -> Result<Option<i64>> {
    let Some(version) = attempt(folder, table, operation, actions).await? else { return Ok(None) };
    persist(folder, version)?;
    if version > 0 && version % CHECKPOINT_EVERY == 0 {
        // A missing checkpoint costs time at the next opening and nothing else.
        if let Err(error) = checkpoint(folder).await {
            tracing::warn!(error = %error.for_operator(), version, "no checkpoint was written");
        }
    }
    Ok(Some(version))
}

/// Writes a checkpoint of the newest version, without tombstones, and says which version that is.
pub(crate) async fn checkpoint(folder: &Path) -> Result<i64> {
    const DOING: &str = "writing a checkpoint";
    let table = load(folder).await?.ok_or_else(|| Error::internal(DOING, "there is no table"))?;
    checkpoints::create_checkpoint(&table, None).await.map_err(|e| failure::delta(DOING, &e))?;
    let version = version_of(table.snapshot().map_err(|e| failure::delta(DOING, &e))?);
    let log = folder.join(disk::LOG);
    let is_checkpoint = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().contains("checkpoint"));
    for file in disk::walk(&log).map_err(|e| failure::disk(DOING, &e))?.into_iter().filter(is_checkpoint) {
        disk::sync_file(&file).map_err(|e| failure::disk(DOING, &e))?;
    }
    disk::sync_folders(&log, &log).map_err(|e| failure::disk(DOING, &e))?;
    Ok(version)
}

/// The version that a log file belongs to: the twenty digits that its name begins with.
pub(crate) fn log_version(name: &str) -> Option<u64> {
    let digits = name.get(..20)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// `00000000000000000007.json`.
pub(crate) fn commit_name(version: u64) -> String {
    format!("{version:020}.json")
}

fn exists(folder: &Path) -> Result<bool> {
    Ok(!log_names(folder)?.is_empty())
}

/// Commits and checkpoints, by name.
pub(crate) fn log_names(folder: &Path) -> Result<BTreeSet<String>> {
    let files = disk::walk(&folder.join(disk::LOG)).map_err(|e| failure::disk(OPENING, &e))?;
    let names = files.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
    Ok(names.filter(|n| log_version(n).is_some() && (n.ends_with(".json") || n.ends_with(".parquet"))).collect())
}

/// Whether the log still reaches a version: its own entry is there, or a checkpoint of it.
fn reachable(folder: &Path, version: u64) -> Result<bool> {
    Ok(log_names(folder)?.iter().any(|n| log_version(n) == Some(version)))
}

fn builder(folder: &Path) -> Result<DeltaTableBuilder> {
    let url = Url::from_directory_path(folder).map_err(|()| Error::internal(OPENING, "the folder is not absolute"))?;
    DeltaTableBuilder::from_url(url).map_err(|e| failure::delta(OPENING, &e))
}

/// One try, without Delta's own conflict check: the actions were made for exactly this version. `None`: another was faster.
async fn attempt(folder: &Path, table: Option<&DeltaTable>, operation: &str, made: Vec<Action>) -> Result<Option<i64>> {
    let state = table.map(|t| t.snapshot()).transpose().map_err(|e| failure::delta(COMMITTING, &e))?;
    let store = match table {
        Some(table) => table.log_store(),
        None => {
            std::fs::create_dir_all(folder.join(disk::LOG)).map_err(|e| failure::disk(COMMITTING, &e))?;
            builder(folder)?.build_storage().map_err(|e| failure::delta(COMMITTING, &e))?
        }
    };
    let info = CommitInfo {
        operation: Some(operation.to_owned()),
        operation_parameters: Some(HashMap::new()),
        engine_info: Some("garim".to_owned()),
        ..CommitInfo::default()
    };
    let actions = [Action::CommitInfo(info)].into_iter().chain(made).collect();
    let write =
        DeltaOperation::Write { mode: SaveMode::Overwrite, partition_by: Some(vec![PARTITION.to_owned()]), predicate: None };
    let built = CommitBuilder::default().with_actions(actions).with_max_retries(0);
    match built.build(state.map(|s| s as &dyn TableReference), store, write).await {
        Ok(done) => Ok(Some(i64::try_from(done.version()).unwrap_or(i64::MAX))),
        Err(DeltaTableError::VersionAlreadyExists(_)) => Ok(None),
        Err(DeltaTableError::Transaction { source: TransactionError::MaxCommitAttempts(_) }) => Ok(None),
        Err(error) => Err(failure::delta(COMMITTING, &error)),
    }
}

fn persist(folder: &Path, version: i64) -> Result<()> {
    let log: PathBuf = folder.join(disk::LOG);
    let entry = log.join(commit_name(u64::try_from(version).unwrap_or_default()));
    disk::sync_file(&entry).map_err(|e| failure::disk(COMMITTING, &e))?;
    disk::sync_folders(&log, folder).map_err(|e| failure::disk(COMMITTING, &e))
}
