//! The graph over edges: what a dataset comes from, what depends on a column, and how one leads to another.
//!
//! Pages and plans ask for parts of it, never for all of it: datasets with their columns collapsed, nearest first, cut at a
//! limit that says how many were left out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::{Edge, Transformation};
use crate::name::{ColumnRef, DatasetName};

/// Most datasets in one answer: more cannot be read on a screen, and browsers stall on laying them out.
pub const MAX_NODES: usize = 150;

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To what it is made from.
    Upstream,
    /// To what is made from it.
    Downstream,
}

/// A dataset of a neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Which.
    pub dataset: DatasetName,
    /// How many steps from where one started; 0 is the start.
    pub depth: u32,
}

/// Everything that leads from one dataset into another, as one link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The dataset that is read.
    pub from: DatasetName,
    /// The dataset that is written.
    pub to: DatasetName,
    /// How many edges carry values.
    pub direct: u32,
    /// How many edges only shape the rows.
    pub indirect: u32,
}

/// A dataset and what is around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// Datasets by depth, then by name.
    pub nodes: Vec<Node>,
    /// Links between them, also those that close a cycle.
    pub links: Vec<Link>,
    /// How many datasets within the depth were left out.
    pub left_out: u32,
}

/// What a change of a column would touch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Impact {
    /// Columns into which its values flow, nearest first.
    pub columns: Vec<ColumnRef>,
    /// Datasets whose rows it shapes, or that are shaped by one of `columns`, without holding its values otherwise.
    pub shaped: Vec<DatasetName>,
}

/// The graph over edges.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    links: BTreeMap<(DatasetName, DatasetName), (u32, u32)>,
    into: HashMap<DatasetName, BTreeSet<DatasetName>>,
    out_of: HashMap<DatasetName, BTreeSet<DatasetName>>,
    by_source: HashMap<ColumnRef, Vec<Edge>>,
}

impl Graph {
    /// Builds it. Edges that are given twice count once.
    pub fn new(edges: &[Edge]) -> Self {
        let mut graph = Self::default();
        for edge in edges.iter().collect::<BTreeSet<_>>() {
            let (from, to) = (edge.from.dataset.clone(), edge.to.clone());
            let counts = graph.links.entry((from.clone(), to.clone())).or_default();
            match edge.transformation {
                Transformation::Direct(_) => counts.0 += 1,
                Transformation::Indirect(_) => counts.1 += 1,
            }
            graph.into.entry(to.clone()).or_default().insert(from.clone());
            graph.out_of.entry(from).or_default().insert(to);
            graph.by_source.entry(edge.from.clone()).or_default().push(edge.clone());
        }
        graph
    }

    /// The datasets one step away.
    fn next(&self, dataset: &DatasetName, direction: Direction) -> impl Iterator<Item = &DatasetName> {
        let map = match direction {
            Direction::Upstream => &self.into,
            Direction::Downstream => &self.out_of,
        };
        map.get(dataset).into_iter().flatten()
    }

    /// Datasets within `depth` steps, nearest first, at most [`MAX_NODES`].
    pub fn around(&self, start: &DatasetName, direction: Direction, depth: u32) -> Neighbourhood {
        let mut nodes = self.reach(start, direction, depth);
        let left_out = nodes.len().saturating_sub(MAX_NODES);
        nodes.truncate(MAX_NODES);
        let kept: HashSet<&DatasetName> = nodes.iter().map(|n| &n.dataset).collect();
        let links = self.links.iter().filter(|((from, to), _)| kept.contains(from) && kept.contains(to));
        let links = links
            .map(|((from, to), (direct, indirect))| Link {
                from: from.clone(),
                to: to.clone(),
                direct: *direct,
                indirect: *indirect,
            })
            .collect();
        Neighbourhood { links, left_out: u32::try_from(left_out).unwrap_or(u32::MAX), nodes }
    }

    /// Breadth first: each dataset at its least depth.
    fn reach(&self, start: &DatasetName, direction: Direction, depth: u32) -> Vec<Node> {
        let mut seen = HashSet::from([start.clone()]);
        let mut nodes = vec![Node { dataset: start.clone(), depth: 0 }];
        let mut at = 0;
        while let Some(node) = nodes.get(at).cloned() {
            at += 1;
            if node.depth >= depth {
                continue;
            }
            for next in self.next(&node.dataset, direction) {
                if seen.insert(next.clone()) {
                    nodes.push(Node { dataset: next.clone(), depth: node.depth + 1 });
                }
            }
        }
        nodes.sort_by(|a, b| (a.depth, &a.dataset).cmp(&(b.depth, &b.dataset)));
        nodes
    }

    /// A shortest way from one dataset downstream to another, both included; `None` if none leads there.
    pub fn path(&self, from: &DatasetName, to: &DatasetName) -> Option<Vec<DatasetName>> {
        let mut before: HashMap<&DatasetName, &DatasetName> = HashMap::new();
        let mut open = VecDeque::from([from]);
        while let Some(at) = open.pop_front() {
            if at == to {
                let mut way = vec![at.clone()];
                let mut step = at;
                while let Some(previous) = before.get(step).filter(|_| step != from) {
                    way.push((*previous).clone());
                    step = previous;
                }
                way.reverse();
                return Some(way);
            }
            for next in self.next(at, Direction::Downstream) {
                if next != from && !before.contains_key(next) {
                    before.insert(next, at);
                    open.push_back(next);
                }
            }
        }
        None
    }

