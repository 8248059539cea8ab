//! Runs: a pipeline for a business day, job by job, each with its intent, its commit and its record.

mod ingest;
mod pipeline;
mod plan;
mod publish;
mod recover;
mod stage;
mod stale;
mod tell;
mod transform;
mod watch;

use garim_core::{run::Run, time::Day};
use serde::Serialize;

pub(crate) use plan::scan;
pub(crate) use publish::{Begun, Finished};
pub(crate) use transform::{input, next_version};

/// How a run is to behave.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// Read the sources again for days that have run.
    pub reingest: bool,
    /// Replace partitions even where that loses rows.
    pub allow_rewrite: bool,
}

/// What came of one job.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobReport {
    /// The job's name.
    pub job: String,
    /// Its run; `None` if there was nothing to do.
    pub run: Option<Run>,
    /// Why there was nothing to do, or why it could not be done.
    pub skipped: Option<String>,
}

/// What came of one day.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DayReport {
    /// The day.
    pub day: Day,
    /// Its jobs, in the order in which they ran.
    pub jobs: Vec<JobReport>,
    /// Whether everything that had to run succeeded.
    pub succeeded: bool,
    /// Identities that the stored values do not fulfil, in words.
    pub unreconciled: Vec<String>,
}
