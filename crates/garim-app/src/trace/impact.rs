//! What a change of a column or an asset would touch: everything downstream, with who would want to know.

use std::collections::BTreeMap;

use garim_core::{
    Result,
    authz::Caller,
    imported::{DashboardKey, DatasetKey},
    lineage::{Impact, MAX_NODES, Node, NodeKind},
};
use garim_ports::Tx;
use serde::Serialize;

use super::GraphNode;
use crate::App;

/// Assets whose owners are looked up: beyond, counts say enough.
const MAX_OWNED: usize = 1000;

/// An asset that would be touched.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImpactAsset {
    /// The asset.
    #[serde(flatten)]
    pub node: GraphNode,
    /// Whether values flow into it (else its rows are shaped).
    pub values: bool,
    /// The columns that values flow into.
    pub flows_into: Vec<String>,
    /// Who owns it.
    pub owners: Vec<String>,
}

/// What would be touched.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImpactAnswer {
    /// What was asked about.
    pub of: String,
    /// Assets, nearest first, at most 150.
    pub assets: Vec<ImpactAsset>,
    /// Assets that were left out.
    pub more: usize,
    /// How many datasets would be touched in all.
    pub datasets: usize,
    /// How many metrics.
    pub metrics: usize,
    /// How many dashboards.
    pub dashboards: usize,
    /// How many columns values flow into.
    pub columns: usize,
    /// Owners of what would be touched, with how much of it is theirs; most first.
    pub owners: Vec<(String, usize)>,
}

/// An asset as it is reached: its least depth, whether by value, into which columns.
type Touched = (u32, bool, Vec<String>);

impl App {
    /// Everything downstream of a column, or of a whole asset.
    pub async fn impact(&self, caller: &Caller, of: &str) -> Result<ImpactAnswer> {
        let sighted = self.sighted(caller).await?;
        let graph = self.graph().await?;
        let start = self.resolve(of, &graph, &sighted).await?;
        let impact = graph.impact(&start, &|n: &Node| sighted.sees(n));
        let columns = impact.columns.len();
        let touched = touched(impact, &start.node);
        let count = |kind| touched.iter().filter(|(n, _)| n.kind == kind).count();
        let (datasets, metrics, dashboards) = (count(NodeKind::Dataset), count(NodeKind::Metric), count(NodeKind::Dashboard));
        let mut tx = self.ports.store.read().await?;
        let (mut assets, mut owned) = (Vec::new(), BTreeMap::<String, usize>::new());
        for (at, (node, (depth, values, flows_into))) in touched.iter().enumerate().take(MAX_OWNED) {
            let owners = self.owners_of(&mut *tx, node).await?;
            owners.iter().for_each(|o| *owned.entry(o.clone()).or_default() += 1);
            if at < MAX_NODES {
                let shown = GraphNode { depth: *depth, ..self.graph_node(&mut *tx, node).await? };
                assets.push(ImpactAsset { node: shown, values: *values, flows_into: flows_into.clone(), owners });
            }
        }
        let mut owners: Vec<(String, usize)> = owned.into_iter().collect();
        owners.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let more = touched.len() - assets.len();
        Ok(ImpactAnswer { of: start.to_string(), assets, more, datasets, metrics, dashboards, columns, owners })
    }

    /// Who owns an asset: what contracts, metrics and other systems say.
    pub(crate) async fn owners_of(&self, tx: &mut dyn Tx, node: &Node) -> Result<Vec<String>> {
        if node.kind == NodeKind::Metric {
            return Ok(self.metric(&node.name).ok().and_then(|m| m.owner.clone()).into_iter().collect());
        }
        if let Some(name) = node.dataset() {
            let Some(stored) = tx.datasets().get(&name).await? else { return Ok(Vec::new()) };
            let owner = stored.contract.owner;
            return Ok(owner.people.iter().map(ToString::to_string).chain(owner.team).collect());
        }
        if node.kind == NodeKind::Dashboard {
            let Ok(key) = DashboardKey::new(&node.namespace, &node.name) else { return Ok(Vec::new()) };
            return Ok(tx.imported().dashboard(&key).await?.map(|d| d.state.owners).unwrap_or_default());
        }
        let Ok(key) = DatasetKey::new(&node.namespace, &node.name) else { return Ok(Vec::new()) };
        let state = tx.imported().dataset(&key).await?.map(|d| d.state);
        Ok(state.and_then(|s| s.owners).map(|o| o.value).unwrap_or_default())
    }
}

/// Assets by depth, then by name; by value where values reach them at any depth.
fn touched(impact: Impact, start: &Node) -> Vec<(Node, Touched)> {
    let mut by_node: BTreeMap<Node, Touched> = BTreeMap::new();
    for reached in impact.columns.into_iter().filter(|r| r.point.node != *start) {
        let (depth, values, columns) = by_node.entry(reached.point.node).or_insert((reached.depth, true, Vec::new()));
        *depth = reached.depth.min(*depth);
        *values = true;
        columns.extend(reached.point.column);
    }
    for shaped in impact.shaped {
        by_node.entry(shaped.node).or_insert((shaped.depth, false, Vec::new()));
    }
    let mut all: Vec<(Node, Touched)> = by_node.into_iter().collect();
    all.sort_by(|a, b| (a.1.0, &a.0).cmp(&(b.1.0, &b.0)));
    all
}
