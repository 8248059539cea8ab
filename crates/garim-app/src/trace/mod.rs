//! Tracing: where data comes from and where it flows.

mod lineage;

pub use lineage::{Direction, GraphEdge, GraphNode, LineageAnswer};
