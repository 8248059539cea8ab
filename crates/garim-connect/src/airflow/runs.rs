//! Runs of DAGs and tasks, gone on with from the latest end that was read. What still runs is read each time.

use garim_core::{
    Result,
    imported::{Fact, ImportedRun, JobKey},
    time::Timestamp,
};
use garim_ports::{Batch, Position};

use crate::{database::Database, input::Row, scheduler::line::event};

/// Rows asked for at a time.
const CHUNK: usize = 10_000;

/// Reads runs of one table.
pub(super) struct Runs {
    tasks: bool,
    namespace: String,
    /// The end up to which everything was read, as the database writes it, and how many rows of that very end.
    after: Option<String>,
    open_read: bool,
    ended: bool,
}

impl Runs {
    /// Of tasks, or of DAGs.
    pub fn new(tasks: bool, namespace: String, positions: &[Position]) -> Self {
        let stream = stream(tasks);
        let after = positions.iter().find(|p| p.stream == stream).map(|p| p.place.clone());
        Self { tasks, namespace, after, open_read: false, ended: false }
    }

    /// The next runs; `None` at the end.
    pub async fn next(&mut self, database: &mut Database) -> Result<Option<Batch>> {
        if self.ended {
            return Ok(None);
        }
        if !std::mem::replace(&mut self.open_read, true) {
            let rows = database.rows(format!("{} WHERE end_date IS NULL AND start_date IS NOT NULL", self.select())).await?;
            return Ok(Some(self.batch(&rows)));
        }
        let after = self.after.as_deref().map(|a| format!("AND end_date > {}", crate::database::literal(a, database.engine())));
        let rows = database
            .rows(format!(
                "{} WHERE end_date IS NOT NULL {} ORDER BY end_date LIMIT {CHUNK}",
                self.select(),
                after.unwrap_or_default()
            ))
            .await?;
        let Some(last) = rows.last().and_then(|r| r.text(&["end_date"])) else {
            self.ended = true;
            return Ok(None);
        };
        // Rows of the very last end may be cut by the limit: they are read again with the next chunk, unless they fill it.
        let full = rows.len() == CHUNK;
        let earlier = rows.iter().rev().filter_map(|r| r.text(&["end_date"])).find(|e| *e != last);
        self.after = Some(if full { earlier.unwrap_or(last) } else { last });
        self.ended = !full;
        let mut batch = self.batch(&rows);
        let place = self.after.clone().unwrap_or_default();
        batch.position = Some(Position { stream: stream(self.tasks).to_owned(), replaces: None, place });
        Ok(Some(batch))
    }

    fn select(&self) -> &'static str {
        if self.tasks {
            "SELECT dag_id AS dag_id, task_id AS task_id, run_id AS run_id, start_date AS start_date, end_date AS end_date,
                    state AS state, try_number AS try_number FROM task_instance"
        } else {
            "SELECT dag_id AS dag_id, run_id AS run_id, start_date AS start_date, end_date AS end_date, state AS state
             FROM dag_run"
        }
    }

    fn batch(&self, rows: &[Row]) -> Batch {
        let mut batch = Batch::default();
        for row in rows {
            batch.read.records += 1;
            match self.run(row) {
                Some(run) => batch.facts.push(Fact::Run(run)),
                None => batch.read.not_understood("the run has no state or time that is known", stream(self.tasks)),
            }
        }
        batch
    }

    fn run(&self, row: &Row) -> Option<ImportedRun> {
        let (dag, run) = (row.text(&["dag_id"])?, row.text(&["run_id"])?);
        let time = |name: &str| row.time(&[name], chrono_tz::UTC);
        let (started, ended) = (time("start_date"), time("end_date"));
        let event = event(row.text(&["state"]).as_deref(), ended.is_some())?;
        let at: Timestamp = ended.or(started)?;
        let (name, id) = match row.text(&["task_id"]) {
            Some(task) => (format!("{dag}.{task}"), format!("{run}:{task}")),
            None => (dag, run.clone()),
        };
        Some(ImportedRun {
            started,
            ended,
            parent: self.tasks.then_some(run),
            attempt: row.whole(&["try_number"]).and_then(|n| u32::try_from(n).ok()),
            ..ImportedRun::new(JobKey::new(&self.namespace, name).ok()?, id, at, event)
        })
    }
}

fn stream(tasks: bool) -> &'static str {
    if tasks { "airflow:task_instance" } else { "airflow:dag_run" }
}
