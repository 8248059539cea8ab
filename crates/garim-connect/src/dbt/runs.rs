//! How nodes were run.

use garim_core::imported::{Fact, ImportedRun, RunEvent, Volume};

use super::{
    artifact::{Artifact, Outcome},
    project::{Project, when},
};

/// Every run of a model, seed or snapshot.
pub(super) fn read(project: &Project) -> Vec<Fact> {
    let outcomes = project.results.iter().flat_map(|r| r.results.iter().map(move |o| (r, o)));
    outcomes.filter_map(|(results, outcome)| run(project, results, outcome)).collect()
}

fn run(project: &Project, results: &Artifact, outcome: &Outcome) -> Option<Fact> {
    let key = project.keys.get(&outcome.unique_id)?;
    let event = match outcome.status.as_str() {
        "success" => RunEvent::Complete,
        "error" | "fail" | "runtime error" => RunEvent::Fail,
        "skipped" | "no-op" => RunEvent::Abort,
        _ => RunEvent::Other,
    };
    let started = outcome.timing.iter().filter_map(|t| when(t.started_at.as_deref())).min();
    let ended = outcome.timing.iter().filter_map(|t| when(t.completed_at.as_deref())).max();
    let at = ended.or_else(|| when(results.metadata.generated_at.as_deref()))?;
    let rows = outcome.adapter_response.get("rows_affected").and_then(serde_json::Value::as_u64);
    let invocation = results.metadata.invocation_id.clone().unwrap_or_else(|| at.to_string());
    let id = format!("{invocation}:{}", outcome.unique_id);
    let wrote = rows.map(|rows| Volume { dataset: key.clone(), rows: Some(rows), bytes: None });
    Some(Fact::Run(ImportedRun {
        started,
        ended,
        wrote: wrote.into_iter().collect(),
        ..ImportedRun::new(project.job(&outcome.unique_id)?, id, at, event)
    }))
}
