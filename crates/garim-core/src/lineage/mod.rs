//! Column lineage: edges with their transformation, and the graph over them.

mod edge;
mod graph;

pub use edge::{Direct, Edge, Indirect, Transformation};
pub use graph::{Direction, Graph, Impact, Link, MAX_NODES, Neighbourhood, Node};
