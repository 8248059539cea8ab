//! Runs: an intent first, an end with everything that it found.

use async_trait::async_trait;
use garim_core::{
    Entity, Error, Result,
    lineage::Edge,
    name::{DatasetName, PipelineName, RunId},
    run::{Output, Run, RunFacts, RunState},
    schema::SchemaVersion,
    time::Day,
};
use garim_ports::Runs;
use sqlx::SqliteConnection;

use crate::{
    convert::{count, failed, from_json, is_duplicate, parsed, to_json},
    lineage, outbox, prepared,
};

pub(crate) struct RunRows<'a>(pub(crate) &'a mut SqliteConnection);

/// The state as the table keeps it, to be queried by.
fn state_name(state: &RunState) -> &'static str {
    match state {
        RunState::Running => "running",
        RunState::Succeeded => "succeeded",
        RunState::Quarantined => "quarantined",
        RunState::Failed { .. } => "failed",
        RunState::Abandoned => "abandoned",
    }
}

fn runs(rows: Vec<(String,)>) -> Result<Vec<Run>> {
    rows.iter().map(|(body,)| from_json(body)).collect()
}

const BEGIN: &str = "
INSERT INTO runs (
    id,
    pipeline,
    job,
    day,
    attempt,
    sequence,
    state,
    started_at,
    ended_at,
    body
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9)
";

const TOUCH: &str = "
INSERT INTO run_datasets (
    dataset,
    run
)
VALUES ($1, $2)
ON CONFLICT (dataset, run) DO NOTHING
";

async fn touch(conn: &mut SqliteConnection, run: &Run, dataset: &DatasetName) -> Result<()> {
    sqlx::query(TOUCH)
        .bind(dataset.to_string())
        .bind(run.id.to_string())
        .execute(conn)
        .await
        .map_err(failed("recording a run's datasets"))?;
    Ok(())
}

const END: &str = "
UPDATE runs
SET state = $2,
    ended_at = $3,
    body = $4
WHERE id = $1
  AND state = 'running'
";

const KEEP_PROFILE: &str = "
INSERT INTO run_profiles (
    run,
    dataset,
    body
)
VALUES ($1, $2, $3)
ON CONFLICT (run, dataset) DO UPDATE
SET body = excluded.body
";

