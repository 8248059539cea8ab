#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::lineage::{Direct, Indirect, NodeKind};

const ALL: Visible<'static> = &|_| true;

/// `w/a.b` is dataset `a.b` of namespace `w`; what stands under `metrics.` is a metric, under `board.` a dashboard.
fn node(text: &str) -> Node {
    let (namespace, name) = text.split_once('/').unwrap_or(("", text));
    let (kind, name) = match name.split_once('.') {
        Some(("metrics", metric)) => (NodeKind::Metric, metric),
        Some(("board", board)) => (NodeKind::Dashboard, board),
        _ => (NodeKind::Dataset, name),
    };
    Node { namespace: namespace.to_owned(), name: name.to_owned(), kind }
}

fn column(text: &str) -> Point {
    let (asset, column) = text.rsplit_once('.').unwrap();
    Point::of(&node(asset), column)
}

/// `a.b.c -> d.e.f` flows, `a.b.c ~> d.e` shapes.
fn parse(line: &str) -> (Point, Point, Transformation) {
    match line.split_once(" -> ") {
        Some((from, to)) => (column(from), column(to), Transformation::Direct(Direct::Identity)),
        None => {
            let (from, to) = line.split_once(" ~> ").unwrap();
            (column(from), Point { node: node(to), column: None }, Transformation::Indirect(Indirect::Filter))
        }
    }
}

fn graph(text: &str) -> Graph {
    let mut graph = Graph::default();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        change(&mut graph, line, true);
    }
    graph
}

fn change(graph: &mut Graph, line: &str, add: bool) {
    let (from, to, how) = parse(line);
    let (from, to) = (graph.column(&from), graph.column(&to));
    if add { graph.add(from, to, &how) } else { graph.remove(from, to, &how) }
}

fn shop() -> Graph {
    graph(
        "shop.user.id -> mart.dim.id
         shop.user.name -> mart.dim.name
         shop.user.ok ~> mart.dim
         shop.access.uid -> mart.dim.id
         mart.dim.id -> mart.dim.id
         mart.dim.id -> metrics.dau.value
         mart.dim.name ~> metrics.dnu
         metrics.dau.value -> metrics.arpu.value",
    )
}

const UP: Around = Around { up: true, down: false, depth: 9, skip: 0, columns: false };
const DOWN: Around = Around { up: false, down: true, ..UP };

fn drawn(n: &Neighbourhood) -> Vec<String> {
    n.nodes.iter().map(|n| format!("{} {}", n.depth, n.node)).collect()
}

#[test]
fn upstream_and_downstream_go_by_depth_and_survive_cycles() {
    let up = shop().around(&node("metrics.dau"), UP, ALL);
    assert_eq!(drawn(&up), ["0 metric:dau", "1 dataset:mart.dim", "2 dataset:shop.access", "2 dataset:shop.user"]);
    let down = shop().around(&node("shop.user"), Around { depth: 2, ..DOWN }, ALL);
    assert_eq!(drawn(&down), ["0 dataset:shop.user", "1 dataset:mart.dim", "2 metric:dau", "2 metric:dnu"]);
    let link = down.links.iter().find(|l| l.from == node("shop.user")).unwrap();
    assert_eq!((link.direct, link.indirect, link.flows.len()), (2, 1, 0));
    assert!(down.links.iter().any(|l| l.from == l.to), "the link of mart.dim to itself is shown");
}

#[test]
fn each_asset_says_how_many_of_its_neighbours_are_not_shown() {
    let down = shop().around(&node("shop.user"), Around { depth: 1, ..DOWN }, ALL);
    let dim = &down.nodes[1];
    assert_eq!((dim.node.name.as_str(), dim.more_up, dim.more_down), ("mart.dim", 1, 2));
}

