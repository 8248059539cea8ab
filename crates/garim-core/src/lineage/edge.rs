//! One edge between two columns, as OpenLineage's column facet has them.

use serde::{Deserialize, Serialize};

use crate::name::{ColumnName, ColumnRef, DatasetName};

/// How a value is copied or computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Direct {
    /// A plain copy.
    Identity,
    /// Computed from it, row by row.
    Expression,
    /// Computed from many rows of it.
    Aggregate {
        /// The function, in lower case.
        function: String,
    },
    /// Passed through a mask.
    Masked,
    /// Something flows, but it cannot be said how.
    Unresolved,
}

/// How a column shapes which rows there are, without being copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indirect {
    /// WHERE, HAVING, QUALIFY.
    Filter,
    /// A join condition.
    JoinKey,
    /// GROUP BY, DISTINCT.
    Group,
    /// ORDER BY.
    Sort,
    /// PARTITION BY or ORDER BY of a window.
    Window,
    /// CASE conditions.
    Conditional,
}

/// What an edge does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transformation {
    /// The value flows.
    Direct(Direct),
    /// The rows are shaped.
    Indirect(Indirect),
}

/// An edge of a run's lineage. `to_column` is absent for indirect edges, which shape the whole output.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edge {
    /// The column that is read.
    pub from: ColumnRef,
    /// The dataset that is written.
    pub to: DatasetName,
    /// The column that is written, for a direct edge.
    pub to_column: Option<ColumnName>,
    /// What happens on the way.
    pub transformation: Transformation,
}
