//! How one asset leads to another.

use std::collections::{HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::{Direction, Flow, Graph, Visible};
use crate::lineage::{Node, Point};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The asset that is read.
    pub from: Node,
    /// The asset that is written.
    pub to: Node,
    /// What flows on this step: between columns, those that the path takes; between assets, everything.
    pub flows: Vec<Flow>,
}

/// How a column was reached: from which column, by which edge of which column, with which transformation.
type Step = (u32, u32, u32, u32);

impl Graph {
    /// A shortest way downstream; `None` if none leads there, nothing if both are the same. Where a column is named, values and
    /// what shapes rows are followed from column to column, else links from asset to asset.
    pub fn path(&self, from: &Point, to: &Point, visible: Visible<'_>) -> Option<Vec<Hop>> {
        match (&from.column, &to.column) {
            (None, None) => self.asset_path(&from.node, &to.node, visible),
            _ => self.column_path(from, to, visible),
        }
    }

    fn asset_path(&self, from: &Node, to: &Node, visible: Visible<'_>) -> Option<Vec<Hop>> {
        if from == to {
            return Some(Vec::new());
        }
        let (start, end) = (self.names.find(from)?, self.names.find(to)?);
        let mut before: HashMap<u32, u32> = HashMap::from([(start, start)]);
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            if at == end {
                return Some(self.hops(start, end, &before));
            }
            for next in self.next(at, Direction::Downstream) {
                if !before.contains_key(next) && visible(self.names.node_at(*next)) {
                    before.insert(*next, at);
                    open.push_back(*next);
                }
            }
        }
        None
    }

    fn hops(&self, start: u32, end: u32, before: &HashMap<u32, u32>) -> Vec<Hop> {
        let (mut hops, mut at) = (Vec::new(), end);
        while let Some(previous) = before.get(&at).filter(|_| at != start) {
            let (from, to) = (self.names.node_at(*previous).clone(), self.names.node_at(at).clone());
            hops.push(Hop { from, to, flows: self.flows(*previous, at) });
            at = *previous;
        }
        hops.reverse();
        hops
    }

    /// The columns that a point stands for.
    fn columns_of(&self, point: &Point) -> Vec<u32> {
        match (&point.column, self.names.find(&point.node)) {
            (Some(column), _) => self.find(&point.node, column).into_iter().collect(),
            (None, Some(asset)) => {
                let of = self.names.asset_at(asset);
                of.columns.iter().chain(&of.star).chain(&of.rows).copied().collect()
            }
            (None, None) => Vec::new(),
        }
    }

    fn column_path(&self, from: &Point, to: &Point, visible: Visible<'_>) -> Option<Vec<Hop>> {
        let (starts, ends) = (self.columns_of(from), self.columns_of(to).into_iter().collect::<HashSet<u32>>());
        if starts.iter().any(|s| ends.contains(s)) {
            return Some(Vec::new());
        }
        let mut before: HashMap<u32, Step> = HashMap::new();
        let mut seen: HashSet<u32> = starts.iter().copied().collect();
        let mut open: VecDeque<u32> = starts.into();
        while let Some(at) = open.pop_front() {
            if ends.contains(&at) {
                return Some(self.column_hops(at, &before));
            }
            let asset = self.names.asset_at(self.names.asset_of(at));
            let rows = if asset.rows == Some(at) { asset.columns.as_slice() } else { &[] };
            for column in [at].iter().chain(rows) {
                self.each_edge(*column, Direction::Downstream, |own, half| {
                    if visible(self.names.node_at(self.names.asset_of(half.column))) && seen.insert(half.column) {
                        before.insert(half.column, (at, own, half.column, half.how));
                        open.push_back(half.column);
                    }
                });
            }
        }
        None
    }

    fn column_hops(&self, end: u32, before: &HashMap<u32, Step>) -> Vec<Hop> {
        let (mut hops, mut at) = (Vec::new(), end);
        while let Some((previous, own, there, how)) = before.get(&at) {
            let (from, to) = (self.point(*own), self.point(*there));
            let flow = Flow { from: from.column, to: to.column, how: self.names.how_at(*how).clone() };
            hops.push(Hop { from: from.node, to: to.node, flows: vec![flow] });
            at = *previous;
        }
        hops.reverse();
        hops
    }
}
