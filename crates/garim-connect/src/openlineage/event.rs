//! The three kinds of events, told apart by their schema's URL, or by what they hold where it is absent.

use garim_core::{
    Error, Result,
    imported::{DatasetKey, Fact, JobKey},
    time::Timestamp,
};
use garim_ports::{Batch, Mark, Tally};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    dataset, job, keep, run,
    sql::{self, ColumnsOf},
};
use crate::time;

/// Most datasets of one event: a query joins dozens, a partitioned read names thousands.
const MAX_DATASETS: usize = 10_000;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Run,
    Job,
    Dataset,
}

/// An event in the reading.
pub(super) struct Event<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// What was learnt.
    pub facts: Vec<Fact>,
    /// Something may be kept in the sealed journal only.
    pub sealed: bool,
    /// What was not understood.
    pub tally: Tally,
    /// The event.
    pub value: &'a Value,
    /// Columns of datasets, as told before.
    pub known: ColumnsOf<'a>,
}

/// Reads an event. Its mark is the digest of its content, so that the same event again, however it is laid out, is known.
pub(crate) fn read(body: &[u8], known: ColumnsOf<'_>) -> Result<Batch> {
    let value: Value =
        serde_json::from_slice(body).map_err(|_| Error::invalid("the body is not JSON; send one OpenLineage event"))?;
    of_value(&value, known)
}

/// Reads an event that was parsed.
pub(super) fn of_value(value: &Value, known: ColumnsOf<'_>) -> Result<Batch> {
    let kind = kind(value)?;
    let text = value["eventTime"].as_str().unwrap_or_default();
    let at = time::of_text(text, chrono_tz::UTC)
        .ok_or_else(|| Error::invalid("the event has no `eventTime` such as `2020-10-25T00:00:00Z`"))?;
    let tally = Tally { records: 1, ..Tally::default() };
    let mut event = Event { at, facts: Vec::new(), sealed: false, tally, value, known };
    match kind {
        Kind::Dataset => {
            let key = key(&value["dataset"]).ok_or_else(|| unnamed("dataset"))?;
            dataset::read(&mut event, &key, &value["dataset"]);
        }
        Kind::Job => moves(&mut event, None)?,
        Kind::Run => {
            let id = value["run"]["runId"].as_str().filter(|r| !r.trim().is_empty() && r.len() <= run::MAX_RUN_ID);
            let id = id.ok_or_else(|| Error::invalid("the run event has no `run.runId`"))?;
            moves(&mut event, Some(id))?;
        }
    }
    Ok(batch(event, value))
}

fn batch(event: Event<'_>, value: &Value) -> Batch {
    let canonical = value.to_string();
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(canonical.as_bytes())[..16]);
    let day = Some(garim_core::time::Day::from_date(event.at.utc().date_naive()));
    Batch {
        facts: event.facts,
        marks: vec![Mark { id, day }],
        read: event.tally,
        sealed: if event.sealed { vec![canonical.into_bytes()] } else { Vec::new() },
        ..Batch::default()
    }
}

fn kind(value: &Value) -> Result<Kind> {
    let url = value["schemaURL"].as_str().unwrap_or_default();
    let named = url.rsplit(['/', '#']).next().unwrap_or_default();
    match named {
        "RunEvent" => Ok(Kind::Run),
        "JobEvent" => Ok(Kind::Job),
        "DatasetEvent" => Ok(Kind::Dataset),
        _ if value["run"].is_object() => Ok(Kind::Run),
        _ if value["job"].is_object() => Ok(Kind::Job),
        _ if value["dataset"].is_object() => Ok(Kind::Dataset),
        _ => Err(Error::invalid("the body is no OpenLineage event: a RunEvent, JobEvent or DatasetEvent is accepted")),
    }
}

fn unnamed(what: &str) -> Error {
    Error::invalid(format!("the event's {what} has no `namespace` and `name` that can be kept"))
}

/// A dataset's key.
pub(super) fn key(value: &Value) -> Option<DatasetKey> {
    let namespace = keep::address(value["namespace"].as_str()?);
    DatasetKey::new(namespace, value["name"].as_str()?).ok()
}

/// A job's key.
pub(super) fn job_key(value: &Value) -> Option<JobKey> {
    JobKey::new(keep::address(value["namespace"].as_str()?), value["name"].as_str()?).ok()
}

/// An event of a job, or of its run.
fn moves(event: &mut Event<'_>, run_id: Option<&str>) -> Result<()> {
    let value = event.value;
    let key = job_key(&value["job"]).ok_or_else(|| unnamed("job"))?;
    job::read(event, &key);
    let (inputs, outputs) = (datasets(event, "inputs"), datasets(event, "outputs"));
    if let Some(id) = run_id {
        run::read(event, &key, id)?;
    }
    job::lineage(event, key, run_id, &inputs, &outputs);
    Ok(())
}

/// The datasets under a name, which are read as they go.
fn datasets<'a>(event: &mut Event<'a>, name: &str) -> Vec<(DatasetKey, &'a Value)> {
    let value = event.value;
    let mut found = Vec::new();
    for one in value[name].as_array().into_iter().flatten() {
        match key(one) {
            Some(key) if sql::is_ephemeral(value, key.name()) => event.tally.passed_over += 1,
            Some(key) if found.len() < MAX_DATASETS => {
                dataset::read(event, &key, one);
                found.push((key, one));
            }
            _ => event.tally.not_understood(format!("one of the {name} has no name that can be kept"), "event"),
        }
    }
    found
}
