//! Our own runs, told to other systems.

use async_trait::async_trait;
use garim_core::{
    imported::RunEvent,
    lineage::Edge,
    name::{ColumnName, RunId},
    time::Timestamp,
};

/// A dataset that a run reads or writes, as others may know it. No value, and no location with a password.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DatasetTold {
    /// Whose it is, such as `mysql://host:3306`; none: ours.
    pub namespace: Option<String>,
    /// Its name there.
    pub name: String,
    /// Its columns in order: name, type, description.
    pub columns: Vec<(ColumnName, String, Option<String>)>,
    /// Who answers for it.
    pub owners: Vec<String>,
    /// Labels and classes of columns: column (none: of the whole), key, value.
    pub tags: Vec<(Option<ColumnName>, String, String)>,
    /// The source that it comes from: name, and an address without credentials.
    pub source: Option<(String, String)>,
    /// Rows written.
    pub rows: Option<u64>,
    /// Bytes written.
    pub bytes: Option<u64>,
}

/// What happened to a run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunTold {
    /// The run.
    pub run: RunId,
    /// The job's name, such as `daily.ingest:shop.user`.
    pub job: String,
    /// What happened: start, complete, fail or abort.
    pub event: RunEvent,
    /// When.
    pub at: Timestamp,
    /// The beginning of the business day that it is for.
    pub day: Timestamp,
    /// Why it failed, as everybody may read it.
    pub message: Option<String>,
    /// What it reads.
    pub inputs: Vec<DatasetTold>,
    /// What it writes.
    pub outputs: Vec<DatasetTold>,
    /// The column lineage of what it writes.
    pub edges: Vec<Edge>,
}

/// Tells other systems. A failure to tell is no failure of the run, and no run waits for a listener.
#[async_trait]
pub trait Announce: Send + Sync {
    /// Takes what there is to tell; what cannot be told later is logged.
    fn run(&self, told: RunTold);

    /// Waits until everything that was taken is told or given up, but not for long: for processes that end.
    async fn flush(&self);
}
