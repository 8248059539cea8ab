//! Lineage.

use garim_app::{BlameAnswer, ImpactAnswer, LineageAnswer, PathAnswer};
use serde::Serialize;
use utoipa::ToSchema;

/// An asset.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Node {
    id: String,
    /// `dataset`, `metric`, `dashboard`.
    kind: String,
    /// The system that it stands in; null: this one.
    namespace: Option<String>,
    name: String,
    label: Option<String>,
    columns: usize,
    /// How many steps from what was asked for.
    depth: u32,
    /// How many assets that it is made from are not in this answer.
    more_up: u32,
    /// How many assets that are made from it are not in this answer.
    more_down: u32,
}

impl From<garim_app::GraphNode> for Node {
    fn from(n: garim_app::GraphNode) -> Self {
        Self {
            id: n.id,
            kind: n.kind.to_owned(),
            namespace: n.namespace,
            name: n.name,
            label: n.label,
            columns: n.columns,
            depth: n.depth,
            more_up: n.more_up,
            more_down: n.more_down,
        }
    }
}

/// What flows from column to column; `from` is empty for an asset as a whole, `to` where the whole output is shaped.
#[derive(Serialize, ToSchema)]
struct Flow {
    from: String,
    to: String,
    how: String,
}

impl From<garim_app::Flow> for Flow {
    fn from((from, to, how): garim_app::Flow) -> Self {
        Self { from, to, how }
    }
}

/// An edge between two assets.
#[derive(Serialize, ToSchema)]
struct Edge {
    from: String,
    to: String,
    /// How many column edges carry values.
    direct: u32,
    /// How many only shape rows.
    indirect: u32,
    /// What flows; told where columns were asked for.
    columns: Vec<Flow>,
}

/// A neighbourhood.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Lineage {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Nodes that were left out; `skip` goes on from here.
    more: usize,
    /// Flows that were left out.
    more_flows: usize,
}

impl From<LineageAnswer> for Lineage {
    fn from(answer: LineageAnswer) -> Self {
        let edge = |e: garim_app::GraphEdge| Edge {
            from: e.from,
            to: e.to,
            direct: e.direct,
            indirect: e.indirect,
            columns: e.columns.into_iter().map(Flow::from).collect(),
        };
        Self {
            nodes: answer.nodes.into_iter().map(Node::from).collect(),
            edges: answer.edges.into_iter().map(edge).collect(),
            more: answer.more,
            more_flows: answer.more_flows,
        }
    }
}

/// An asset that a change would touch.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Touched {
    #[serde(flatten)]
    node: Node,
    /// Whether values flow into it; else its rows are shaped.
    values: bool,
    /// The columns that values flow into.
    flows_into: Vec<String>,
    owners: Vec<String>,
}

/// Somebody, and how much of what would be touched is theirs.
#[derive(Serialize, ToSchema)]
struct OwnerCount {
    owner: String,
    assets: usize,
}

/// What a change would touch.
#[derive(Serialize, ToSchema)]
pub(crate) struct Impact {
    of: String,
    assets: Vec<Touched>,
    /// Assets that were left out.
    more: usize,
    datasets: usize,
    metrics: usize,
    dashboards: usize,
    columns: usize,
    owners: Vec<OwnerCount>,
}

impl From<ImpactAnswer> for Impact {
    fn from(answer: ImpactAnswer) -> Self {
        let touched = |a: garim_app::ImpactAsset| Touched {
            node: a.node.into(),
            values: a.values,
            flows_into: a.flows_into,
            owners: a.owners,
        };
        Self {
            of: answer.of,
            assets: answer.assets.into_iter().map(touched).collect(),
            more: answer.more,
            datasets: answer.datasets,
            metrics: answer.metrics,
            dashboards: answer.dashboards,
            columns: answer.columns,
            owners: answer.owners.into_iter().map(|(owner, assets)| OwnerCount { owner, assets }).collect(),
        }
    }
}

/// One ancestor of a column.
#[derive(Serialize, ToSchema)]
struct Step {
    depth: u32,
    from: String,
    to: String,
    how: String,
    /// Whether values flow; else rows are shaped.
    values: bool,
    job: String,
    run: Option<String>,
    since: String,
    owners: Vec<String>,
    code: Option<String>,
    commit: Option<String>,
}

/// A column that nothing is known to write.
#[derive(Serialize, ToSchema)]
struct Source {
    column: String,
    /// Where its rows come from.
    source: Option<String>,
}

/// A column with its ancestors.
#[derive(Serialize, ToSchema)]
pub(crate) struct Blame {
    of: String,
    steps: Vec<Step>,
    sources: Vec<Source>,
    /// Columns that were left out.
    more: usize,
}

impl From<BlameAnswer> for Blame {
    fn from(answer: BlameAnswer) -> Self {
        let step = |s: garim_app::BlameStep| Step {
            depth: s.depth,
            from: s.from,
            to: s.to,
            how: s.how,
            values: s.values,
            job: s.job,
            run: s.run,
            since: s.since.to_string(),
            owners: s.owners,
            code: s.code,
            commit: s.commit,
        };
        Self {
            of: answer.of,
            steps: answer.steps.into_iter().map(step).collect(),
            sources: answer.sources.into_iter().map(|(column, source)| Source { column, source }).collect(),
            more: answer.more,
        }
    }
}

/// One step of a path.
#[derive(Serialize, ToSchema)]
struct Hop {
    from: String,
    to: String,
    columns: Vec<Flow>,
}

/// A shortest way from one asset or column to another.
#[derive(Serialize, ToSchema)]
pub(crate) struct Way {
    from: String,
    to: String,
    /// Whether the second leads to the first instead.
    reversed: bool,
    /// The steps; null: neither leads to the other.
    hops: Option<Vec<Hop>>,
}

impl From<PathAnswer> for Way {
    fn from(answer: PathAnswer) -> Self {
        let hop =
            |h: garim_app::PathHop| Hop { from: h.from, to: h.to, columns: h.columns.into_iter().map(Flow::from).collect() };
        let hops = answer.hops.map(|hops| hops.into_iter().map(hop).collect());
        Self { from: answer.from, to: answer.to, reversed: answer.reversed, hops }
    }
}
