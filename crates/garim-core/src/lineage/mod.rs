//! Column lineage: edges with their transformation, and the graph over them.

mod edge;
mod graph;
mod node;

pub use edge::{Direct, Edge, Indirect, Transformation, UnknownTransformation};
pub use graph::{
    Around, Arrow, ColumnId, Direction, Flow, Graph, Hop, Impact, Link, MAX_FLOWS, MAX_NODES, Neighbourhood, Reached, Shown,
    Trace, Visible,
};
pub use node::{METRICS, Node, NodeKind, Point};
