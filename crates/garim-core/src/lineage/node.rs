//! What stands at the ends of edges: an asset of any system, and a column in it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    imported::{ColumnKey, DashboardKey, DatasetKey},
    name::{ColumnRef, DatasetName},
};

/// The schema under which the values of our metrics are kept.
pub const METRICS: &str = "metrics";

/// What an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A table, a view, a file, a topic.
    Dataset,
    /// A metric of ours.
    Metric,
    /// A dashboard of another system.
    Dashboard,
}

impl NodeKind {
    /// As ids begin and the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Metric => "metric",
            Self::Dashboard => "dashboard",
        }
    }
}

impl std::str::FromStr for NodeKind {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        let all = [Self::Dataset, Self::Metric, Self::Dashboard];
        all.into_iter()
            .find(|k| k.as_str() == s)
            .ok_or_else(|| format!("`{s}` is not a kind; `dataset`, `metric` and `dashboard` are"))
    }
}

/// An asset of any system, as OpenLineage names datasets: the namespace says which system, and is empty for what is ours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Node {
    /// The system; empty for what is ours.
    pub namespace: String,
    /// Its name there: `shop.user`, `dr`, `default.orders`, `s3-path/of/a/table`.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
}

impl Node {
    /// A dataset of ours; what stands under `metrics` is a metric.
    pub fn ours(dataset: &DatasetName) -> Self {
        match dataset.schema() {
            METRICS => Self { namespace: String::new(), name: dataset.table().to_owned(), kind: NodeKind::Metric },
            _ => Self { namespace: String::new(), name: dataset.to_string(), kind: NodeKind::Dataset },
        }
    }

    /// The dataset of ours that this is.
    pub fn dataset(&self) -> Option<DatasetName> {
        match (self.namespace.as_str(), self.kind) {
            ("", NodeKind::Dataset) => self.name.parse().ok(),
            ("", NodeKind::Metric) => DatasetName::new(METRICS, &self.name).ok(),
            _ => None,
        }
    }

    /// Its name with its system: what people write and read.
    pub fn qualified(&self) -> String {
        match self.namespace.as_str() {
            "" => self.name.clone(),
            namespace => format!("{namespace}/{}", self.name),
        }
    }
}

impl From<&DatasetKey> for Node {
    fn from(key: &DatasetKey) -> Self {
        Self { namespace: key.namespace().to_owned(), name: key.name().to_owned(), kind: NodeKind::Dataset }
    }
}

impl From<&DashboardKey> for Node {
    fn from(key: &DashboardKey) -> Self {
        Self { namespace: key.namespace().to_owned(), name: key.name().to_owned(), kind: NodeKind::Dashboard }
    }
}

impl From<&ColumnKey> for Point {
    fn from(key: &ColumnKey) -> Self {
        Self { node: Node::from(&key.dataset), column: Some(key.column.clone()) }
    }
}

impl fmt::Display for Node {
    /// The id: `dataset:shop.user`, `metric:dr`, `dataset:hive://prod:9083/default.orders`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.qualified())
    }
}

/// An asset, or a column of it; without a column all of its rows are meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Point {
    /// The asset.
    pub node: Node,
    /// The column, as its system spells it.
    pub column: Option<String>,
}

impl Point {
    /// A column of ours.
    pub fn ours(column: &ColumnRef) -> Self {
        Self { node: Node::ours(&column.dataset), column: Some(column.column.to_string()) }
    }

    /// A column of an asset.
    pub fn of(node: &Node, column: impl Into<String>) -> Self {
        Self { node: node.clone(), column: Some(column.into()) }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{}.{column}", self.node.qualified()),
            None => f.write_str(&self.node.qualified()),
        }
    }
}