const KEEP_OUTPUT: &str = "
INSERT INTO outputs (
    dataset,
    day,
    run,
    body
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (dataset, day) DO UPDATE
SET run = excluded.run,
    body = excluded.body
";

/// What stands in each day of an output now is this run's.
async fn keep_output(conn: &mut SqliteConnection, run: &Run, output: &Output) -> Result<()> {
    touch(conn, run, &output.dataset).await?;
    let body = to_json(output)?;
    for day in &output.days {
        sqlx::query(KEEP_OUTPUT)
            .bind(output.dataset.to_string())
            .bind(day.dt())
            .bind(run.id.to_string())
            .bind(&body)
            .execute(&mut *conn)
            .await
            .map_err(failed("recording a run's outputs"))?;
    }
    Ok(())
}

const GET: &str = "
SELECT
    body
FROM runs
WHERE id = $1
";

const LIST: &str = "
SELECT
    body
FROM runs
ORDER BY
    started_at DESC,
    sequence DESC,
    id DESC
LIMIT $1
";

const LIST_OF: &str = "
SELECT
    r.body
FROM run_datasets d
JOIN runs r
  ON r.id = d.run
WHERE d.dataset = $1
ORDER BY
    r.started_at DESC,
    r.sequence DESC,
    r.id DESC
LIMIT $2
";

const UNFINISHED: &str = "
SELECT
    body
FROM runs
WHERE state = 'running'
ORDER BY
    started_at,
    id
";

const LAST_SEQUENCE: &str = "
SELECT
    coalesce(max(sequence), 0)
FROM runs
WHERE job = $1
";

const LAST_ATTEMPT: &str = "
SELECT
    coalesce(max(attempt), 0)
FROM runs
WHERE pipeline = $1
  AND job = $2
  AND day = $3
";

const LAST_SUCCESS: &str = "
SELECT
    body
FROM runs
WHERE pipeline = $1
  AND job = $2
  AND day = $3
  AND state = 'succeeded'
ORDER BY sequence DESC
LIMIT 1
";

const OUTPUTS: &str = "
SELECT
    day,
    body,
    run
FROM outputs
WHERE dataset = $1
ORDER BY day
";

#[async_trait]
impl Runs for RunRows<'_> {
    async fn begin(&mut self, run: &Run) -> Result<()> {
        let begun = sqlx::query(BEGIN)
            .bind(run.id.to_string())
            .bind(run.pipeline.as_str())
            .bind(&run.job)
            .bind(run.day.dt())
            .bind(i64::from(run.attempt))
            .bind(run.sequence)
            .bind(state_name(&run.state))
            .bind(run.started.micros())
            .bind(to_json(run)?)
            .execute(&mut *self.0)
            .await;
        match begun {
            Ok(_) => {}
            Err(e) if is_duplicate(&e) => return Err(already(run)),
            Err(e) => return Err(failed("beginning a run")(e)),
        }
        match filled(run) {
            Some(dataset) => touch(self.0, run, &dataset).await,
            None => Ok(()),
        }
    }

    async fn prepare(&mut self, run: &Run, facts: &RunFacts, schemas: &[(DatasetName, SchemaVersion)]) -> Result<()> {
        prepared::keep(self.0, run, facts, schemas).await
    }

    async fn prepared(&mut self, id: RunId) -> Result<Option<(Run, RunFacts, Vec<(DatasetName, SchemaVersion)>)>> {
        prepared::of(self.0, id).await
    }

    async fn end(&mut self, run: &Run, facts: &RunFacts) -> Result<()> {
        let doing = "ending a run";
        let ended = sqlx::query(END)
            .bind(run.id.to_string())
            .bind(state_name(&run.state))
            .bind(run.ended.map(|at| at.micros()))
            .bind(to_json(run)?)
            .execute(&mut *self.0)
            .await
            .map_err(failed(doing))?;
        if ended.rows_affected() == 0 {
            return Err(match self.get(run.id).await? {
                None => Error::not_found(Entity::Run, run.id),
                Some(_) => Error::conflict(format!("run `{}` of `{}` has ended before", run.id, run.job)),
            });
        }
        prepared::forget(self.0, run.id).await?;
        for (dataset, profile) in &facts.profiles {
            sqlx::query(KEEP_PROFILE)
                .bind(run.id.to_string())
                .bind(dataset.to_string())
                .bind(to_json(profile)?)
                .execute(&mut *self.0)
                .await
                .map_err(failed(doing))?;
        }
        // How a run ended speaks for or against what it fills: a certification rests while it fails.
        if let Some(dataset) = filled(run) {
            outbox::tell(self.0, &format!("dataset:{dataset}")).await?;
        }
        if run.state != RunState::Succeeded {
            return Ok(());
        }
        for output in &run.outputs {
            keep_output(self.0, run, output).await?;
        }
        lineage::replace(self.0, run, &facts.edges).await
    }

    async fn get(&mut self, id: RunId) -> Result<Option<Run>> {
        let row: Option<(String,)> =
            sqlx::query_as(GET).bind(id.to_string()).fetch_optional(&mut *self.0).await.map_err(failed("reading a run"))?;
        row.map(|(body,)| from_json(&body)).transpose()
    }

    async fn list(&mut self, dataset: Option<&DatasetName>, limit: u32) -> Result<Vec<Run>> {
        let rows = match dataset {
            None => sqlx::query_as(LIST).bind(i64::from(limit)).fetch_all(&mut *self.0).await,
            Some(name) => sqlx::query_as(LIST_OF).bind(name.to_string()).bind(i64::from(limit)).fetch_all(&mut *self.0).await,
        };
        runs(rows.map_err(failed("reading runs"))?)
    }

    async fn unfinished(&mut self) -> Result<Vec<Run>> {
        runs(sqlx::query_as(UNFINISHED).fetch_all(&mut *self.0).await.map_err(failed("reading unfinished runs"))?)
    }

    async fn next(&mut self, pipeline: &PipelineName, job: &str, day: Day) -> Result<(i64, u32)> {
        let doing = "reading a job's runs";
        let (sequence,): (i64,) = sqlx::query_as(LAST_SEQUENCE).bind(job).fetch_one(&mut *self.0).await.map_err(failed(doing))?;
        let (attempt,): (i64,) = sqlx::query_as(LAST_ATTEMPT)
            .bind(pipeline.as_str())
            .bind(job)
            .bind(day.dt())
            .fetch_one(&mut *self.0)
            .await
            .map_err(failed(doing))?;
        Ok((sequence + 1, count(attempt + 1)?))
    }

    async fn last_success(&mut self, pipeline: &PipelineName, job: &str, day: Day) -> Result<Option<Run>> {
        let row: Option<(String,)> = sqlx::query_as(LAST_SUCCESS)
            .bind(pipeline.as_str())
            .bind(job)
            .bind(day.dt())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("reading a job's runs"))?;
        row.map(|(body,)| from_json(&body)).transpose()
    }

    async fn outputs(&mut self, dataset: &DatasetName) -> Result<Vec<(Day, Output, RunId)>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(OUTPUTS)
            .bind(dataset.to_string())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading a dataset's days"))?;
        rows.into_iter().map(|(day, body, run)| Ok((parsed(&day)?, from_json(&body)?, parsed(&run)?))).collect()
    }

    async fn edges(&mut self) -> Result<Vec<Edge>> {
        lineage::held(self.0).await
    }
}

/// The dataset that a run's job fills.
fn filled(run: &Run) -> Option<DatasetName> {
    run.job.split_once(':').and_then(|(_, name)| name.parse().ok())
}

fn already(run: &Run) -> Error {
    Error::conflict(format!(
        "`{}` of pipeline `{}` is running for {} already; wait for it, or see `garim status`",
        run.job, run.pipeline, run.day
    ))
}
