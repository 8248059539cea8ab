//! What stands near an asset: joined with it, used by the same people, made from or into the same.

use std::collections::BTreeMap;

use garim_core::{
    Result,
    authz::Caller,
    lineage::{Around, Graph, Node},
};
use garim_ports::Tx;
use serde::Serialize;

use super::listed::Listed;
use crate::{App, trace::Sighted};

/// Assets of each list.
const SHOWN: usize = 8;
/// Queries that are looked through.
const QUERIES: u32 = 200;
/// Rows that are read where people are counted, before what may not be known is left out.
const ROWS: u32 = 200;
/// Neighbours in the lineage whose own neighbours are looked at: a hub's say nothing.
const NEIGHBOURS: usize = 20;
/// Fewer people than this in common would tell what one of them does.
const LEAST_PEOPLE: u32 = 2;

/// What stands near an asset.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Related {
    /// Read together with it, with how many different queries do so.
    pub joined: Vec<Listed>,
    /// Used by the same people, with how many of them.
    pub same_people: Vec<Listed>,
    /// Made from the same, or made into the same, with how many assets they have in common.
    pub same_lineage: Vec<Listed>,
}

impl App {
    /// What stands near an asset, of what the caller may know of.
    pub async fn related(&self, caller: &Caller, wanted: &str) -> Result<Related> {
        let sighted = self.sighted(caller).await?;
        let graph = self.graph().await?;
        let node = self.resolve(wanted, &graph, &sighted).await?.node;
        let mut tx = self.ports.store.read().await?;
        let joined = self.joined(&mut *tx, &node).await?;
        let people = same_people(&mut *tx, &node).await?;
        let lineage = same_lineage(&graph, &node, &sighted);
        Ok(Related {
            joined: self.best(&mut *tx, &node, &sighted, joined, 1).await?,
            same_people: self.best(&mut *tx, &node, &sighted, people, LEAST_PEOPLE).await?,
            same_lineage: self.best(&mut *tx, &node, &sighted, lineage, 1).await?,
        })
    }

    /// With how many queries something is read together with the asset.
    async fn joined(&self, tx: &mut dyn Tx, node: &Node) -> Result<BTreeMap<Node, u32>> {
        let mut with: BTreeMap<Node, u32> = BTreeMap::new();
        if let Some(name) = node.dataset().filter(|_| node.namespace.is_empty()) {
            let queries = tx.queries().list(super::document::QUERIES).await?;
            for table in queries.iter().filter(|q| q.tables.contains(&name)).flat_map(|q| &q.tables) {
                *with.entry(Node::ours(table)).or_default() += 1;
            }
        }
        for query in tx.usage().queries(node, QUERIES).await? {
            for read in &query.shape.reads {
                *with.entry(Node::from(read)).or_default() += 1;
            }
        }
        Ok(with)
    }

    /// The best of them that may be known of, without the asset itself.
    async fn best(
        &self,
        tx: &mut dyn Tx,
        not: &Node,
        sighted: &Sighted,
        counted: BTreeMap<Node, u32>,
        least: u32,
    ) -> Result<Vec<Listed>> {
        let fits = |(node, count): &(Node, u32)| node != not && *count >= least && sighted.sees(node);
        let mut fitting: Vec<(Node, u32)> = counted.into_iter().filter(fits).collect();
        fitting.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        let mut listed = Vec::new();
        for (node, count) in fitting.into_iter().take(SHOWN) {
            listed.push(self.listed(tx, &node, count).await?);
        }
        Ok(listed)
    }
}

/// What else the people who use an asset use.
async fn same_people(tx: &mut dyn Tx, node: &Node) -> Result<BTreeMap<Node, u32>> {
    let mut with: BTreeMap<Node, u32> = BTreeMap::new();
    if let Some(name) = node.dataset().filter(|_| node.namespace.is_empty()) {
        for (tables, people) in tx.queries().also(&name, ROWS).await? {
            for table in &tables {
                // People of several queries may be the same ones: at least as many as of the largest.
                let count = with.entry(Node::ours(table)).or_default();
                *count = people.max(*count);
            }
        }
    }
    for (other, people) in tx.usage().also(node, ROWS).await? {
        with.insert(other, people);
    }
    Ok(with)
}

/// What has inputs or outputs in common with an asset.
fn same_lineage(graph: &Graph, node: &Node, sighted: &Sighted) -> BTreeMap<Node, u32> {
    let visible = |n: &Node| sighted.sees(n);
    let near = |of: &Node, up: bool| -> Vec<Node> {
        let ask = Around { up, down: !up, depth: 1, skip: 0, columns: false };
        graph.around(of, ask, &visible).nodes.into_iter().map(|s| s.node).filter(|n| n != of).collect()
    };
    let mut with: BTreeMap<Node, u32> = BTreeMap::new();
    for up in [true, false] {
        for between in near(node, up).iter().take(NEIGHBOURS) {
            for other in near(between, !up) {
                *with.entry(other).or_default() += 1;
            }
        }
    }
    with
}
