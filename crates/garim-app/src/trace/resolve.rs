//! From what people write to an asset or a column: `shop.user`, `arpu`, `shop.user.u_email`, `warehouse/shop.public.orders`, or
//! just `orders` where only one system has it.

use garim_core::{
    Entity, Error, Result,
    imported::{DashboardKey, DatasetKey},
    lineage::{Graph, Node, NodeKind, Point},
    name::{self, DatasetName},
};
use garim_ports::Tx;

use super::sight::Sighted;
use crate::App;

/// Assets of one name that are told apart in a message.
const ALIKE: u32 = 4;

impl App {
    /// The asset or column that a text names, of those that may be known of. Whole names come first: the ends of names are looked
    /// for only where nothing is called so.
    pub(crate) async fn resolve(&self, text: &str, graph: &Graph, sighted: &Sighted) -> Result<Point> {
        let (kind, rest) = prefixed(text);
        let fits = |node: &Node| kind.is_none_or(|k| k == node.kind) && sighted.sees(node);
        let mut tx = self.ports.store.read().await?;
        for whole in [true, false] {
            // A column's name holds no dot where a table's name may: from the right.
            let columns = rest.rmatch_indices('.').map(|(at, _)| (&rest[..at], Some(&rest[at + 1..])));
            for (asset, column) in std::iter::once((rest, None)).chain(columns) {
                let found = match whole {
                    true => self.called(&mut *tx, asset, graph).await?.into_iter().find(|n| fits(n)),
                    false => alike(&mut *tx, asset, &fits).await?,
                };
                let Some(node) = found else { continue };
                let column = match column {
                    Some(column) => Some(self.column_of(&mut *tx, &node, column, graph).await?),
                    None => None,
                };
                return Ok(Point { node, column });
            }
        }
        let known = graph.nodes().filter(|n| sighted.sees(n)).map(Node::qualified);
        let ours = tx.datasets().list().await?.into_iter().map(|d| Node::ours(&d.contract.name));
        let ours = ours.filter(|n| sighted.sees(n)).map(|n| n.qualified());
        let known: Vec<String> = ours.chain(known.take(NEAREST_OF)).collect();
        let nearest = name::nearest(rest, known.iter().map(String::as_str));
        Err(Error::NotFound { entity: Entity::Asset, name: text.chars().take(128).collect(), nearest })
    }

    /// The assets of exactly that name: ours, and those of a namespace that is given with it.
    async fn called(&self, tx: &mut dyn Tx, text: &str, graph: &Graph) -> Result<Vec<Node>> {
        let mut called: Vec<Node> = self.ours_named(tx, text).await?.into_iter().collect();
        for (at, _) in text.match_indices('/') {
            for node in keyed(&text[..at], &text[at + 1..]) {
                if graph.knows(&node) || there(tx, &node).await? {
                    called.push(node);
                }
            }
        }
        Ok(called)
    }

    async fn ours_named(&self, tx: &mut dyn Tx, text: &str) -> Result<Option<Node>> {
        if let Ok(metric) = self.metric(text) {
            return crate::metrics::dataset_of(&metric.name).map(|d| Some(Node::ours(&d)));
        }
        let Ok(name) = text.parse::<DatasetName>() else { return Ok(None) };
        Ok(tx.datasets().get(&name).await?.map(|_| Node::ours(&name)))
    }

    /// A column that the asset declares, or that an edge has touched; others are not found.
    async fn column_of(&self, tx: &mut dyn Tx, node: &Node, column: &str, graph: &Graph) -> Result<String> {
        let point = Point::of(node, column);
        let known = columns_of(tx, node).await?;
        if graph.knows_column(&point) || known.iter().any(|c| c == column) || known.is_empty() {
            return Ok(column.to_owned());
        }
        let nearest = name::nearest(column, known.iter().map(String::as_str)).map(|c| Point::of(node, c).to_string());
        Err(Error::NotFound { entity: Entity::Column, name: point.to_string(), nearest })
    }
}

/// The one asset whose name is or ends so, in whatever system; several are told apart in a message.
async fn alike(tx: &mut dyn Tx, text: &str, fits: &(impl Fn(&Node) -> bool + Sync)) -> Result<Option<Node>> {
    let alike: Vec<Node> = tx.imported().named(text, ALIKE).await?.into_iter().filter(fits).collect();
    match alike.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => {
            let named: Vec<String> = several.iter().map(|n| format!("`{n}`")).collect();
            Err(Error::invalid(format!("`{text}` is several: say {}", named.join(" or "))))
        }
    }
}

/// Names that a typing error is held against: more would take longer than the error is worth.
const NEAREST_OF: usize = 10_000;

fn prefixed(text: &str) -> (Option<NodeKind>, &str) {
    match text.split_once(':') {
        Some((kind, rest)) if !rest.starts_with("//") => match kind.parse() {
            Ok(kind) => (Some(kind), rest),
            Err(_) => (None, text),
        },
        _ => (None, text),
    }
}

/// What a namespace and a name may be.
fn keyed(namespace: &str, name: &str) -> Vec<Node> {
    let dataset = DatasetKey::new(namespace, name).ok().map(|k| Node::from(&k));
    let dashboard = DashboardKey::new(namespace, name).ok().map(|k| Node::from(&k));
    dataset.into_iter().chain(dashboard).collect()
}

async fn there(tx: &mut dyn Tx, node: &Node) -> Result<bool> {
    let (namespace, name) = (&node.namespace, &node.name);
    Ok(match node.kind {
        NodeKind::Dashboard => match DashboardKey::new(namespace, name) {
            Ok(key) => tx.imported().dashboard(&key).await?.is_some(),
            Err(_) => false,
        },
        _ => match DatasetKey::new(namespace, name) {
            Ok(key) => tx.imported().dataset(&key).await?.is_some(),
            Err(_) => false,
        },
    })
}

/// The columns that an asset declares, as far as that is known.
pub(crate) async fn columns_of(tx: &mut dyn Tx, node: &Node) -> Result<Vec<String>> {
    if let Some(name) = node.dataset() {
        let Some(stored) = tx.datasets().get(&name).await? else { return Ok(Vec::new()) };
        let schema = stored.schema.map_or(stored.contract.schema, |v| v.schema);
        return Ok(schema.columns.iter().map(|c| c.name.to_string()).collect());
    }
    let Ok(key) = DatasetKey::new(&node.namespace, &node.name) else { return Ok(Vec::new()) };
    let state = tx.imported().dataset(&key).await?.map(|k| k.state);
    let columns = state.and_then(|s| s.columns).map(|c| c.value).unwrap_or_default();
    Ok(columns.into_iter().map(|c| c.name).collect())
}
