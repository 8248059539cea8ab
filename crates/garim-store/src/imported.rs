//! What other systems know: datasets, dashboards, jobs and runs, each as the text that the core's types write.

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    imported::{Dashboard, DashboardKey, DatasetKey, DatasetState, JobKey, JobState, LineageState, RunState},
    lineage::Node,
    time::Timestamp,
};
use garim_ports::{Imported, Kept, ShownThing};
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::{
    convert::{failed, from_json, to_json},
    imported_nodes, imported_runs,
};

pub(crate) struct ImportedRows<'a>(pub(crate) &'a mut SqliteConnection);

const DATASET: &str = "
SELECT
    body,
    first_seen,
    changed_at,
    gone_at
FROM imported_datasets
WHERE namespace = $1
  AND name = $2
";

const PUT_DATASET: &str = "
INSERT INTO imported_datasets (
    namespace,
    name,
    body,
    first_seen,
    changed_at
)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (namespace, name) DO UPDATE
SET body = excluded.body,
    changed_at = excluded.changed_at,
    gone_at = NULL
";

const DATASETS: &str = "
SELECT
    namespace,
    name,
    body
FROM imported_datasets
WHERE gone_at IS NULL
  AND (namespace = $1 OR $1 = '')
";

const DATASET_GONE: &str = "
UPDATE imported_datasets
SET gone_at = $3
WHERE namespace = $1
  AND name = $2
";

const DASHBOARD: &str = "
SELECT
    body,
    first_seen,
    changed_at,
    gone_at
FROM imported_dashboards
WHERE namespace = $1
  AND name = $2
";

const PUT_DASHBOARD: &str = "
INSERT INTO imported_dashboards (
    namespace,
    name,
    body,
    first_seen,
    changed_at
)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (namespace, name) DO UPDATE
SET body = excluded.body,
    changed_at = excluded.changed_at,
    gone_at = NULL
";

const DASHBOARD_GONE: &str = "
UPDATE imported_dashboards
SET gone_at = $3
WHERE namespace = $1
  AND name = $2
";

const JOB: &str = "
SELECT
    body,
    first_seen,
    changed_at,
    gone_at,
    lineage
FROM imported_jobs
WHERE namespace = $1
  AND name = $2
";

const PUT_JOB: &str = "
INSERT INTO imported_jobs (
    namespace,
    name,
    body,
    lineage,
    first_seen,
    changed_at
)
VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT (namespace, name) DO UPDATE
SET body = excluded.body,
    lineage = excluded.lineage,
    changed_at = excluded.changed_at,
    gone_at = NULL
";

const JOB_GONE: &str = "
UPDATE imported_jobs
SET gone_at = $3
WHERE namespace = $1
  AND name = $2
";

const KEEPING: &str = "keeping what was imported";
const READING: &str = "reading what was imported";

type Row = (String, i64, i64, Option<i64>);

fn kept<T: DeserializeOwned>((body, first, changed, gone): Row) -> Result<Kept<T>> {
    Ok(Kept {
        state: from_json(&body)?,
        first_seen: Timestamp::from_micros(first),
        changed: Timestamp::from_micros(changed),
        gone: gone.map(Timestamp::from_micros),
    })
}

fn unreadable(_: garim_core::imported::KeyError) -> Error {
    Error::internal(READING, "an imported name is not valid")
}

#[async_trait]
impl Imported for ImportedRows<'_> {
    async fn dataset(&mut self, key: &DatasetKey) -> Result<Option<Kept<DatasetState>>> {
        let row: Option<Row> = sqlx::query_as(DATASET)
            .bind(key.namespace())
            .bind(key.name())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        row.map(kept).transpose()
    }

    async fn put_dataset(&mut self, key: &DatasetKey, state: &DatasetState, at: Timestamp) -> Result<()> {
        sqlx::query(PUT_DATASET)
            .bind(key.namespace())
            .bind(key.name())
            .bind(to_json(state)?)
            .bind(at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        Ok(())
    }

    async fn datasets(&mut self, namespace: Option<&str>) -> Result<Vec<(DatasetKey, DatasetState)>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(DATASETS)
            .bind(namespace.unwrap_or_default())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        rows.into_iter()
            .map(|(namespace, name, body)| Ok((DatasetKey::new(namespace, name).map_err(unreadable)?, from_json(&body)?)))
            .collect()
    }

    async fn dashboard(&mut self, key: &DashboardKey) -> Result<Option<Kept<Dashboard>>> {
        let row: Option<Row> = sqlx::query_as(DASHBOARD)
            .bind(key.namespace())
            .bind(key.name())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        row.map(kept).transpose()
    }

    async fn put_dashboard(&mut self, dashboard: &Dashboard, at: Timestamp) -> Result<()> {
        sqlx::query(PUT_DASHBOARD)
            .bind(dashboard.key.namespace())
            .bind(dashboard.key.name())
            .bind(to_json(dashboard)?)
            .bind(at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        Ok(())
    }

    async fn job(&mut self, key: &JobKey) -> Result<Option<(Kept<JobState>, Option<LineageState>)>> {
        let row: Option<(String, i64, i64, Option<i64>, Option<String>)> = sqlx::query_as(JOB)
            .bind(key.namespace())
            .bind(key.name())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        let Some((body, first, changed, gone, lineage)) = row else { return Ok(None) };
        let lineage = lineage.map(|l| from_json(&l)).transpose()?;
        Ok(Some((kept((body, first, changed, gone))?, lineage)))
    }

    async fn put_job(&mut self, key: &JobKey, state: &JobState, lineage: Option<&LineageState>, at: Timestamp) -> Result<()> {
        sqlx::query(PUT_JOB)
            .bind(key.namespace())
            .bind(key.name())
            .bind(to_json(state)?)
            .bind(lineage.map(to_json).transpose()?)
            .bind(at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        Ok(())
    }

    async fn run(&mut self, job: &JobKey, id: &str) -> Result<Option<RunState>> {
        imported_runs::run(self.0, job, id).await
    }

    async fn put_run(&mut self, job: &JobKey, id: &str, run: &RunState) -> Result<()> {
        imported_runs::put_run(self.0, job, id, run).await
    }

    async fn runs(&mut self, job: &JobKey, limit: u32) -> Result<Vec<(String, RunState)>> {
        imported_runs::runs(self.0, job, limit).await
    }

    async fn gone(&mut self, thing: &ShownThing, at: Timestamp) -> Result<()> {
        let (query, namespace, name) = match thing {
            ShownThing::Dataset(key) => (sqlx::query(DATASET_GONE), key.namespace(), key.name()),
            ShownThing::Dashboard(key) => (sqlx::query(DASHBOARD_GONE), key.namespace(), key.name()),
            ShownThing::Job(key) => (sqlx::query(JOB_GONE), key.namespace(), key.name()),
        };
        query.bind(namespace).bind(name).bind(at.micros()).execute(&mut *self.0).await.map_err(failed(KEEPING))?;
        Ok(())
    }

    async fn named(&mut self, name: &str, limit: u32) -> Result<Vec<Node>> {
        imported_nodes::named(self.0, name, limit).await
    }

    async fn newcomers(&mut self, since: Timestamp, limit: u32) -> Result<Vec<(Node, Timestamp)>> {
        imported_nodes::newcomers(self.0, since, limit).await
    }

    async fn nodes(&mut self, after: Option<&Node>, limit: u32) -> Result<Vec<Node>> {
        imported_nodes::nodes(self.0, after, limit).await
    }
}
