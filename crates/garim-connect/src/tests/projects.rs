//! dbt: its own files, and the OpenLineage events of the same build.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use garim_core::imported::{DatasetState, Fact, LineageState, RunEvent, RunState};
use garim_ports::{ImportFrom, ImportKind, Tally};

use super::{Memory, ask, draw::arrow, import};

fn fixture(kind: ImportKind, name: &str) -> (Arc<Memory>, Tally) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tests/fixtures").join(name);
    let memory = Arc::new(Memory::default());
    let read = import(ask(kind, ImportFrom::Files(vec![path])), &memory);
    (memory, read)
}

/// Every arrow that holds in the end.
pub(super) fn arrows(memory: &Memory) -> Vec<String> {
    let mut states: BTreeMap<_, LineageState> = BTreeMap::new();
    for fact in memory.facts.lock().unwrap().iter() {
        if let Fact::Lineage(said) = fact {
            states.entry(said.job.clone()).or_default().hear(said);
        }
    }
    let all: BTreeSet<String> =
        states.values().filter_map(LineageState::current).flat_map(|m| m.edges.iter().map(arrow)).collect();
    all.into_iter().collect()
}

const DRAWN: [&str; 16] = [
    "shop.main.raw_customers.id ~> shop.main.customer_orders (joinkey)",
    "shop.main.raw_customers.name -> shop.main.customer_orders.name",
    "shop.main.raw_customers.name ~> shop.main.customer_orders (group)",
    "shop.main.raw_orders.customer_id -> shop.main.stg_orders.customer_id",
    "shop.main.raw_orders.email -> shop.main.stg_orders.email",
    "shop.main.raw_orders.id -> shop.main.stg_orders.order_id",
    "shop.main.raw_orders.placed -> shop.main.stg_orders.placed",
    "shop.main.raw_orders.price -> shop.main.stg_orders.price",
    "shop.main.stg_orders.customer_id -> shop.main.all_orders.customer_id",
    "shop.main.stg_orders.customer_id ~> shop.main.customer_orders (joinkey)",
    "shop.main.stg_orders.email -> shop.main.all_orders.email",
    "shop.main.stg_orders.email ~> shop.main.customer_orders (filter)",
    "shop.main.stg_orders.order_id -> shop.main.all_orders.order_id",
    "shop.main.stg_orders.placed -> shop.main.all_orders.placed",
    "shop.main.stg_orders.price -> shop.main.all_orders.price",
    "shop.main.stg_orders.price -> shop.main.customer_orders.total (sum)",
];

#[test]
fn a_project_is_the_graph_that_a_person_would_draw() {
    let (memory, read) = fixture(ImportKind::Dbt, "dbt");
    assert_eq!(arrows(&memory), DRAWN);
    assert_eq!((read.resolved, read.partial, read.failed, read.not_understood.len()), (3, 0, 0, 0));
    let facts = memory.facts.lock().unwrap();
    let shown = serde_json::to_string(&*facts).unwrap();
    assert!(!shown.contains("s3cret") && !shown.contains("nobody@example.com"), "a token or a literal has passed");
    let dashboard = facts.iter().find_map(|f| if let Fact::Dashboard(d) = f { Some(d) } else { None }).unwrap();
    assert_eq!((dashboard.title.as_str(), dashboard.charts[0].datasets[0].name()), ("Weekly sales", "shop.main.customer_orders"));
    assert_eq!(dashboard.url.as_deref(), Some("https://bi.example.com/d/7"));
    let mut mart = DatasetState::default();
    facts.iter().for_each(|f| {
        if let Fact::Dataset(d) = f
            && d.key.name() == "shop.main.customer_orders"
        {
            mart.hear(d);
        }
    });
    assert_eq!(mart.owners.unwrap().value, ["data-team"]);
    assert_eq!(mart.columns.unwrap().value[0].description.as_deref(), Some("The customer's name"));
    let checks: Vec<_> =
        mart.checks.values().map(|c| (c.value.name.as_str(), c.value.column.as_deref(), c.value.passed)).collect();
    assert_eq!(checks, [("not_null", Some("name"), Some(true)), ("unique", Some("name"), Some(true))]);
    assert_eq!(facts.iter().filter(|f| matches!(f, Fact::Run(r) if r.event == RunEvent::Complete)).count(), 5);
}

#[test]
fn the_events_of_the_same_build_draw_the_same() {
    let (memory, read) = fixture(ImportKind::OpenLineage, "openlineage_dbt.jsonl");
    assert_eq!((read.records, read.repeated), (10, 0));
    let facts = memory.facts.lock().unwrap();
    let mut runs: BTreeMap<_, RunState> = BTreeMap::new();
    for fact in facts.iter() {
        if let Fact::Run(said) = fact {
            runs.entry((said.job.clone(), said.id.clone())).or_default().hear(said);
        }
    }
    assert!(runs.values().all(|r| r.event.as_ref().unwrap().value == RunEvent::Complete && r.ended >= r.started));
    drop(facts);
    assert_eq!(arrows(&memory), DRAWN);
    let facts = memory.facts.lock().unwrap();
    let ephemeral = facts.iter().any(|f| matches!(f, Fact::Dataset(d) if d.key.name().ends_with("light")));
    assert!(!ephemeral, "what dbt writes into other models stands nowhere");
}

/// Whether an import of `tests/shop` is what a person would draw: `fixtures/shop.arrows`.
pub(super) fn is_the_shop(kind: ImportKind, memory: &Memory, read: &Tally) {
    let expected: BTreeSet<String> = include_str!("fixtures/shop.arrows").lines().map(str::to_owned).collect();
    let mut came: BTreeSet<String> = arrows(memory).into_iter().collect();
    // Events of a project without a catalog do not say what columns a source has: all of them go into its snapshot.
    if came.remove("shop.main_raw.customers.* -> shop.history.customers_history.*") {
        came.extend(expected.iter().filter(|e| e.contains("history.customers_history")).cloned());
    }
    let (missing, more): (Vec<_>, Vec<_>) = (expected.difference(&came).collect(), came.difference(&expected).collect());
    assert!(missing.is_empty() && more.is_empty(), "{kind}: missing {missing:#?}, not expected {more:#?}");
    assert_eq!(read.failed, 0, "{read:?}");
}

#[test]
fn columns_that_somebody_described_are_not_all_there_are() {
    for (kind, name) in [(ImportKind::Dbt, "shop"), (ImportKind::OpenLineage, "openlineage_shop.jsonl")] {
        let (memory, read) = fixture(kind, name);
        is_the_shop(kind, &memory, &read);
    }
}