    /// What a column flows into, through any number of steps, and whose rows it shapes on the way.
    pub fn impact(&self, column: &ColumnRef) -> Impact {
        let mut seen = HashSet::from([column.clone()]);
        let mut open = VecDeque::from([column.clone()]);
        let mut columns = Vec::new();
        let mut shaped = BTreeSet::new();
        while let Some(at) = open.pop_front() {
            for edge in self.by_source.get(&at).into_iter().flatten() {
                match (&edge.transformation, &edge.to_column) {
                    (Transformation::Direct(_), Some(name)) => {
                        let next = ColumnRef { dataset: edge.to.clone(), column: name.clone() };
                        if seen.insert(next.clone()) {
                            columns.push(next.clone());
                            open.push_back(next);
                        }
                    }
                    _ => {
                        shaped.insert(edge.to.clone());
                    }
                }
            }
        }
        let holds: HashSet<&DatasetName> = columns.iter().map(|c| &c.dataset).collect();
        let shaped = shaped.into_iter().filter(|d| !holds.contains(d)).collect();
        Impact { columns, shaped }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::{
        lineage::{Direct, Indirect},
        name::ColumnName,
    };

    /// `a.b.c -> d.e.f` flows, `a.b.c ~> d.e` shapes.
    fn edges(text: &str) -> Vec<Edge> {
        text.lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(|line| match line.split_once(" -> ") {
                Some((from, to)) => {
                    let to: ColumnRef = to.parse().unwrap();
                    let transformation = Transformation::Direct(Direct::Identity);
                    Edge { from: from.parse().unwrap(), to: to.dataset, to_column: Some(to.column), transformation }
                }
                None => {
                    let (from, to) = line.split_once(" ~> ").unwrap();
                    let transformation = Transformation::Indirect(Indirect::Filter);
                    Edge { from: from.parse().unwrap(), to: to.parse().unwrap(), to_column: None::<ColumnName>, transformation }
                }
            })
            .collect()
    }

    fn name(text: &str) -> DatasetName {
        text.parse().unwrap()
    }

    fn shop() -> Graph {
        Graph::new(&edges(
            "shop.user.id -> mart.dim.id
             shop.user.name -> mart.dim.name
             shop.user.ok ~> mart.dim
             shop.access.uid -> mart.dim.id
             mart.dim.id -> mart.dim.id
             mart.dim.id -> metrics.dau.value
             mart.dim.name ~> metrics.dnu
             metrics.dau.value -> metrics.arpu.value",
        ))
    }

    fn drawn(n: &Neighbourhood) -> Vec<String> {
        n.nodes.iter().map(|n| format!("{} {}", n.depth, n.dataset)).collect()
    }

    #[test]
    fn upstream_and_downstream_go_by_depth_and_survive_cycles() {
        let up = shop().around(&name("metrics.dau"), Direction::Upstream, 9);
        assert_eq!(drawn(&up), ["0 metrics.dau", "1 mart.dim", "2 shop.access", "2 shop.user"]);
        let down = shop().around(&name("shop.user"), Direction::Downstream, 2);
        assert_eq!(drawn(&down), ["0 shop.user", "1 mart.dim", "2 metrics.dau", "2 metrics.dnu"]);
        let link = down.links.iter().find(|l| l.from == name("shop.user")).unwrap();
        assert_eq!((link.direct, link.indirect), (2, 1));
        assert!(down.links.iter().any(|l| l.from == l.to), "the link of mart.dim to itself is shown");
    }

    #[test]
    fn a_large_neighbourhood_is_cut_and_says_so() {
        let text: String = (0..400).map(|i| format!("a.hub.x -> b.t{i}.x\n")).collect();
        let around = Graph::new(&edges(&text)).around(&name("a.hub"), Direction::Downstream, 1);
        assert_eq!((around.nodes.len(), around.left_out), (MAX_NODES, 251));
        assert_eq!(around.links.len(), MAX_NODES - 1);
    }

    #[test]
    fn the_shortest_path_is_found() {
        let way = shop().path(&name("shop.user"), &name("metrics.arpu")).unwrap();
        assert_eq!(way, ["shop.user", "mart.dim", "metrics.dau", "metrics.arpu"].map(name));
        assert_eq!(shop().path(&name("metrics.arpu"), &name("shop.user")), None);
        assert_eq!(shop().path(&name("mart.dim"), &name("mart.dim")), Some(vec![name("mart.dim")]));
    }

    #[test]
    fn impact_follows_values_and_names_what_is_shaped() {
        let impact = shop().impact(&"shop.user.name".parse().unwrap());
        assert_eq!(impact.columns.iter().map(ToString::to_string).collect::<Vec<_>>(), ["mart.dim.name"]);
        assert_eq!(impact.shaped, [name("metrics.dnu")]);
        let impact = shop().impact(&"shop.access.uid".parse().unwrap());
        let columns: Vec<String> = impact.columns.iter().map(ToString::to_string).collect();
        assert_eq!(columns, ["mart.dim.id", "metrics.dau.value", "metrics.arpu.value"]);
    }
}
