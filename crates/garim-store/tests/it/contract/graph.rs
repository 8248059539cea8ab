use garim_core::lineage::{Direct, Indirect, Node, NodeKind, Point, Transformation};
use garim_ports::{EdgeChange, EdgeJob, GraphMark, KeptEdge, Replaced, Replaces, Store};

use crate::sample::at;

const COPIED: Transformation = Transformation::Direct(Direct::Identity);
const FILTERED: Transformation = Transformation::Indirect(Indirect::Filter);

fn node(name: &str) -> Node {
    Node { namespace: "w".into(), name: name.into(), kind: NodeKind::Dataset }
}

/// `a.x > b.y` copies, `a.x > b` filters.
fn edge(text: &str) -> KeptEdge {
    let (from, to) = text.split_once(" > ").unwrap();
    let point = |text: &str| match text.split_once('.') {
        Some((asset, column)) => Point::of(&node(asset), column),
        None => Point { node: node(text), column: None },
    };
    let how = if to.contains('.') { COPIED } else { FILTERED };
    KeptEdge { from: point(from), to: point(to), how }
}

fn job(name: &str) -> EdgeJob {
    EdgeJob { namespace: "airflow".into(), name: name.into() }
}

async fn replace(store: &dyn Store, of: &str, into: Option<&str>, edges: &[&str], seconds: i64) -> Replaced {
    let edges: Vec<KeptEdge> = edges.iter().map(|e| edge(e)).collect();
    let into: Option<Vec<Node>> = into.map(|name| vec![node(name)]);
    let replaces = into.as_deref().map_or(Replaces::All, Replaces::Into);
    let mut tx = store.begin().await.unwrap();
    let replaced = tx.edges().replace(&job(of), Some("r"), replaces, &edges, at(seconds)).await.unwrap();
    tx.commit().await.unwrap();
    replaced
}

/// What came (+) and went (-) since a mark, and how far that goes.
async fn changes(store: &dyn Store, since: GraphMark) -> (Vec<String>, GraphMark) {
    let mut tx = store.read().await.unwrap();
    let all = tx.edges().changes(GraphMark::default()).await.unwrap();
    let changes = tx.edges().changes(since).await.unwrap();
    let name = |id: i64| all.columns.iter().find(|(known, _)| *known == id).unwrap().1.to_string();
    let told = |e: &EdgeChange| {
        let how = &changes.hows[e.how as usize];
        format!("{} {} {} {how}", if e.holds { "+" } else { "-" }, name(e.from), name(e.to))
    };
    (changes.edges.iter().map(told).collect(), changes.mark)
}

pub async fn a_reader_hears_of_each_change_once(store: &dyn Store) {
    assert_eq!(changes(store, GraphMark::default()).await, (vec![], GraphMark::default()));
    replace(store, "load", None, &["a.x > b.x", "a.y > b"], 1).await;
    let (told, first) = changes(store, GraphMark::default()).await;
    assert_eq!(told, ["+ w/a.x w/b.x identity", "+ w/a.y w/b filter"]);
    assert_eq!(replace(store, "load", None, &["a.x > b.x", "a.z > b.z"], 2).await, Replaced { new: 1, gone: 1 });
    let (told, second) = changes(store, first).await;
    assert_eq!(told, ["- w/a.y w/b filter", "+ w/a.z w/b.z identity"]);
    assert_eq!(changes(store, second).await, (vec![], second));
    assert_eq!(changes(store, GraphMark::default()).await.0, ["+ w/a.x w/b.x identity", "+ w/a.z w/b.z identity"]);
}

pub async fn what_came_and_went_between_two_readings_is_not_told(store: &dyn Store) {
    replace(store, "one", None, &["a.x > b.x"], 1).await;
    let (_, mark) = changes(store, GraphMark::default()).await;
    replace(store, "other", None, &["a.x > b.x"], 2).await;
    replace(store, "other", None, &[], 3).await;
    assert_eq!(changes(store, mark).await.0, Vec::<String>::new(), "the first job's edge would be taken away");
}

pub async fn the_same_again_is_no_news(store: &dyn Store) {
    assert_eq!(replace(store, "load", None, &["a.x > b.x"], 1).await, Replaced { new: 1, gone: 0 });
    assert_eq!(replace(store, "load", None, &["a.x > b.x"], 2).await, Replaced::default());
}

pub async fn a_job_replaces_only_what_it_wrote_again(store: &dyn Store) {
    replace(store, "load", None, &["a.x > b.x", "a.x > c.x"], 1).await;
    replace(store, "load", Some("b"), &["a.y > b.y"], 2).await;
    let (told, _) = changes(store, GraphMark::default()).await;
    assert_eq!(told, ["+ w/a.x w/c.x identity", "+ w/a.y w/b.y identity"]);
}

pub async fn each_job_that_says_so_is_named(store: &dyn Store) {
    replace(store, "one", None, &["a.x > b.x"], 1).await;
    replace(store, "other", None, &["a.x > b.x", "a.y > b"], 2).await;
    let mut tx = store.read().await.unwrap();
    let into = [Point::of(&node("b"), "x"), Point { node: node("b"), column: None }, Point::of(&node("nowhere"), "x")];
    let origins = tx.edges().origins(&into).await.unwrap();
    let told: Vec<String> = origins.iter().map(|o| format!("{} {} {} {}", o.edge.from, o.edge.to, o.job.name, o.since)).collect();
    assert_eq!(
        told,
        [
            "w/a.x w/b.x one 1970-01-01T00:00:01Z",
            "w/a.x w/b.x other 1970-01-01T00:00:02Z",
            "w/a.y w/b other 1970-01-01T00:00:02Z"
        ]
    );
}
