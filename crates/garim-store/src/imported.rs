//! What other systems know: datasets, dashboards, jobs and runs, each as the text that the core's types write.

mod sql;

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    imported::{Dashboard, DashboardKey, DatasetKey, DatasetState, JobKey, JobState, LineageState, RunState},
    lineage::{Node, NodeKind},
    time::Timestamp,
};
use garim_ports::{Imported, Kept, ShownThing};
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use self::sql::{
    DASHBOARD, DASHBOARD_GONE, DASHBOARD_NODES, DATASET, DATASET_GONE, DATASET_NODES, DATASETS, ENDING, JOB, JOB_GONE, NAMED,
    PUT_DASHBOARD, PUT_DATASET, PUT_JOB, PUT_RUN, RUN, RUNS,
};
use crate::convert::{failed, from_json, to_json};

pub(crate) struct ImportedRows<'a>(pub(crate) &'a mut SqliteConnection);

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

/// The end of a name as a pattern: what the pattern's own signs mean is taken from them.
fn ending(name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%.{escaped}")
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
        let row: Option<(String,)> = sqlx::query_as(RUN)
            .bind(job.namespace())
            .bind(job.name())
            .bind(id)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        row.map(|(body,)| from_json(&body)).transpose()
    }

    async fn put_run(&mut self, job: &JobKey, id: &str, run: &RunState) -> Result<()> {
        sqlx::query(PUT_RUN)
            .bind(job.namespace())
            .bind(job.name())
            .bind(id)
            .bind(to_json(run)?)
            .bind(run.started.map_or(0, |s| s.micros()))
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        Ok(())
    }

    async fn runs(&mut self, job: &JobKey, limit: u32) -> Result<Vec<(String, RunState)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(RUNS)
            .bind(job.namespace())
            .bind(job.name())
            .bind(i64::from(limit))
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        rows.into_iter().map(|(id, body)| Ok((id, from_json(&body)?))).collect()
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
        type Named = Vec<(String, String, String)>;
        let limit = i64::from(limit);
        let mut rows: Named =
            sqlx::query_as(NAMED).bind(name).bind(limit).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
        if rows.is_empty() {
            rows =
                sqlx::query_as(ENDING).bind(ending(name)).bind(limit).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
        }
        rows.into_iter()
            .map(|(kind, namespace, name)| {
                let kind = kind.parse().map_err(|e: String| Error::internal(READING, e))?;
                Ok(Node { kind, namespace, name })
            })
            .collect()
    }

    async fn nodes(&mut self, after: Option<&Node>, limit: u32) -> Result<Vec<Node>> {
        let node = |kind| move |(namespace, name): (String, String)| Node { kind, namespace, name };
        let start = |kind| after.filter(|a| a.kind == kind).map_or(("", ""), |a| (a.namespace.as_str(), a.name.as_str()));
        let mut nodes: Vec<Node> = Vec::new();
        if after.is_none_or(|a| a.kind == NodeKind::Dataset) {
            let (namespace, name) = start(NodeKind::Dataset);
            let rows: Vec<(String, String)> = sqlx::query_as(DATASET_NODES)
                .bind(namespace)
                .bind(name)
                .bind(i64::from(limit))
                .fetch_all(&mut *self.0)
                .await
                .map_err(failed(READING))?;
            nodes.extend(rows.into_iter().map(node(NodeKind::Dataset)));
        }
        if nodes.len() < limit as usize {
            let (namespace, name) = start(NodeKind::Dashboard);
            let rows: Vec<(String, String)> = sqlx::query_as(DASHBOARD_NODES)
                .bind(namespace)
                .bind(name)
                .bind(i64::from(limit) - i64::try_from(nodes.len()).unwrap_or(0))
                .fetch_all(&mut *self.0)
                .await
                .map_err(failed(READING))?;
            nodes.extend(rows.into_iter().map(node(NodeKind::Dashboard)));
        }
        Ok(nodes)
    }
}
