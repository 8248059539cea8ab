//! Our own runs, told to other systems.

use async_trait::async_trait;
use garim_core::{
    Result,
    imported::RunEvent,
    lineage::Edge,
    name::{ColumnName, DatasetName, RunId},
    time::Timestamp,
};

/// A dataset that a run reads or writes, as others may know it. No value, and no location with a password.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetTold {
    /// Its name.
    pub name: DatasetName,
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
    /// What happened: start, complete or fail.
    pub event: RunEvent,
    /// When.
    pub at: Timestamp,
    /// The beginning of the business day that it is for.
    pub day: Timestamp,
    /// What it reads.
    pub inputs: Vec<DatasetTold>,
    /// What it writes.
    pub outputs: Vec<DatasetTold>,
    /// The column lineage of what it writes.
    pub edges: Vec<Edge>,
}

/// Tells other systems. A failure to tell is no failure of the run.
#[async_trait]
pub trait Announce: Send + Sync {
    /// Tells of a run.
    async fn run(&self, told: &RunTold) -> Result<()>;
}
