//! The graph's edges as the store keeps them: by job, with the time for which they hold.

use async_trait::async_trait;
use garim_core::{
    Result,
    lineage::{Node, Point, Transformation},
    time::Timestamp,
};

/// A job that captured edges. Ours have an empty namespace.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct EdgeJob {
    /// The system.
    pub namespace: String,
    /// Its name there, such as `transform:mart.dim_user`.
    pub name: String,
}

/// An edge between two columns, or from a column to all rows of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeptEdge {
    /// What is read.
    pub from: Point,
    /// What is written.
    pub to: Point,
    /// What happens on the way.
    pub how: Transformation,
}

/// An edge that came or went, with its ends by the numbers that the store gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeChange {
    /// What is read.
    pub from: i64,
    /// What is written.
    pub to: i64,
    /// Which of [`GraphChanges::hows`] happens on the way.
    pub how: u32,
    /// Whether it came; else it went.
    pub holds: bool,
}

/// How far a reader has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GraphMark {
    /// The newest change.
    pub change: i64,
    /// The newest column.
    pub column: i64,
}

/// What has changed since somebody last read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphChanges {
    /// Columns that are new, with their numbers.
    pub columns: Vec<(i64, Point)>,
    /// The transformations that `edges` speak of.
    pub hows: Vec<Transformation>,
    /// Edges that came or went.
    pub edges: Vec<EdgeChange>,
    /// How far this goes.
    pub mark: GraphMark,
}

/// Who says that an edge holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The edge.
    pub edge: KeptEdge,
    /// The job.
    pub job: EdgeJob,
    /// The run that first showed it; `None`: the job's definition says so.
    pub run: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

/// What a job's edges replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaces<'a> {
    /// Everything that the job captured.
    All,
    /// What it captured into these assets.
    Into(&'a [Node]),
}

/// How many edges came and went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replaced {
    /// Came.
    pub new: u64,
    /// Went.
    pub gone: u64,
}

/// The graph's edges.
#[async_trait]
pub trait Edges: Send {
    /// Replaces what a job captured before. Edges that still hold are left alone.
    async fn replace(
        &mut self,
        job: &EdgeJob,
        run: Option<&str>,
        replaces: Replaces<'_>,
        edges: &[KeptEdge],
        at: Timestamp,
    ) -> Result<Replaced>;

    /// What has changed since a mark; everything that holds since none.
    async fn changes(&mut self, since: GraphMark) -> Result<GraphChanges>;

    /// Who says what flows into these points. Of a point without a column: what shapes the asset's rows.
    async fn origins(&mut self, into: &[Point]) -> Result<Vec<Origin>>;
}
