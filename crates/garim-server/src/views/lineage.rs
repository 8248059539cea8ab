//! Lineage.

use garim_app::LineageAnswer;
use serde::Serialize;
use utoipa::ToSchema;

/// An asset.
#[derive(Serialize, ToSchema)]
struct Node {
    id: String,
    kind: String,
    name: String,
    label: Option<String>,
    columns: usize,
}

/// What flows from column to column; `to` is empty where the whole output is shaped.
#[derive(Serialize, ToSchema)]
struct Flow {
    from: String,
    to: String,
    how: String,
}

/// An edge between two assets.
#[derive(Serialize, ToSchema)]
struct Edge {
    from: String,
    to: String,
    columns: Vec<Flow>,
}

/// A neighbourhood.
#[derive(Serialize, ToSchema)]
pub(crate) struct Lineage {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Nodes that were left out.
    more: usize,
}

impl From<LineageAnswer> for Lineage {
    fn from(answer: LineageAnswer) -> Self {
        let node = |n: garim_app::GraphNode| Node {
            id: n.id,
            kind: n.kind.to_owned(),
            name: n.name,
            label: n.label,
            columns: n.columns,
        };
        let flow = |(from, to, how): (String, String, String)| Flow { from, to, how };
        let edge = |e: garim_app::GraphEdge| Edge { from: e.from, to: e.to, columns: e.columns.into_iter().map(flow).collect() };
        Self {
            nodes: answer.nodes.into_iter().map(node).collect(),
            edges: answer.edges.into_iter().map(edge).collect(),
            more: answer.more,
        }
    }
}
