//! Runs: what was attempted, when, and what came of it.

use serde::{Deserialize, Serialize};

use crate::{
    lineage::Edge,
    name::{ColumnName, DatasetName, PipelineName, RunId},
    schema::Contradiction,
    time::{Day, Timestamp},
};

/// How a run of a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RunState {
    /// Begun, not ended; after a crash it is adopted or abandoned by what the lake says.
    Running,
    /// Done.
    Succeeded,
    /// The batch contradicts its schema; the last good partition stays.
    Quarantined,
    /// It failed, with the message that everyone may read.
    Failed {
        /// Why.
        message: String,
    },
    /// The process died; nothing of it holds.
    Abandoned,
}

/// One attempt at one job for one business day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The pipeline.
    pub pipeline: PipelineName,
    /// The job's name, such as `ingest:shop.user`.
    pub job: String,
    /// The business day.
    pub day: Day,
    /// 1 for the first attempt at this job and day.
    pub attempt: u32,
    /// Counts runs of this job: Delta's `txn` version.
    pub sequence: i64,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How it stands.
    #[serde(flatten)]
    pub state: RunState,
    /// What it counted.
    pub counts: Counts,
    /// What it read: dataset, business day, version.
    pub inputs: Vec<(DatasetName, Option<Day>, i64)>,
    /// What it wrote: dataset, business days, version.
    pub outputs: Vec<Output>,
    /// What it found wrong; at most the first [`MAX_KEPT_CONTRADICTIONS`].
    pub contradictions: Vec<Contradiction>,
    /// Things to know that are no errors, in words.
    pub notes: Vec<String>,
    /// The commit of the project that it was made from, where the project is under version control.
    #[serde(default)]
    pub commit: Option<String>,
}

/// Contradictions kept with a run: enough to see the pattern, few enough to read.
pub const MAX_KEPT_CONTRADICTIONS: usize = 100;

/// What a run wrote into one dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// The dataset.
    pub dataset: DatasetName,
    /// The days whose partitions were replaced.
    pub days: Vec<Day>,
    /// The lake's version since then.
    pub version: i64,
    /// The schema version that it was written under.
    pub schema_version: u32,
}

/// What a run counted. Nothing is dropped: `read` is `kept` + `duplicates` + `quarantined` + `late` + `waiting` +
/// `before_start`, plus those `suppressed` rows that were deleted (anonymised ones are among `kept` too).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that the source gave.
    pub read: u64,
    /// Rows that are new in a partition, or stand in a replaced one.
    pub kept: u64,
    /// Rows equal on the key to one that is there; without a key, rows of a partition that was read again and had not grown.
    pub duplicates: u64,
    /// Rows sent to quarantine.
    pub quarantined: u64,
    /// Rows past their window (in quarantine, and counted here only).
    pub late: u64,
    /// Rows of days after the run's: they wait for their run.
    pub waiting: u64,
    /// Rows of days before the pipeline's start.
    pub before_start: u64,
    /// Rows on which a suppression acted.
    pub suppressed: u64,
    /// Rows whose subject is null (they are kept).
    pub without_subject: u64,
}

/// What a run saw of one column, without any value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// The column.
    pub column: ColumnName,
    /// Rows.
    pub rows: u64,
    /// Of which null.
    pub nulls: u64,
}

/// Everything that a finished run hands to the store in one transaction.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RunFacts {
    /// What it saw of each output's columns.
    pub profiles: Vec<(DatasetName, Vec<ColumnProfile>)>,
    /// The column lineage, from the analysed plan.
    pub edges: Vec<Edge>,
}
