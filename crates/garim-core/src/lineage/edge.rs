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

impl std::fmt::Display for Transformation {
    /// One word, as answers show it and the store keeps it; an aggregate with its function: `aggregate:sum`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Direct(Direct::Aggregate { function }) => write!(f, "{AGGREGATE}{function}"),
            Self::Direct(Direct::Identity) => f.write_str("identity"),
            Self::Direct(Direct::Expression) => f.write_str("expression"),
            Self::Direct(Direct::Masked) => f.write_str("masked"),
            Self::Direct(Direct::Unresolved) => f.write_str("unresolved"),
            Self::Indirect(Indirect::Filter) => f.write_str("filter"),
            Self::Indirect(Indirect::JoinKey) => f.write_str("join_key"),
            Self::Indirect(Indirect::Group) => f.write_str("group"),
            Self::Indirect(Indirect::Sort) => f.write_str("sort"),
            Self::Indirect(Indirect::Window) => f.write_str("window"),
            Self::Indirect(Indirect::Conditional) => f.write_str("conditional"),
        }
    }
}

/// What an aggregate begins with; its function follows.
const AGGREGATE: &str = "aggregate:";

/// A word that names no transformation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a transformation; `identity`, `expression`, `aggregate:sum`, `filter` and `join_key` are some")]
pub struct UnknownTransformation(String);

impl std::str::FromStr for Transformation {
    type Err = UnknownTransformation;
    fn from_str(s: &str) -> Result<Self, UnknownTransformation> {
        if let Some(function) = s.strip_prefix(AGGREGATE) {
            return Ok(Self::Direct(Direct::Aggregate { function: function.to_owned() }));
        }
        Ok(match s {
            "identity" => Self::Direct(Direct::Identity),
            "expression" => Self::Direct(Direct::Expression),
            "masked" => Self::Direct(Direct::Masked),
            "unresolved" => Self::Direct(Direct::Unresolved),
            "filter" => Self::Indirect(Indirect::Filter),
            "join_key" => Self::Indirect(Indirect::JoinKey),
            "group" => Self::Indirect(Indirect::Group),
            "sort" => Self::Indirect(Indirect::Sort),
            "window" => Self::Indirect(Indirect::Window),
            "conditional" => Self::Indirect(Indirect::Conditional),
            other => return Err(UnknownTransformation(other.chars().take(32).collect())),
        })
    }
}
