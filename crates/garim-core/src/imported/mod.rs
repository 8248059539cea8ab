//! What other systems know: their datasets, jobs, runs, edges, dashboards, and who used what.
//!
//! Names are those of the other system, within a namespace that says which system it is (OpenLineage's naming). A fact says
//! only what its source said: an absent aspect leaves standing what is known. [`DatasetState`], [`JobState`] and [`RunState`]
//! are what facts add up to, in whatever order and however often they come.

mod dashboard;
mod dataset;
mod job;
mod key;
mod lineage;
mod said;
mod usage;

pub use dashboard::{Chart, Dashboard, DashboardViews};
pub use dataset::{Check, DatasetKind, DatasetState, ImportedColumn, ImportedDataset, Lifecycle, Reference};
pub use job::{ImportedJob, ImportedRun, JobState, RunEvent, RunState, Volume};
pub use key::{ColumnKey, DashboardKey, DatasetKey, JobKey, KeyError, MAX_KEY_BYTES, MAX_NAMESPACE_BYTES};
pub use lineage::{ImportedEdge, JobLineage, LineageState, Moves};
pub use said::Said;
pub use usage::{ColumnUse, QueryId, QueryShape, QueryUsage, Understood, UseKind, UserKind};

/// One thing that an import learnt.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A dataset, or something about it.
    Dataset(ImportedDataset),
    /// A dataset is still there and has the revision that is known.
    Unchanged(DatasetKey),
    /// A job, or something about it.
    Job(ImportedJob),
    /// Something happened to a run.
    Run(ImportedRun),
    /// What a job moves where.
    Lineage(JobLineage),
    /// What a query reads, once for all who run it.
    Query(QueryShape),
    /// Who ran a query, on one day.
    Usage(QueryUsage),
    /// A dashboard with its charts.
    Dashboard(Dashboard),
    /// Who looked at a dashboard, on one day.
    Views(DashboardViews),
}
