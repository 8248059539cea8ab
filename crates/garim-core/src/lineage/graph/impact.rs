//! What a change of a column would touch.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use super::{Direction, Graph, Reached, Shown, Visible};
use crate::lineage::Point;

/// What a change of a column, or of a whole asset, would touch, at any distance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Impact {
    /// Columns into which its values flow, nearest first.
    pub columns: Vec<Reached>,
    /// Assets whose rows it shapes, themselves or through others, without holding its values.
    pub shaped: Vec<Shown>,
}

/// Assets by depth.
type Levels = BTreeMap<u32, BTreeSet<u32>>;

impl Graph {
    /// What a column flows into, through any number of steps, and whose rows it shapes on the way. What is shaped is walked on
    /// from asset to asset: whoever reads rows that are others now, says something else.
    pub fn impact(&self, start: &Point, visible: Visible<'_>) -> Impact {
        let Some(asset) = self.names.find(&start.node) else { return Impact::default() };
        let begin: Vec<u32> = match &start.column {
            Some(column) => self.find(&start.node, column).into_iter().collect(),
            None => {
                let of = self.names.asset_at(asset);
                of.columns.iter().chain(&of.star).chain(&of.rows).copied().collect()
            }
        };
        let (reached, shaped) = self.values_from(&begin, visible);
        let holds: HashSet<u32> = reached.iter().map(|(_, c)| self.names.asset_of(*c)).chain([asset]).collect();
        let mut columns: Vec<Reached> = reached
            .into_iter()
            .map(|(depth, c)| Reached { point: self.point(c), depth })
            .filter(|r| r.point.column.is_some())
            .collect();
        columns.sort_by(|a, b| (a.depth, &a.point).cmp(&(b.depth, &b.point)));
        let shaped = self.shaped_from(shaped, visible);
        let mut shaped: Vec<Shown> = shaped
            .into_iter()
            .filter(|(asset, _)| !holds.contains(asset))
            .map(|(asset, depth)| Shown { node: self.names.node_at(asset).clone(), depth, more_up: 0, more_down: 0 })
            .collect();
        shaped.sort_by(|a, b| (a.depth, &a.node).cmp(&(b.depth, &b.node)));
        Impact { columns, shaped }
    }

    /// Columns that values reach, with their depth; and the assets that these shape, by the least depth at which they do.
    fn values_from(&self, begin: &[u32], visible: Visible<'_>) -> (Vec<(u32, u32)>, Levels) {
        let mut seen = vec![false; self.names.columns.len()];
        begin.iter().for_each(|c| seen[*c as usize] = true);
        let (mut level, mut depth, mut reached) = (begin.to_vec(), 0, Vec::new());
        let mut shaped = Levels::new();
        while !level.is_empty() {
            depth += 1;
            let mut next = Vec::new();
            for column in level {
                self.each_edge(column, Direction::Downstream, |_, half| {
                    let asset = self.names.asset_of(half.column);
                    if !visible(self.names.node_at(asset)) {
                        return;
                    }
                    if !self.is_direct(half.how) {
                        shaped.entry(depth).or_default().insert(asset);
                    } else if !std::mem::replace(&mut seen[half.column as usize], true) {
                        next.push(half.column);
                        reached.push((depth, half.column));
                    }
                });
            }
            level = next;
        }
        (reached, shaped)
    }

    /// Assets at or after those that are shaped, each with its least depth.
    fn shaped_from(&self, mut levels: Levels, visible: Visible<'_>) -> BTreeMap<u32, u32> {
        let mut depths = BTreeMap::new();
        while let Some((depth, level)) = levels.pop_first() {
            for asset in level {
                if depths.contains_key(&asset) {
                    continue;
                }
                depths.insert(asset, depth);
                let next = self.next(asset, Direction::Downstream).iter();
                let next = next.filter(|n| !depths.contains_key(*n) && visible(self.names.node_at(**n)));
                levels.entry(depth + 1).or_default().extend(next);
            }
        }
        depths
    }
}
