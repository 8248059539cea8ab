//! Runs.

use garim_core::{
    run::{Run as Ran, RunState},
    time::Timestamp,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What a run counted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Counts {
    read: u64,
    kept: u64,
    duplicates: u64,
    quarantined: u64,
    late: u64,
    waiting: u64,
    before_start: u64,
    suppressed: u64,
    without_subject: u64,
}

/// What a run read.
#[derive(Serialize, ToSchema)]
struct Input {
    dataset: String,
    day: Option<String>,
    version: i64,
}

/// What a run wrote.
#[derive(Serialize, ToSchema)]
struct Output {
    dataset: String,
    days: Vec<String>,
    version: i64,
}

/// What contradicted the schema: where and why, never a value.
#[derive(Serialize, ToSchema)]
struct Contradiction {
    file: String,
    row: Option<u64>,
    column: Option<String>,
    text: String,
}

/// A run.
#[derive(Serialize, ToSchema)]
pub(crate) struct Run {
    id: String,
    pipeline: String,
    job: String,
    day: String,
    attempt: u32,
    started: String,
    ended: Option<String>,
    /// `running`, `succeeded`, `quarantined`, `failed`, `abandoned`.
    state: String,
    message: Option<String>,
    counts: Counts,
    inputs: Vec<Input>,
    outputs: Vec<Output>,
    contradictions: Vec<Contradiction>,
    notes: Vec<String>,
}

/// Runs, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Runs {
    pub(crate) runs: Vec<Run>,
}

/// RFC 3339 with milliseconds: many runs take less than a second.
fn precise(at: Timestamp) -> String {
    let millis = at.micros().rem_euclid(1_000_000) / 1000;
    format!("{}.{millis:03}Z", at.to_string().trim_end_matches('Z'))
}

impl From<Ran> for Run {
    fn from(run: Ran) -> Self {
        let (state, message) = match run.state {
            RunState::Running => ("running", None),
            RunState::Succeeded => ("succeeded", None),
            RunState::Quarantined => ("quarantined", None),
            RunState::Failed { message } => ("failed", Some(message)),
            RunState::Abandoned => ("abandoned", None),
        };
        let c = run.counts;
        Self {
            id: run.id.to_string(),
            pipeline: run.pipeline.to_string(),
            job: run.job,
            day: run.day.to_string(),
            attempt: run.attempt,
            started: precise(run.started),
            ended: run.ended.map(precise),
            state: state.to_owned(),
            message,
            counts: Counts {
                read: c.read,
                kept: c.kept,
                duplicates: c.duplicates,
                quarantined: c.quarantined,
                late: c.late,
                waiting: c.waiting,
                before_start: c.before_start,
                suppressed: c.suppressed,
                without_subject: c.without_subject,
            },
            inputs: run
                .inputs
                .into_iter()
                .map(|(dataset, day, version)| Input { dataset: dataset.to_string(), day: day.map(|d| d.to_string()), version })
                .collect(),
            outputs: run
                .outputs
                .into_iter()
                .map(|o| Output {
                    dataset: o.dataset.to_string(),
                    days: o.days.iter().map(ToString::to_string).collect(),
                    version: o.version,
                })
                .collect(),
            contradictions: run
                .contradictions
                .into_iter()
                .map(|c| Contradiction { text: c.reason.to_string(), file: c.file, row: c.row, column: c.column })
                .collect(),
            notes: run.notes,
        }
    }
}
