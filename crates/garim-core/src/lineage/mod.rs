//! Column lineage: edges with their transformation, and the graph over them.

mod edge;

pub use edge::{Direct, Edge, Indirect, Transformation};
