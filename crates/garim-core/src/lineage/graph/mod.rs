//! The graph over edges of every system: what an asset comes from, what depends on a column, and how one leads to another.
//!
//! It is held in memory, names as numbers and neighbours in compressed rows, and is changed edge by edge as runs and imports
//! change what the store keeps. Pages and plans ask for parts of it, never for all of it: nearest first, cut at a limit that
//! says how many were left out.

mod adjacency;
mod around;
mod impact;
mod names;
mod path;
#[cfg(test)]
mod tests;
mod trace;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Edge, Node, Point, Transformation};
use adjacency::{Adjacency, Half};
use names::{Names, ROWS, STAR};

pub use around::{Around, Flow, Link, Neighbourhood, Shown};
pub use impact::Impact;
pub use path::Hop;
pub use trace::{Arrow, Reached, Trace};

/// Most assets (or columns, where columns are walked) in one answer: more cannot be read on a screen, and browsers stall on
/// laying them out.
pub const MAX_NODES: usize = 150;

/// Most column flows in one answer: a table copied whole has a flow for each column, and 150 tables have many.
pub const MAX_FLOWS: usize = 5000;

/// Which assets the asker may know of: what one may not know of is not walked through either.
pub type Visible<'a> = &'a (dyn Fn(&Node) -> bool + Sync);

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To what it is made from.
    Upstream,
    /// To what is made from it.
    Downstream,
}

/// A column's number in this graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ColumnId(u32);

/// How many edges lead from one asset into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    direct: u32,
    indirect: u32,
}

/// The graph over edges.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    names: Names,
    out_of: Adjacency,
    into: Adjacency,
    links: HashMap<(u32, u32), Counts>,
    /// For each asset those that are made from it, and those that it is made from.
    after: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
}

impl Graph {
    /// Over edges of ours.
    pub fn new(edges: &[Edge]) -> Self {
        let mut graph = Self::default();
        for edge in edges.iter().collect::<std::collections::BTreeSet<_>>() {
            let to = Point { node: Node::ours(&edge.to), column: edge.to_column.as_ref().map(ToString::to_string) };
            let (from, to) = (graph.column(&Point::ours(&edge.from)), graph.column(&to));
            graph.add(from, to, &edge.transformation);
        }
        graph
    }

    /// The number of a column, or of all rows of an asset where the point names no column; given once, it holds.
    pub fn column(&mut self, point: &Point) -> ColumnId {
        let id = self.names.column(&point.node, point.column.as_deref().unwrap_or(ROWS));
        let assets = self.names.assets.len();
        self.after.resize_with(assets, Vec::new);
        self.before.resize_with(assets, Vec::new);
        ColumnId(id)
    }

    /// Adds an edge. One that several jobs captured is added once for each of them.
    pub fn add(&mut self, from: ColumnId, to: ColumnId, how: &Transformation) {
        let how_id = self.names.how(how);
        self.out_of.add(from.0, Half { column: to.0, how: how_id });
        self.into.add(to.0, Half { column: from.0, how: how_id });
        let pair = (self.names.asset_of(from.0), self.names.asset_of(to.0));
        let counts = self.links.entry(pair).or_insert_with(|| {
            self.after[pair.0 as usize].push(pair.1);
            self.before[pair.1 as usize].push(pair.0);
            Counts::default()
        });
        match how {
            Transformation::Direct(_) => counts.direct += 1,
            Transformation::Indirect(_) => counts.indirect += 1,
        }
    }

    /// Takes an edge away that one job no longer captures.
    pub fn remove(&mut self, from: ColumnId, to: ColumnId, how: &Transformation) {
        let Some(how_id) = self.names.find_how(how) else { return };
        if !self.out_of.remove(from.0, Half { column: to.0, how: how_id }) {
            return;
        }
        self.into.remove(to.0, Half { column: from.0, how: how_id });
        let pair = (self.names.asset_of(from.0), self.names.asset_of(to.0));
        let Some(counts) = self.links.get_mut(&pair) else { return };
        match how {
            Transformation::Direct(_) => counts.direct = counts.direct.saturating_sub(1),
            Transformation::Indirect(_) => counts.indirect = counts.indirect.saturating_sub(1),
        }
        if *counts == Counts::default() {
            self.links.remove(&pair);
            self.after[pair.0 as usize].retain(|a| *a != pair.1);
            self.before[pair.1 as usize].retain(|a| *a != pair.0);
        }
    }

    /// Whether any edge has ever touched an asset.
    pub fn knows(&self, node: &Node) -> bool {
        self.names.find(node).is_some()
    }

    /// Whether any edge has ever touched a column.
    pub fn knows_column(&self, point: &Point) -> bool {
        point.column.as_deref().is_some_and(|c| self.names.find_column(&point.node, c).is_some())
    }

    /// The assets that edges have touched.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.names.assets.iter().map(|a| &*a.node)
    }

    /// How many assets take values from this one.
    pub fn fed_by(&self, node: &Node) -> usize {
        let Some(asset) = self.names.find(node) else { return 0 };
        let feeds = |to: &&u32| **to != asset && self.links.get(&(asset, **to)).is_some_and(|c| c.direct > 0);
        self.after[asset as usize].iter().filter(feeds).count()
    }

    /// How many assets this one is made from.
    pub fn made_from(&self, node: &Node) -> usize {
        let Some(asset) = self.names.find(node) else { return 0 };
        self.before[asset as usize].iter().filter(|from| **from != asset).count()
    }

    fn adjacency(&self, direction: Direction) -> &Adjacency {
        match direction {
            Direction::Upstream => &self.into,
            Direction::Downstream => &self.out_of,
        }
    }

    /// The assets one step away.
    fn next(&self, asset: u32, direction: Direction) -> &[u32] {
        let lists = match direction {
            Direction::Upstream => &self.before,
            Direction::Downstream => &self.after,
        };
        lists.get(asset as usize).map_or(&[], Vec::as_slice)
    }

    fn is_direct(&self, how: u32) -> bool {
        matches!(self.names.how_at(how), Transformation::Direct(_))
    }

    /// The edges of a column, and those of columns that it may be: where a system did not know its columns, an edge of `*` is
    /// an edge of each of them.
    fn each_edge(&self, column: u32, direction: Direction, mut visit: impl FnMut(u32, Half)) {
        let adjacency = self.adjacency(direction);
        let asset = self.names.asset_at(self.names.asset_of(column));
        adjacency.of(column).for_each(|half| visit(column, half));
        if asset.star == Some(column) {
            for other in &asset.columns {
                adjacency.of(*other).for_each(|half| visit(*other, half));
            }
        } else if let Some(star) = asset.star.filter(|_| asset.rows != Some(column)) {
            adjacency.of(star).for_each(|half| visit(star, half));
        }
    }

    fn point(&self, column: u32) -> Point {
        let node = self.names.node_at(self.names.asset_of(column)).clone();
        let word = self.names.word_of(column);
        Point { node, column: (word != ROWS).then(|| word.to_owned()) }
    }

    /// The number of a column that is named, or of `*` where the asset's columns were not known.
    fn find(&self, node: &Node, column: &str) -> Option<u32> {
        self.names.find_column(node, column).or_else(|| self.names.find_column(node, STAR))
    }
}