#[test]
fn flows_are_told_where_they_are_asked_for() {
    let down = shop().around(&node("shop.user"), Around { depth: 1, columns: true, ..DOWN }, ALL);
    let link = down.links.iter().find(|l| l.from == node("shop.user")).unwrap();
    let told: Vec<String> = link.flows.iter().map(|f| format!("{:?} {:?} {}", f.from, f.to, f.how)).collect();
    assert_eq!(told, [r#"Some("id") Some("id") identity"#, r#"Some("name") Some("name") identity"#, r#"Some("ok") None filter"#]);
}

#[test]
fn a_large_neighbourhood_is_cut_says_so_and_goes_on() {
    let text: String = (0..400).map(|i| format!("a.hub.x -> b.t{i:03}.x\n")).collect();
    let graph = graph(&text);
    let first = graph.around(&node("a.hub"), DOWN, ALL);
    assert_eq!((first.nodes.len(), first.left_out, first.nodes[0].more_down), (MAX_NODES, 251, 251));
    assert_eq!(first.links.len(), MAX_NODES - 1);
    let last = graph.around(&node("a.hub"), Around { skip: 300, ..DOWN }, ALL);
    assert_eq!((last.nodes.len(), last.left_out, last.nodes[0].node.name.as_str()), (101, 0, "b.t299"));
}

#[test]
fn what_one_may_not_know_of_is_neither_shown_nor_walked_through() {
    let hidden = |n: &Node| n.name != "mart.dim";
    let down = shop().around(&node("shop.user"), DOWN, &hidden);
    assert_eq!(drawn(&down), ["0 dataset:shop.user"]);
    assert_eq!(down.nodes[0].more_down, 0, "not even as a number");
    assert_eq!(shop().path(&Point { node: node("shop.user"), column: None }, &column("metrics.dau.value"), &hidden), None);
    assert!(shop().impact(&column("shop.user.id"), &hidden).columns.is_empty());
}

#[test]
fn a_column_is_traced_by_value_and_what_shapes_it_is_named() {
    let trace = shop().trace(&column("metrics.arpu.value"), Direction::Upstream, 9, ALL);
    let columns: Vec<String> = trace.columns.iter().map(|c| format!("{} {}", c.depth, c.point)).collect();
    assert_eq!(columns, ["0 arpu.value", "1 dau.value", "2 mart.dim.id", "3 shop.access.uid", "3 shop.user.id"]);
    let shapes: Vec<String> = trace.arrows.iter().filter(|a| a.to.column.is_none()).map(|a| a.from.to_string()).collect();
    assert_eq!(shapes, ["shop.user.ok"]);
}

#[test]
fn a_count_of_rows_is_traced_through_what_shapes_it() {
    let counted = graph("shop.user.ok ~> metrics.n\nraw.u.ok -> shop.user.ok");
    let trace = counted.trace(&Point::of(&node("metrics.n"), "value"), Direction::Upstream, 9, ALL);
    assert_eq!(trace.columns.len(), 1, "a column that no edge touches has nothing before it");
    let mut counted = graph("shop.user.ok ~> metrics.n\nraw.u.ok -> shop.user.ok\nmetrics.n.value -> metrics.m.value");
    let trace = counted.trace(&column("metrics.m.value"), Direction::Upstream, 9, ALL);
    let columns: Vec<String> = trace.columns.iter().map(|c| c.point.to_string()).collect();
    assert_eq!(columns, ["m.value", "n.value", "shop.user.ok", "raw.u.ok"]);
    change(&mut counted, "metrics.n.value -> metrics.m.value", false);
    assert_eq!(counted.trace(&column("metrics.m.value"), Direction::Upstream, 9, ALL).columns.len(), 1);
}

#[test]
fn columns_that_were_not_known_may_be_any() {
    let graph = graph("w/raw.t.a -> w/stage.t.*\nw/stage.t.a -> w/mart.t.a\nw/stage.t.* -> w/copy.t.*\nw/copy.t.b -> w/end.t.b");
    let reached = graph.impact(&column("w/raw.t.a"), ALL).columns;
    let columns: Vec<String> = reached.iter().map(|c| c.point.to_string()).collect();
    assert_eq!(columns, ["w/stage.t.*", "w/copy.t.*", "w/mart.t.a", "w/end.t.b"]);
    let trace = graph.trace(&column("w/mart.t.a"), Direction::Upstream, 9, ALL);
    assert_eq!(trace.columns.last().unwrap().point, column("w/raw.t.a"));
}

#[test]
fn the_shortest_path_is_found() {
    let all = |text: &str| Point { node: node(text), column: None };
    let way = shop().path(&all("shop.user"), &all("metrics.arpu"), ALL).unwrap();
    let hops: Vec<String> = way.iter().map(|h| format!("{} {} {}", h.from.name, h.to.name, h.flows.len())).collect();
    assert_eq!(hops, ["shop.user mart.dim 3", "mart.dim dau 1", "dau arpu 1"]);
    assert_eq!(shop().path(&all("metrics.arpu"), &all("shop.user"), ALL), None);
    assert_eq!(shop().path(&all("mart.dim"), &all("mart.dim"), ALL), Some(Vec::new()));
}

#[test]
fn a_column_leads_to_another_by_value_and_by_shaping() {
    let way = shop().path(&column("shop.user.name"), &Point { node: node("metrics.dnu"), column: None }, ALL).unwrap();
    let hops: Vec<String> = way.iter().map(|h| format!("{:?} {:?}", h.flows[0].from, h.flows[0].to)).collect();
    assert_eq!(hops, [r#"Some("name") Some("name")"#, r#"Some("name") None"#]);
    let way = shop().path(&column("shop.user.ok"), &column("metrics.arpu.value"), ALL).unwrap();
    assert_eq!(way.len(), 3, "rows that are shaped, then a column of theirs, then on by value");
    assert_eq!(shop().path(&column("shop.user.name"), &column("metrics.arpu.value"), ALL), None);
}

#[test]
fn impact_follows_values_and_names_what_is_shaped_at_any_distance() {
    let impact = shop().impact(&column("shop.user.name"), ALL);
    assert_eq!(impact.columns.iter().map(|c| c.point.to_string()).collect::<Vec<_>>(), ["mart.dim.name"]);
    assert_eq!(impact.shaped.iter().map(|s| s.node.to_string()).collect::<Vec<_>>(), ["metric:dnu"]);
    let impact = shop().impact(&column("shop.access.uid"), ALL);
    let columns: Vec<String> = impact.columns.iter().map(|c| c.point.to_string()).collect();
    assert_eq!(columns, ["mart.dim.id", "dau.value", "arpu.value"]);
    let impact = shop().impact(&column("shop.user.ok"), ALL);
    let shaped: Vec<String> = impact.shaped.iter().map(|s| format!("{} {}", s.depth, s.node)).collect();
    assert_eq!(shaped, ["1 dataset:mart.dim", "2 metric:dau", "2 metric:dnu", "3 metric:arpu"]);
}

#[test]
fn a_link_goes_with_its_last_edge() {
    let mut graph = shop();
    change(&mut graph, "metrics.dau.value -> metrics.arpu.value", true);
    change(&mut graph, "metrics.dau.value -> metrics.arpu.value", false);
    assert_eq!(graph.around(&node("metrics.dau"), DOWN, ALL).nodes.len(), 2, "another job still says so");
    change(&mut graph, "metrics.dau.value -> metrics.arpu.value", false);
    assert_eq!(graph.around(&node("metrics.dau"), DOWN, ALL).nodes.len(), 1);
    change(&mut graph, "metrics.dau.value -> metrics.arpu.value", false);
    assert_eq!(graph.fed_by(&node("mart.dim")), 1, "taking away what is not there does nothing");
}

proptest! {
    /// However edges came and went, the graph is the one over the edges that are left, also across rewritten rows.
    #[test]
    fn a_changed_graph_is_the_graph_of_what_is_left(steps in proptest::collection::vec((0u8..6, 0u8..6, 0u8..3, any::<bool>()), 1..200)) {
        let (mut changed, mut left) = (Graph::default(), Vec::new());
        for (from, to, word, add) in steps {
            let line = match word {
                0 => format!("s.t{from}.a ~> s.t{to}"),
                1 => format!("s.t{from}.a -> s.t{to}.b"),
                _ => format!("s.t{from}.b -> s.t{to}.a"),
            };
            if add {
                left.push(line.clone());
                change(&mut changed, &line, true);
            } else if let Some(at) = left.iter().position(|l| *l == line) {
                left.swap_remove(at);
                change(&mut changed, &line, false);
            }
        }
        let fresh = graph(&left.join("\n"));
        prop_assert_eq!(changed.out_of.len(), left.len());
        for at in 0..6 {
            let start = node(&format!("s.t{at}"));
            let ask = Around { up: true, down: true, columns: true, ..UP };
            let (one, other) = (changed.around(&start, ask, ALL), fresh.around(&start, ask, ALL));
            prop_assert_eq!(one, other);
            let column = Point::of(&start, "a");
            prop_assert_eq!(changed.impact(&column, ALL), fresh.impact(&column, ALL));
        }
    }
}

#[test]
fn rows_are_written_anew_and_lose_nothing() {
    let mut graph = Graph::default();
    for i in 0..20_000 {
        change(&mut graph, &format!("a.t{}.c{} -> b.t{}.c{}", i % 97, i % 13, i % 89, i % 11), true);
    }
    for i in 0..10_000 {
        change(&mut graph, &format!("a.t{}.c{} -> b.t{}.c{}", i % 97, i % 13, i % 89, i % 11), false);
    }
    assert_eq!((graph.out_of.len(), graph.into.len()), (10_000, 10_000));
}
