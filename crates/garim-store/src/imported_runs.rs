//! Runs that other systems told of.

use garim_core::{
    Result,
    imported::{JobKey, RunState},
};
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, to_json};

const RUN: &str = "
SELECT
    body
FROM imported_runs
WHERE namespace = $1
  AND job = $2
  AND id = $3
";

const PUT_RUN: &str = "
INSERT INTO imported_runs (
    namespace,
    job,
    id,
    body,
    started_at
)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (namespace, job, id) DO UPDATE
SET body = excluded.body,
    started_at = excluded.started_at
";

const RUNS: &str = "
SELECT
    id,
    body
FROM imported_runs
WHERE namespace = $1
  AND job = $2
ORDER BY
    started_at DESC,
    id
LIMIT $3
";

const KEEPING: &str = "keeping what was imported";
const READING: &str = "reading what was imported";

pub(crate) async fn run(conn: &mut SqliteConnection, job: &JobKey, id: &str) -> Result<Option<RunState>> {
    let row: Option<(String,)> = sqlx::query_as(RUN)
        .bind(job.namespace())
        .bind(job.name())
        .bind(id)
        .fetch_optional(&mut *conn)
        .await
        .map_err(failed(READING))?;
    row.map(|(body,)| from_json(&body)).transpose()
}

pub(crate) async fn put_run(conn: &mut SqliteConnection, job: &JobKey, id: &str, run: &RunState) -> Result<()> {
    sqlx::query(PUT_RUN)
        .bind(job.namespace())
        .bind(job.name())
        .bind(id)
        .bind(to_json(run)?)
        .bind(run.started.map_or(0, |s| s.micros()))
        .execute(&mut *conn)
        .await
        .map_err(failed(KEEPING))?;
    Ok(())
}

pub(crate) async fn runs(conn: &mut SqliteConnection, job: &JobKey, limit: u32) -> Result<Vec<(String, RunState)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(RUNS)
        .bind(job.namespace())
        .bind(job.name())
        .bind(i64::from(limit))
        .fetch_all(&mut *conn)
        .await
        .map_err(failed(READING))?;
    rows.into_iter().map(|(id, body)| Ok((id, from_json(&body)?))).collect()
}
