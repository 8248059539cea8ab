//! Pipelines: jobs in the order that their SQL asks for.

use serde::{Deserialize, Serialize};

use crate::{
    name::{ColumnName, DatasetName, PipelineName, PurposeName},
    time::Day,
};

/// What one job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JobKind {
    /// Brings a source's rows in.
    Ingest {
        /// Into which dataset.
        dataset: DatasetName,
        /// The event-time column by which a database table is read in part; `None` reads it whole.
        incremental: Option<ColumnName>,
    },
    /// Computes a dataset by SQL.
    Transform {
        /// Into which dataset.
        dataset: DatasetName,
        /// The SQL's file, from the project's root.
        file: String,
        /// The SQL.
        sql: String,
    },
    /// Computes metrics.
    Metrics {
        /// Which; empty: all.
        names: Vec<crate::name::MetricName>,
    },
}

/// A job of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// What it does.
    pub kind: JobKind,
}

impl Job {
    /// Its name in runs and in Delta's `txn`: `ingest:shop.user`, `transform:mart.dim_user`, `metrics`.
    pub fn name(&self) -> String {
        match &self.kind {
            JobKind::Ingest { dataset, .. } => format!("ingest:{dataset}"),
            JobKind::Transform { dataset, .. } => format!("transform:{dataset}"),
            JobKind::Metrics { .. } => "metrics".to_owned(),
        }
    }
}

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    /// Its name.
    pub name: PipelineName,
    /// A cron expression, in the project's time zone.
    pub schedule: Option<String>,
    /// The purpose of its metrics; ingest and transformations are always for storage.
    pub purpose: PurposeName,
    /// Its first day.
    pub start: Day,
    /// In the order of the file; ingests run first, transformations in the order that their inputs ask for.
    pub jobs: Vec<Job>,
}
