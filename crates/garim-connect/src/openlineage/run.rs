//! What an event says of a run.

use garim_core::{
    Error, Result,
    imported::{Fact, ImportedRun, JobKey, RunEvent, Volume},
};
use serde_json::Value;

use super::{
    event::{Event, key},
    keep::keep,
};
use crate::time;

/// Longest id of a run: the standard has UUIDs, senders have their own.
pub(super) const MAX_RUN_ID: usize = 256;

/// Reads the run.
pub(super) fn read(event: &mut Event<'_>, job: &JobKey, id: &str) -> Result<()> {
    let value = event.value;
    let facets = &value["run"]["facets"];
    let kept = keep(facets);
    event.sealed |= kept.left_out;
    let what = what(&value["eventType"])?;
    event.facts.push(Fact::Run(ImportedRun {
        nominal: facets["nominalTime"]["nominalStartTime"].as_str().and_then(|t| time::of_text(t, chrono_tz::UTC)),
        parent: facets["parent"]["run"]["runId"].as_str().filter(|r| r.len() <= MAX_RUN_ID).map(str::to_owned),
        wrote: value["outputs"].as_array().into_iter().flatten().filter_map(volume).collect(),
        facets: kept.facets,
        ..ImportedRun::new(job.clone(), id, event.at, what)
    }));
    Ok(())
}

fn what(value: &Value) -> Result<RunEvent> {
    Ok(match value.as_str() {
        Some("START") => RunEvent::Start,
        Some("RUNNING") => RunEvent::Running,
        Some("COMPLETE") => RunEvent::Complete,
        Some("ABORT") => RunEvent::Abort,
        Some("FAIL") => RunEvent::Fail,
        Some("OTHER") | None => RunEvent::Other,
        Some(_) => {
            return Err(Error::invalid("the run event's `eventType` is none of START, RUNNING, COMPLETE, ABORT, FAIL, OTHER"));
        }
    })
}

fn volume(output: &Value) -> Option<Volume> {
    let statistics = &output["outputFacets"]["outputStatistics"];
    let (rows, bytes) = (statistics["rowCount"].as_u64(), statistics["size"].as_u64());
    (rows.is_some() || bytes.is_some()).then_some(())?;
    Some(Volume { dataset: key(output)?, rows, bytes })
}
