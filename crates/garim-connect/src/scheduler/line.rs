//! One line: a job, a run, or both.

use chrono_tz::Tz;
use garim_core::{
    imported::{DatasetKey, Fact, ImportedJob, ImportedRun, JobKey, JobLineage, RunEvent, Understood, Volume},
    time::Timestamp,
};
use garim_lineage::{Dialect, analyse_text, fingerprint};
use serde_json::Value;

use crate::{input::Row, usage::folded};

/// What lines are read with.
pub(super) struct Reader {
    pub namespace: String,
    pub dialect: Dialect,
    pub zone: Tz,
    pub now: Timestamp,
}

impl Reader {
    /// The facts of a line, or why there are none.
    pub fn read(&self, row: &Row) -> Result<Vec<Fact>, &'static str> {
        let name = row.word(&["job", "job_name", "task"]).ok_or("the line names no `job`")?;
        let job = self.job(&name).ok_or("the job's name cannot be kept")?;
        let at = row.time(&["ts", "at", "time"], self.zone);
        let run = self.run(row, &job, at)?;
        let mut facts = Vec::new();
        if run.is_none() || ["schedule", "description", "owner", "sql", "inputs", "after", "kind"].iter().any(|n| row.has(n)) {
            facts.push(Fact::Job(self.described(row, &job, at.unwrap_or(self.now))));
            facts.extend(self.lineage(row, &job, at.unwrap_or(self.now)));
        }
        facts.extend(run.map(Fact::Run));
        Ok(facts)
    }

    fn job(&self, name: &str) -> Option<JobKey> {
        JobKey::new(&self.namespace, name).ok()
    }

    fn list(row: &Row, name: &str) -> Option<Vec<String>> {
        match row.json(&[name])? {
            Value::Array(list) => Some(list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()),
            _ => None,
        }
    }

    fn described(&self, row: &Row, job: &JobKey, at: Timestamp) -> ImportedJob {
        let owners: Vec<String> = row.word(&["owner"]).into_iter().chain(Self::list(row, "owners").unwrap_or_default()).collect();
        ImportedJob {
            kind: row.text(&["kind", "type"]),
            description: row.text(&["description"]),
            owners: (!owners.is_empty()).then_some(owners),
            tags: Self::list(row, "tags"),
            schedule: row.text(&["schedule", "cron"]),
            parent: row.word(&["parent", "workflow"]).and_then(|p| self.job(&p)),
            after: Self::list(row, "after").map(|l| l.iter().filter_map(|n| self.job(n)).collect()),
            fingerprint: row.text(&["sql"]).map(|s| fingerprint(&s, self.dialect)),
            paused: row.flag(&["paused"]),
            ..ImportedJob::new(job.clone(), at)
        }
    }

    fn dataset(&self, name: &str) -> Option<DatasetKey> {
        let parts: Vec<String> = name.split('.').map(|p| folded(p, self.dialect)).collect();
        DatasetKey::of_parts(&self.namespace, &parts).ok()
    }

    fn lineage(&self, row: &Row, job: &JobKey, at: Timestamp) -> Option<Fact> {
        let keys =
            |name: &str| Self::list(row, name).unwrap_or_default().iter().filter_map(|n| self.dataset(n)).collect::<Vec<_>>();
        let mut lineage = JobLineage {
            job: job.clone(),
            run: None,
            at,
            inputs: keys("inputs").into_iter().collect(),
            outputs: keys("outputs").into_iter().collect(),
            edges: std::collections::BTreeSet::new(),
            understood: Understood::Resolved,
        };
        if let Some(sql) = row.text(&["sql"]) {
            crate::job_sql::add(&analyse_text(&sql, self.dialect, None, &()), &mut lineage, |t| self.dataset(&t.join(".")));
        }
        (!lineage.inputs.is_empty() || !lineage.outputs.is_empty()).then_some(Fact::Lineage(lineage))
    }

    /// The run of a line that has a `run` or a `state`.
    fn run(&self, row: &Row, job: &JobKey, at: Option<Timestamp>) -> Result<Option<ImportedRun>, &'static str> {
        let state = row.word(&["state", "status"]);
        let id = row.word(&["run", "run_id"]);
        if id.is_none() && state.is_none() {
            return Ok(None);
        }
        let started = row.time(&["started", "start_time", "start"], self.zone);
        let ended = row.time(&["ended", "end_time", "end", "finished"], self.zone);
        let event =
            event(state.as_deref(), ended.is_some()).ok_or("the run's `state` is none of running, success, failed, skipped")?;
        let at = at.or(ended).or(started).ok_or("the run has no time: give `ts`, `started` or `ended`")?;
        let id = id.unwrap_or_else(|| started.unwrap_or(at).to_string());
        let outputs = Self::list(row, "outputs").unwrap_or_default();
        let rows = row.whole(&["rows"]).and_then(|n| u64::try_from(n).ok());
        let wrote = match (outputs.as_slice(), rows) {
            ([only], Some(rows)) => self.dataset(only).map(|dataset| Volume { dataset, rows: Some(rows), bytes: None }),
            _ => None,
        };
        Ok(Some(ImportedRun {
            started,
            ended,
            nominal: row.time(&["for", "nominal", "logical_date"], self.zone),
            attempt: row.whole(&["attempt", "try"]).and_then(|n| u32::try_from(n).ok()),
            wrote: wrote.into_iter().collect(),
            ..ImportedRun::new(job.clone(), id, at, event)
        }))
    }
}

/// What happened, in the words of several schedulers.
pub(crate) fn event(state: Option<&str>, ended: bool) -> Option<RunEvent> {
    Some(match state.map(str::to_lowercase).as_deref() {
        None if ended => RunEvent::Complete,
        None => RunEvent::Running,
        Some("queued" | "scheduled" | "waiting" | "deferred" | "up_for_retry" | "up_for_reschedule" | "restarting") => {
            RunEvent::Other
        }
        Some("start" | "started") => RunEvent::Start,
        Some("running") => RunEvent::Running,
        Some("success" | "succeeded" | "complete" | "completed" | "done" | "ok" | "finished") => RunEvent::Complete,
        Some("failed" | "failure" | "error" | "upstream_failed" | "timeout" | "timed_out") => RunEvent::Fail,
        Some("skipped" | "aborted" | "abort" | "cancelled" | "canceled" | "killed" | "removed" | "shutdown") => RunEvent::Abort,
        Some(_) => return None,
    })
}
