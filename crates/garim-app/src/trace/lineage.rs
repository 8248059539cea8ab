//! The neighbourhood of an asset in the lineage graph: at most 150 nodes, columns collapsed into their datasets.

use std::collections::{BTreeMap, BTreeSet};

use garim_core::{
    Result,
    authz::Caller,
    lineage::{Direct, Direction as Way, Edge, Graph, Indirect, MAX_NODES, Transformation},
    name::DatasetName,
};
use serde::Serialize;

use crate::{App, metrics};

/// Steps that one answer may go.
pub const MAX_DEPTH: usize = 20;

/// A node of an answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphNode {
    /// `dataset:shop.user` or `metric:dr`.
    pub id: String,
    /// `dataset` or `metric`.
    pub kind: &'static str,
    /// `shop.user` or `dr`.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// How many columns it has.
    pub columns: usize,
}

/// From column, to column (empty where the whole output is shaped), how.
pub type Flow = (String, String, String);

/// An edge of an answer, with what flows from column to column.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphEdge {
    /// A node's id.
    pub from: String,
    /// A node's id.
    pub to: String,
    /// What flows.
    pub columns: Vec<Flow>,
}

/// A neighbourhood.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LineageAnswer {
    /// Its nodes; the asset that was asked for first.
    pub nodes: Vec<GraphNode>,
    /// Edges between them.
    pub edges: Vec<GraphEdge>,
    /// Nodes that were left out.
    pub more: usize,
}

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To where it comes from.
    Up,
    /// To where it flows.
    Down,
    /// Both.
    Both,
}

impl std::str::FromStr for Direction {
    type Err = garim_core::Error;
    fn from_str(s: &str) -> Result<Self> {
        match s {
            "up" => Ok(Self::Up),
            "down" => Ok(Self::Down),
            "both" => Ok(Self::Both),
            other => Err(garim_core::Error::invalid(format!("`{other}` is not a direction; `up`, `down` and `both` are"))),
        }
    }
}

impl App {
    /// The neighbourhood of `dataset:…`, `metric:…` or a plain name.
    pub async fn lineage(&self, caller: &Caller, node: &str, direction: Direction, depth: usize) -> Result<LineageAnswer> {
        let start = self.node(caller, node).await?;
        let mut tx = self.ports.store.read().await?;
        let edges = tx.runs().edges().await?;
        let datasets = tx.datasets().list().await?;
        drop(tx);
        let visible: BTreeSet<DatasetName> =
            datasets.iter().filter(|d| self.may_discover(caller, &d.contract)).map(|d| d.contract.name.clone()).collect();
        let edges: Vec<Edge> =
            edges.into_iter().filter(|e| visible.contains(&e.from.dataset) && visible.contains(&e.to)).collect();
        let depth = u32::try_from(depth.clamp(1, MAX_DEPTH)).unwrap_or(1);
        let (reached, more) = reach(&start, &Graph::new(&edges), direction, depth);
        let shown: Vec<&DatasetName> = reached.iter().collect();
        let nodes = shown
            .iter()
            .map(|name| {
                let stored = datasets.iter().find(|d| d.contract.name == **name);
                self.graph_node(
                    name,
                    stored.map_or(0, |s| s.contract.schema.columns.len()),
                    stored.and_then(|s| s.contract.business_name.clone()),
                )
            })
            .collect();
        Ok(LineageAnswer { nodes, edges: self.graph_edges(&edges, &shown), more })
    }

    async fn node(&self, caller: &Caller, node: &str) -> Result<DatasetName> {
        let name = node.strip_prefix("dataset:").unwrap_or(node);
        let metric = node.strip_prefix("metric:").unwrap_or(node);
        match self.metric(metric) {
            Ok(found) if !node.starts_with("dataset:") => metrics::dataset_of(&found.name),
            Err(missing) if node.starts_with("metric:") => Err(missing),
            _ => Ok(self.discovered(caller, name).await?.contract.name),
        }
    }

    fn graph_node(&self, name: &DatasetName, columns: usize, label: Option<String>) -> GraphNode {
        match name.schema() {
            "metrics" => GraphNode { id: id(name), kind: "metric", name: name.table().to_owned(), label, columns },
            _ => GraphNode { id: id(name), kind: "dataset", name: name.to_string(), label, columns },
        }
    }

    fn graph_edges(&self, edges: &[Edge], shown: &[&DatasetName]) -> Vec<GraphEdge> {
        let mut grouped: BTreeMap<(String, String), BTreeSet<Flow>> = BTreeMap::new();
        for edge in edges.iter().filter(|e| shown.contains(&&e.from.dataset) && shown.contains(&&e.to)) {
            let to = edge.to_column.as_ref().map(ToString::to_string).unwrap_or_default();
            let flow = (edge.from.column.to_string(), to, how(&edge.transformation));
            grouped.entry((id(&edge.from.dataset), id(&edge.to))).or_default().insert(flow);
        }
        grouped.into_iter().map(|((from, to), columns)| GraphEdge { from, to, columns: columns.into_iter().collect() }).collect()
    }
}

fn id(name: &DatasetName) -> String {
    match name.schema() {
        "metrics" => format!("metric:{}", name.table()),
        _ => format!("dataset:{name}"),
    }
}

fn how(transformation: &Transformation) -> String {
    match transformation {
        Transformation::Direct(Direct::Identity) => "identity".to_owned(),
        Transformation::Direct(Direct::Expression) => "expression".to_owned(),
        Transformation::Direct(Direct::Aggregate { function }) => format!("aggregate:{function}"),
        Transformation::Direct(Direct::Masked) => "masked".to_owned(),
        Transformation::Direct(Direct::Unresolved) => "unresolved".to_owned(),
        Transformation::Indirect(Indirect::Filter) => "filter".to_owned(),
        Transformation::Indirect(Indirect::JoinKey) => "join_key".to_owned(),
        Transformation::Indirect(Indirect::Group) => "group".to_owned(),
        Transformation::Indirect(Indirect::Sort) => "sort".to_owned(),
        Transformation::Indirect(Indirect::Window) => "window".to_owned(),
        Transformation::Indirect(Indirect::Conditional) => "conditional".to_owned(),
    }
}

/// Datasets within so many steps, nearest first, and how many were left out. Both ways are walked apart: what shares an input
/// with an asset is not its neighbour.
fn reach(start: &DatasetName, graph: &Graph, direction: Direction, depth: u32) -> (Vec<DatasetName>, usize) {
    let ways: &[Way] = match direction {
        Direction::Up => &[Way::Upstream],
        Direction::Down => &[Way::Downstream],
        Direction::Both => &[Way::Upstream, Way::Downstream],
    };
    let parts: Vec<_> = ways.iter().map(|way| graph.around(start, *way, depth)).collect();
    let mut nodes: Vec<_> = parts.iter().flat_map(|p| &p.nodes).collect();
    nodes.sort_by_key(|n| (n.depth, &n.dataset));
    nodes.dedup_by_key(|n| &n.dataset);
    let cut = nodes.len().saturating_sub(MAX_NODES);
    let left_out: usize = parts.iter().map(|p| p.left_out as usize).sum();
    (nodes.into_iter().take(MAX_NODES).map(|n| n.dataset.clone()).collect(), cut + left_out)
}
