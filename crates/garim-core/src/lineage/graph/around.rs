//! An asset and what is around it: assets nearest first, columns collapsed into them unless asked for.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Direction, Graph, MAX_FLOWS, MAX_NODES, Visible};
use crate::lineage::{Node, Transformation};

/// How far to look around an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// To what it is made from.
    pub up: bool,
    /// To what is made from it.
    pub down: bool,
    /// How many steps.
    pub depth: u32,
    /// How many of the nearest assets an earlier answer has shown.
    pub skip: usize,
    /// Whether links say what flows from column to column.
    pub columns: bool,
}

/// An asset of a neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which.
    pub node: Node,
    /// How many steps from where one started; 0 is the start.
    pub depth: u32,
    /// How many assets that it is made from are not in this answer.
    pub more_up: u32,
    /// How many assets that are made from it are not in this answer.
    pub more_down: u32,
}

/// What flows from a column to a column; without a target it shapes all rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Flow {
    /// The column that is read; `None`: the asset as a whole.
    pub from: Option<String>,
    /// The column that is written.
    pub to: Option<String>,
    /// What happens on the way.
    pub how: Transformation,
}

/// Everything that leads from one asset into another, as one link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The asset that is read.
    pub from: Node,
    /// The asset that is written.
    pub to: Node,
    /// How many edges carry values.
    pub direct: u32,
    /// How many edges only shape the rows.
    pub indirect: u32,
    /// What flows, where it was asked for.
    pub flows: Vec<Flow>,
}

/// An asset and what is around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// Assets by depth, then by name.
    pub nodes: Vec<Shown>,
    /// Links between them, also those that close a cycle.
    pub links: Vec<Link>,
    /// How many assets within the depth come after these.
    pub left_out: u32,
    /// How many flows are not told.
    pub flows_left_out: u32,
}

/// How deep each asset lies that can be reached.
type Depths = HashMap<u32, u32>;

impl Graph {
    /// Assets within some steps of one, nearest first, at most [`MAX_NODES`]. Both ways are walked apart: what shares an input
    /// with an asset is not its neighbour.
    pub fn around(&self, start: &Node, ask: Around, visible: Visible<'_>) -> Neighbourhood {
        let Some(asset) = self.names.find(start) else { return alone(start) };
        let mut depths = Depths::from([(asset, 0)]);
        let ways = [(ask.up, Direction::Upstream), (ask.down, Direction::Downstream)];
        for (_, direction) in ways.iter().filter(|(asked, _)| *asked) {
            self.walk(asset, *direction, ask.depth, visible, &mut depths);
        }
        let (window, left_out) = self.window(&depths, ask.skip);
        let kept: HashSet<u32> = window.iter().map(|(_, asset)| *asset).collect();
        let (links, flows_left_out) = self.links_among(&window, &kept, ask.columns);
        let nodes = window.iter().map(|(depth, asset)| self.shown(*asset, *depth, &kept, visible)).collect();
        Neighbourhood { nodes, links, left_out, flows_left_out }
    }

    /// Breadth first, level by level. Whoever was reached the other way at a lesser depth keeps it.
    fn walk(&self, start: u32, direction: Direction, depth: u32, visible: Visible<'_>, depths: &mut Depths) {
        let mut seen = vec![false; self.names.assets.len()];
        seen[start as usize] = true;
        let mut level = vec![start];
        for at in 1..=depth {
            let mut next = Vec::new();
            for asset in level {
                for neighbour in self.next(asset, direction) {
                    if !std::mem::replace(&mut seen[*neighbour as usize], true) && visible(self.names.node_at(*neighbour)) {
                        next.push(*neighbour);
                        depths.entry(*neighbour).and_modify(|d| *d = at.min(*d)).or_insert(at);
                    }
                }
            }
            if next.is_empty() {
                return;
            }
            level = next;
        }
    }

    /// The part of what was reached that is shown, and how many come after it. Only the levels that it touches are sorted.
    fn window(&self, depths: &Depths, skip: usize) -> (Vec<(u32, u32)>, u32) {
        let mut levels: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (asset, depth) in depths {
            levels.entry(*depth).or_default().push(*asset);
        }
        let (mut passed, mut window) = (0, Vec::new());
        for (depth, mut level) in levels {
            let end = passed + level.len();
            if end > skip && window.len() < MAX_NODES {
                level.sort_unstable_by(|a, b| self.names.node_at(*a).cmp(self.names.node_at(*b)));
                let from = skip.saturating_sub(passed);
                let room = MAX_NODES - window.len();
                window.extend(level.into_iter().skip(from).take(room).map(|asset| (depth, asset)));
            }
            passed = end;
        }
        let left_out = passed.saturating_sub(skip).saturating_sub(window.len());
        (window, u32::try_from(left_out).unwrap_or(u32::MAX))
    }

    fn shown(&self, asset: u32, depth: u32, kept: &HashSet<u32>, visible: Visible<'_>) -> Shown {
        let more = |direction| {
            let hidden = |n: &&u32| !kept.contains(n) && visible(self.names.node_at(**n));
            u32::try_from(self.next(asset, direction).iter().filter(hidden).count()).unwrap_or(u32::MAX)
        };
        Shown {
            node: self.names.node_at(asset).clone(),
            depth,
            more_up: more(Direction::Upstream),
            more_down: more(Direction::Downstream),
        }
    }

    fn links_among(&self, window: &[(u32, u32)], kept: &HashSet<u32>, columns: bool) -> (Vec<Link>, u32) {
        let (mut links, mut room, mut left_out) = (Vec::new(), MAX_FLOWS, 0);
        for (_, from) in window {
            for to in self.next(*from, Direction::Downstream).iter().filter(|to| kept.contains(to)) {
                let counts = self.links.get(&(*from, *to)).copied().unwrap_or_default();
                let mut flows = if columns { self.flows(*from, *to) } else { Vec::new() };
                left_out += flows.len().saturating_sub(room);
                flows.truncate(room);
                room -= flows.len();
                links.push(Link {
                    from: self.names.node_at(*from).clone(),
                    to: self.names.node_at(*to).clone(),
                    direct: counts.direct,
                    indirect: counts.indirect,
                    flows,
                });
            }
        }
        links.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        (links, u32::try_from(left_out).unwrap_or(u32::MAX))
    }

    /// What flows between two assets, each flow once however many jobs captured it.
    pub(super) fn flows(&self, from: u32, to: u32) -> Vec<Flow> {
        let asset = self.names.asset_at(from);
        let mut flows = Vec::new();
        for column in asset.columns.iter().chain(&asset.star).chain(&asset.rows) {
            let there = self.out_of.of(*column).filter(|half| self.names.asset_of(half.column) == to);
            flows.extend(there.map(|half| Flow {
                from: self.point(*column).column,
                to: self.point(half.column).column,
                how: self.names.how_at(half.how).clone(),
            }));
        }
        flows.sort();
        flows.dedup();
        flows
    }
}

/// An asset that no edge has touched.
fn alone(start: &Node) -> Neighbourhood {
    let node = Shown { node: start.clone(), depth: 0, more_up: 0, more_down: 0 };
    Neighbourhood { nodes: vec![node], ..Neighbourhood::default() }
}
