//! The neighbourhood of an asset or a column in the lineage graph: at most 150 nodes, columns collapsed unless asked for.

use std::collections::{BTreeMap, BTreeSet};

use garim_core::{
    Result,
    authz::Caller,
    lineage::{Around, Arrow, Direction as Way, Graph, Neighbourhood, Node, NodeKind, Point},
    name::DatasetName,
};
use garim_ports::Tx;
use serde::Serialize;

use super::resolve::columns_of;
use crate::App;

/// Steps that one answer may go.
pub const MAX_DEPTH: usize = 20;

/// A node of an answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphNode {
    /// `dataset:shop.user` or `metric:dr`.
    pub id: String,
    /// `dataset`, `metric` or `dashboard`.
    pub kind: &'static str,
    /// The system that it stands in; `None`: this one.
    pub namespace: Option<String>,
    /// `shop.user` or `dr`, as its system names it.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// How many columns it has.
    pub columns: usize,
    /// How many steps from what was asked for.
    pub depth: u32,
    /// How many assets that it is made from are not in the answer.
    pub more_up: u32,
    /// How many assets that are made from it are not in the answer.
    pub more_down: u32,
}

/// From column (empty: the asset as a whole), to column (empty where the whole output is shaped), how.
pub type Flow = (String, String, String);

/// An edge of an answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphEdge {
    /// A node's id.
    pub from: String,
    /// A node's id.
    pub to: String,
    /// How many edges carry values.
    pub direct: u32,
    /// How many edges only shape rows.
    pub indirect: u32,
    /// What flows, where columns were asked for.
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
    /// Nodes (of a column: columns) within the steps that were left out; `skip` goes on from where this answer ends.
    pub more: usize,
    /// Flows that were left out.
    pub more_flows: usize,
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
            other => Err(garim_core::Error::invalid(format!(
                "`{}` is not a direction; `up`, `down` and `both` are",
                other.chars().take(32).collect::<String>()
            ))),
        }
    }
}

/// What is asked of a neighbourhood.
#[derive(Debug, Clone, Copy)]
pub struct LineageAsk {
    /// Which way to go.
    pub direction: Direction,
    /// How many steps.
    pub depth: usize,
    /// Whether edges say what flows from column to column.
    pub columns: bool,
    /// How many of the nearest nodes an earlier answer has shown.
    pub skip: usize,
}

impl App {
    /// The neighbourhood of `dataset:…`, `metric:…`, `dashboard:…`, a plain name, or a column.
    pub async fn lineage(&self, caller: &Caller, node: &str, ask: LineageAsk) -> Result<LineageAnswer> {
        let sighted = self.sighted(caller).await?;
        let graph = self.graph().await?;
        let start = self.resolve(node, &graph, &sighted).await?;
        let visible = |n: &Node| sighted.sees(n);
        let depth = u32::try_from(ask.depth.clamp(1, MAX_DEPTH)).unwrap_or(1);
        let (up, down) = (ask.direction != Direction::Down, ask.direction != Direction::Up);
        let mut tx = self.ports.store.read().await?;
        if start.column.is_some() {
            let ways = [(up, Way::Upstream), (down, Way::Downstream)].into_iter().filter(|(asked, _)| *asked);
            let traces: Vec<_> = ways.map(|(_, way)| graph.trace(&start, way, depth, &visible)).collect();
            let left_out = traces.iter().map(|t| t.left_out as usize).sum();
            let arrows: Vec<Arrow> = traces.into_iter().flat_map(|t| t.arrows).collect();
            return self.column_answer(&mut *tx, &start, arrows, left_out).await;
        }
        let around = Around { up, down, depth, skip: ask.skip, columns: ask.columns };
        let found = graph.around(&start.node, around, &visible);
        self.asset_answer(&mut *tx, found).await
    }

