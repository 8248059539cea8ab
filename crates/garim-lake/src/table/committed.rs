//! What the log says of a job.

use std::path::Path;

use garim_core::{Result, name::DatasetName};
use garim_ports::Committed;

use super::log;
use crate::{LocalLake, disk, failure};

const DOING: &str = "reading a table's log";

/// The last sequence that a job committed. Where a purge has cut the commit's own entry away, the version is the oldest that
/// can still be read.
pub(crate) async fn committed(lake: &LocalLake, dataset: &DatasetName, job: &str) -> Result<Option<Committed>> {
    let _reading = lake.locks().reading(dataset).await;
    let folder = lake.table_folder(dataset);
    let Some(table) = log::load(&folder).await? else { return Ok(None) };
    let state = table.snapshot().map_err(|e| failure::delta(DOING, &e))?;
    let store = table.log_store();
    let last = state.transaction_version(&*store, job).await.map_err(|e| failure::delta(DOING, &e))?;
    last.map(|sequence| Ok(Committed { sequence, version: version(&folder, job)? })).transpose()
}

/// The newest log entry that names the job, else the oldest version there is.
fn version(folder: &Path, job: &str) -> Result<i64> {
    let names = log::log_names(folder)?;
    for name in names.iter().rev().filter(|n| n.ends_with(".json") && n.len() == log::commit_name(0).len()) {
        let entry = std::fs::read_to_string(folder.join(disk::LOG).join(name)).map_err(|e| failure::disk(DOING, &e))?;
        if entry.lines().any(|line| names_job(line, job)) {
            return Ok(signed(log::log_version(name)));
        }
    }
    Ok(signed(names.iter().next().and_then(|n| log::log_version(n))))
}

fn signed(version: Option<u64>) -> i64 {
    version.and_then(|v| i64::try_from(v).ok()).unwrap_or_default()
}

fn names_job(line: &str, job: &str) -> bool {
    let action: Option<serde_json::Value> = serde_json::from_str(line).ok();
    action.and_then(|a| Some(a.get("txn")?.get("appId")?.as_str()? == job)).unwrap_or(false)
}
