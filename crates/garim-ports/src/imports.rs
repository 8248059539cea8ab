//! What imports leave in the store: what each found, where it stopped, and what other systems know.

use async_trait::async_trait;
use garim_core::{
    Result,
    imported::{
        Dashboard, DashboardKey, DashboardViews, DatasetKey, DatasetState, JobKey, JobState, LineageState, QueryShape,
        QueryUsage, RunState, UserKind,
    },
    lineage::Node,
    name::PrincipalName,
    time::{Day, Timestamp},
};
use serde::{Deserialize, Serialize};

use crate::connect::{ImportKind, Mark, Position, Tally};

/// An import's source: its kind, and the namespace that it was read under. Imports of one source go on from each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImportSource {
    /// The kind.
    pub kind: ImportKind,
    /// The namespace.
    pub namespace: String,
}

/// What became of things of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Not known before.
    pub new: u64,
    /// Known, and different now.
    pub changed: u64,
    /// Known, and the same.
    pub unchanged: u64,
    /// No longer there.
    pub gone: u64,
}

impl Changes {
    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.gone += other.gone;
    }
}

/// What an import found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ImportSummary {
    /// Tables, views, files.
    pub datasets: Changes,
    /// Jobs.
    pub jobs: Changes,
    /// Runs of jobs.
    pub runs: Changes,
    /// Column edges.
    pub edges: Changes,
    /// Queries, by what they read.
    pub queries: Changes,
    /// Dashboards.
    pub dashboards: Changes,
    /// Executions of queries.
    pub executions: u64,
    /// Views of dashboards.
    pub views: u64,
    /// What was read, and what of it was not understood.
    pub read: Tally,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportRecord {
    /// Its number.
    pub number: i64,
    /// What was imported.
    pub source: ImportSource,
    /// Who asked for it.
    pub who: PrincipalName,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None`: it goes on, or its process died.
    pub ended: Option<Timestamp>,
    /// What it found (so far).
    pub summary: ImportSummary,
}

/// What a source that shows everything may cease to show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ShownThing {
    /// A dataset.
    Dataset(DatasetKey),
    /// A job.
    Job(JobKey),
    /// A dashboard.
    Dashboard(DashboardKey),
}

/// Imports: begun, ended, and gone on with.
#[async_trait]
pub trait Imports: Send {
    /// Begins one; gives its number.
    async fn begin(&mut self, source: &ImportSource, who: &PrincipalName, at: Timestamp) -> Result<i64>;
    /// Keeps what it found; with a time it has ended.
    async fn keep(&mut self, number: i64, summary: &ImportSummary, ended: Option<Timestamp>) -> Result<()>;
    /// The newest, newest first.
    async fn list(&mut self, limit: u32) -> Result<Vec<ImportRecord>>;
    /// Where former imports of a source stopped.
    async fn positions(&mut self, source: &ImportSource) -> Result<Vec<Position>>;
    /// Where to go on from.
    async fn keep_position(&mut self, source: &ImportSource, position: &Position) -> Result<()>;
    /// Which of these were taken in before.
    async fn seen(&mut self, source: &ImportSource, marks: &[Mark]) -> Result<Vec<bool>>;
    /// These are taken in.
    async fn keep_marks(&mut self, source: &ImportSource, marks: &[Mark]) -> Result<()>;
    /// A source that shows everything has shown these in an import.
    async fn shown(&mut self, source: &ImportSource, import: i64, things: &[ShownThing]) -> Result<()>;
    /// What earlier imports of the source have shown and this one has not; forgotten thereby.
    async fn no_longer_shown(&mut self, source: &ImportSource, import: i64) -> Result<Vec<ShownThing>>;
    /// Keeps what may hold personal texts, sealed under that name of that day.
    async fn journal(&mut self, import: i64, day: Day, file: &str, sealed: &[u8]) -> Result<()>;
}

/// An imported thing and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// What all that was said of it adds up to.
    pub state: T,
    /// Since when it is known.
    pub first_seen: Timestamp,
    /// When it changed last.
    pub changed: Timestamp,
    /// Since when its source shows it no longer.
    pub gone: Option<Timestamp>,
}

/// What other systems know.
#[async_trait]
pub trait Imported: Send {
    /// A dataset.
    async fn dataset(&mut self, key: &DatasetKey) -> Result<Option<Kept<DatasetState>>>;
    /// Keeps a dataset; it is there (again).
    async fn put_dataset(&mut self, key: &DatasetKey, state: &DatasetState, at: Timestamp) -> Result<()>;
    /// Every dataset of these namespaces that is there, or of all.
    async fn datasets(&mut self, namespace: Option<&str>) -> Result<Vec<(DatasetKey, DatasetState)>>;
    /// A dashboard.
    async fn dashboard(&mut self, key: &DashboardKey) -> Result<Option<Kept<Dashboard>>>;
    /// Keeps a dashboard; it is there (again).
    async fn put_dashboard(&mut self, dashboard: &Dashboard, at: Timestamp) -> Result<()>;
    /// A job, and what it moves.
    async fn job(&mut self, key: &JobKey) -> Result<Option<(Kept<JobState>, Option<LineageState>)>>;
    /// Keeps a job; it is there (again).
    async fn put_job(&mut self, key: &JobKey, state: &JobState, lineage: Option<&LineageState>, at: Timestamp) -> Result<()>;
    /// A run.
    async fn run(&mut self, job: &JobKey, id: &str) -> Result<Option<RunState>>;
    /// Keeps a run.
    async fn put_run(&mut self, job: &JobKey, id: &str, run: &RunState) -> Result<()>;
    /// The newest runs of a job, newest first.
    async fn runs(&mut self, job: &JobKey, limit: u32) -> Result<Vec<(String, RunState)>>;
    /// It is gone: its source no longer shows it.
    async fn gone(&mut self, thing: &ShownThing, at: Timestamp) -> Result<()>;
    /// Datasets and dashboards that are called so, whole or by the end of their name, first the shorter names.
    async fn named(&mut self, name: &str, limit: u32) -> Result<Vec<Node>>;
    /// What was first shown at that time or later and is there, the newest first.
    async fn newcomers(&mut self, since: Timestamp, limit: u32) -> Result<Vec<(Node, Timestamp)>>;
    /// Nodes of everything that is there, after one of them, in order; for building the index anew.
    async fn nodes(&mut self, after: Option<&Node>, limit: u32) -> Result<Vec<Node>>;
}

/// Who used an asset, how often and when last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssetUser {
    /// Who, as the source names them; empty where it does not say.
    pub user: String,
    /// Whether that is a person.
    pub kind: UserKind,
    /// How often.
    pub times: u64,
    /// When last.
    pub last: Timestamp,
}

/// A query that reads an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetQuery {
    /// What it reads, without literals.
    pub shape: QueryShape,
    /// How often it ran.
    pub times: u64,
}

/// Usage of what other systems keep.
#[async_trait]
pub trait Usage: Send {
    /// Keeps what a query reads; whether it was not known.
    async fn query(&mut self, shape: &QueryShape) -> Result<bool>;
    /// Adds executions; says what they used. A query that is not known is an error.
    async fn add(&mut self, usage: &QueryUsage, now: Timestamp) -> Result<Vec<Node>>;
    /// Adds views of a dashboard; what it reads was used as well.
    async fn add_views(&mut self, views: &DashboardViews, reads: &[Node]) -> Result<()>;
    /// Who used an asset, the latest first.
    async fn users(&mut self, of: &Node, limit: u32) -> Result<Vec<AssetUser>>;
    /// What was used by the most different people since a time, with how many.
    async fn popular(&mut self, since: Timestamp, limit: u32) -> Result<Vec<(Node, u32)>>;
    /// What else the people who used an asset use, with how many of them, the most first.
    async fn also(&mut self, of: &Node, limit: u32) -> Result<Vec<(Node, u32)>>;
    /// The queries that read an asset, most run first.
    async fn queries(&mut self, of: &Node, limit: u32) -> Result<Vec<AssetQuery>>;
    /// Views of a dashboard by day, latest first: (day, users, views).
    async fn views(&mut self, of: &DashboardKey, limit: u32) -> Result<Vec<(Day, u64, u64)>>;
}
