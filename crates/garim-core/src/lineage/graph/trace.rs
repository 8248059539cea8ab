//! Column by column: what a column's values come from, or flow into.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{Direction, Graph, MAX_FLOWS, MAX_NODES, Visible};
use crate::lineage::{Point, Transformation};

/// A column that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Which.
    pub point: Point,
    /// How many steps from where one started; 0 is the start.
    pub depth: u32,
}

/// An edge between two columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Arrow {
    /// What is read.
    pub from: Point,
    /// What is written; without a column all rows are shaped.
    pub to: Point,
    /// What happens on the way.
    pub how: Transformation,
}

/// A column with what its values come from or flow into.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trace {
    /// Columns by depth, then by name; at most [`MAX_NODES`].
    pub columns: Vec<Reached>,
    /// How values flow between them, and what shapes the rows that they stand in.
    pub arrows: Vec<Arrow>,
    /// How many columns within the depth were left out.
    pub left_out: u32,
}

impl Graph {
    /// Columns from which (or into which) a column's values flow within some steps. Where a column takes no values at all, as a
    /// count of rows does, it is traced through what shapes its rows.
    pub fn trace(&self, start: &Point, direction: Direction, depth: u32, visible: Visible<'_>) -> Trace {
        let Some(column) = start.column.as_deref().and_then(|c| self.find(&start.node, c)) else {
            return Trace { columns: vec![Reached { point: start.clone(), depth: 0 }], ..Trace::default() };
        };
        let mut depths = HashMap::from([(column, 0)]);
        let (mut level, mut shown, mut left_out) = (vec![column], vec![(0, column)], 0);
        for at in 1..=depth {
            let mut next = Vec::new();
            for from in &level {
                self.each_value(*from, direction, |_, to, _| {
                    if visible(self.names.node_at(self.names.asset_of(to))) && !depths.contains_key(&to) {
                        depths.insert(to, at);
                        next.push(to);
                    }
                });
            }
            if next.is_empty() {
                break;
            }
            let room = MAX_NODES - shown.len();
            if room > 0 {
                next.sort_by_cached_key(|c| self.point(*c));
            }
            shown.extend(next.iter().take(room).map(|c| (at, *c)));
            left_out += next.len().saturating_sub(room);
            level = next;
        }
        let arrows = self.arrows(&shown, direction, visible);
        let columns = shown.iter().map(|(depth, c)| Reached { point: self.point(*c), depth: *depth }).collect();
        Trace { columns, arrows, left_out: u32::try_from(left_out).unwrap_or(u32::MAX) }
    }

    /// The columns next to a column by value: (the column whose edge it is, the column there, the transformation).
    fn each_value(&self, column: u32, direction: Direction, mut visit: impl FnMut(u32, u32, u32)) {
        let mut any = false;
        self.each_edge(column, direction, |own, half| {
            if self.is_direct(half.how) {
                any = true;
                visit(own, half.column, half.how);
            }
        });
        if !any {
            self.each_shaping(column, direction, visit);
        }
    }

    /// What shapes a column's rows (upstream), or whose rows a column shapes (downstream).
    fn each_shaping(&self, column: u32, direction: Direction, mut visit: impl FnMut(u32, u32, u32)) {
        let mut indirect = |own: u32, half: super::Half| {
            if !self.is_direct(half.how) {
                visit(own, half.column, half.how);
            }
        };
        self.each_edge(column, direction, &mut indirect);
        let rows = self.names.asset_at(self.names.asset_of(column)).rows.filter(|r| *r != column);
        if let (Direction::Upstream, Some(rows)) = (direction, rows) {
            self.into.of(rows).for_each(|half| indirect(rows, half));
        }
    }

    /// The edges between the columns that are shown, and what shapes them.
    fn arrows(&self, shown: &[(u32, u32)], direction: Direction, visible: Visible<'_>) -> Vec<Arrow> {
        let kept: BTreeSet<u32> = shown.iter().map(|(_, c)| *c).collect();
        let mut arrows = BTreeSet::new();
        for (_, column) in shown {
            let mut keep = |own: u32, there: u32, how: u32, only_kept: bool| {
                let known = kept.contains(&there) || !only_kept && visible(self.names.node_at(self.names.asset_of(there)));
                if known && arrows.len() < MAX_FLOWS {
                    let (from, to) = match direction {
                        Direction::Upstream => (self.point(there), self.point(own)),
                        Direction::Downstream => (self.point(own), self.point(there)),
                    };
                    arrows.insert(Arrow { from, to, how: self.names.how_at(how).clone() });
                }
            };
            self.each_value(*column, direction, |own, there, how| keep(own, there, how, true));
            self.each_shaping(*column, direction, |own, there, how| keep(own, there, how, false));
        }
        arrows.into_iter().collect()
    }
}