    async fn asset_answer(&self, tx: &mut dyn Tx, found: Neighbourhood) -> Result<LineageAnswer> {
        let mut nodes = Vec::with_capacity(found.nodes.len());
        for shown in &found.nodes {
            let node = self.graph_node(tx, &shown.node).await?;
            nodes.push(GraphNode { depth: shown.depth, more_up: shown.more_up, more_down: shown.more_down, ..node });
        }
        let edges = found.links.into_iter().map(|link| GraphEdge {
            from: link.from.to_string(),
            to: link.to.to_string(),
            direct: link.direct,
            indirect: link.indirect,
            columns: link
                .flows
                .into_iter()
                .map(|f| (f.from.unwrap_or_default(), f.to.unwrap_or_default(), f.how.to_string()))
                .collect(),
        });
        let (edges, more, more_flows) = (edges.collect(), found.left_out as usize, found.flows_left_out as usize);
        Ok(LineageAnswer { nodes, edges, more, more_flows })
    }

    /// Columns under their assets, as edges with what flows.
    async fn column_answer(&self, tx: &mut dyn Tx, start: &Point, arrows: Vec<Arrow>, more: usize) -> Result<LineageAnswer> {
        let mut assets = BTreeSet::new();
        let mut grouped: BTreeMap<(Node, Node), (u32, u32, BTreeSet<Flow>)> = BTreeMap::new();
        for arrow in arrows {
            assets.extend([arrow.from.node.clone(), arrow.to.node.clone()]);
            let (direct, indirect, flows) = grouped.entry((arrow.from.node, arrow.to.node)).or_default();
            let flow = (arrow.from.column.unwrap_or_default(), arrow.to.column.unwrap_or_default(), arrow.how.to_string());
            if flows.insert(flow) {
                match arrow.how {
                    garim_core::lineage::Transformation::Direct(_) => *direct += 1,
                    garim_core::lineage::Transformation::Indirect(_) => *indirect += 1,
                }
            }
        }
        assets.remove(&start.node);
        let mut nodes = vec![self.graph_node(tx, &start.node).await?];
        for node in &assets {
            nodes.push(GraphNode { depth: 1, ..self.graph_node(tx, node).await? });
        }
        let edge = |((from, to), (direct, indirect, flows)): ((Node, Node), (u32, u32, BTreeSet<Flow>))| GraphEdge {
            from: from.to_string(),
            to: to.to_string(),
            direct,
            indirect,
            columns: flows.into_iter().collect(),
        };
        Ok(LineageAnswer { nodes, edges: grouped.into_iter().map(edge).collect(), more, more_flows: 0 })
    }

    /// An asset as answers show it.
    pub(crate) async fn graph_node(&self, tx: &mut dyn Tx, node: &Node) -> Result<GraphNode> {
        Ok(GraphNode {
            id: node.to_string(),
            kind: node.kind.as_str(),
            namespace: (!node.namespace.is_empty()).then(|| node.namespace.clone()),
            name: node.name.clone(),
            label: self.label_of(tx, node).await?,
            columns: columns_of(tx, node).await?.len(),
            depth: 0,
            more_up: 0,
            more_down: 0,
        })
    }

    /// What people call an asset.
    pub(crate) async fn label_of(&self, tx: &mut dyn Tx, node: &Node) -> Result<Option<String>> {
        if let Some(name) = node.dataset() {
            return Ok(tx.datasets().get(&name).await?.and_then(|d| d.contract.business_name));
        }
        if node.kind == NodeKind::Dashboard {
            let Ok(key) = garim_core::imported::DashboardKey::new(&node.namespace, &node.name) else { return Ok(None) };
            return Ok(tx.imported().dashboard(&key).await?.map(|d| d.state.title));
        }
        let Ok(key) = garim_core::imported::DatasetKey::new(&node.namespace, &node.name) else { return Ok(None) };
        Ok(tx.imported().dataset(&key).await?.and_then(|d| d.state.title).map(|t| t.value))
    }

    /// How many assets take values from a dataset of ours, and how many it is made from.
    pub(crate) fn degree(graph: &Graph, dataset: &DatasetName) -> (u32, u32) {
        let node = Node::ours(dataset);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (small(graph.fed_by(&node)), small(graph.made_from(&node)))
    }
}
