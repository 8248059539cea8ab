//! Tracing: where data comes from, where it flows, what depends on it, and who made it so.

mod blame;
mod graph;
mod impact;
mod lineage;
mod path;
mod resolve;
mod sight;

pub(crate) use graph::HeldGraph;
pub(crate) use sight::Sighted;

pub use blame::{BlameAnswer, BlameStep};
pub use impact::{ImpactAnswer, ImpactAsset};
pub use lineage::{Direction, Flow, GraphEdge, GraphNode, LineageAnswer, LineageAsk};
pub use path::{PathAnswer, PathHop};
