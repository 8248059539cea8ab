//! Background jobs: leases with fencing tokens; one unfinished job for each kind and key.

use async_trait::async_trait;
use garim_core::{Error, Result, time::Timestamp};
use garim_ports::{Job, Jobs};
use sqlx::SqliteConnection;

use crate::convert::{count, failed};

pub(crate) struct JobRows<'a>(pub(crate) &'a mut SqliteConnection);

const ENQUEUE: &str = "
INSERT INTO jobs (
    kind,
    about,
    due_at,
    held_until,
    attempts,
    fence,
    finished,
    last_error
)
VALUES ($1, $2, $3, 0, 0, 0, 0, '')
ON CONFLICT (kind, about) WHERE finished = 0 DO NOTHING
";

/// A job whose holder did not come back is due again when the lease has run out.
const TAKE: &str = "
UPDATE jobs
SET held_until = $2,
    attempts = attempts + 1,
    fence = fence + 1
WHERE id = (
    SELECT
        id
    FROM jobs
    WHERE finished = 0
      AND due_at <= $1
      AND held_until <= $1
    ORDER BY
        due_at,
        id
    LIMIT 1
)
RETURNING
    id,
    kind,
    about,
    attempts,
    fence
";

const FINISH: &str = "
UPDATE jobs
SET finished = 1,
    held_until = 0
WHERE id = $1
  AND fence = $2
  AND finished = 0
";

const RETRY: &str = "
UPDATE jobs
SET held_until = 0,
    due_at = $3,
    last_error = $4
WHERE id = $1
  AND fence = $2
  AND finished = 0
";

#[async_trait]
impl Jobs for JobRows<'_> {
    async fn enqueue(&mut self, kind: &str, key: &str, due: Timestamp) -> Result<()> {
        sqlx::query(ENQUEUE)
            .bind(kind)
            .bind(key)
            .bind(due.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed("enqueueing a job"))?;
        Ok(())
    }

    async fn take(&mut self, now: Timestamp, until: Timestamp) -> Result<Option<Job>> {
        let row: Option<(i64, String, String, i64, i64)> = sqlx::query_as(TAKE)
            .bind(now.micros())
            .bind(until.micros())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("taking a job"))?;
        row.map(|(id, kind, key, attempts, fence)| Ok(Job { id, kind, key, attempts: count(attempts)?, fence })).transpose()
    }

    async fn finish(&mut self, job: &Job) -> Result<()> {
        let done =
            sqlx::query(FINISH).bind(job.id).bind(job.fence).execute(&mut *self.0).await.map_err(failed("finishing a job"))?;
        ours(job, done.rows_affected())
    }

    async fn retry(&mut self, job: &Job, due: Timestamp, why: &str) -> Result<()> {
        let done = sqlx::query(RETRY)
            .bind(job.id)
            .bind(job.fence)
            .bind(due.micros())
            .bind(why)
            .execute(&mut *self.0)
            .await
            .map_err(failed("putting a job back"))?;
        ours(job, done.rows_affected())
    }
}

fn ours(job: &Job, rows: u64) -> Result<()> {
    match rows {
        0 => Err(Error::conflict(format!("the job `{}` was taken over by somebody else", job.kind))),
        _ => Ok(()),
    }
}
