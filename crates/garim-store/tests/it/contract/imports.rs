use garim_core::{
    imported::{
        ColumnUse, DashboardKey, DashboardViews, DatasetKey, DatasetState, ImportedDataset, JobKey, JobState, QueryId,
        QueryShape, QueryUsage, Understood, UseKind, UserKind,
    },
    lineage::Node,
    name::PrincipalName,
};
use garim_ports::{ImportKind, ImportSource, ImportSummary, Mark, Position, ShownThing, Store};

use crate::sample::{at, day};

fn source() -> ImportSource {
    ImportSource { kind: ImportKind::Postgres, namespace: "warehouse".into() }
}

fn key(name: &str) -> DatasetKey {
    DatasetKey::new("warehouse", name).unwrap()
}

fn lee() -> PrincipalName {
    PrincipalName::new("lee").unwrap()
}

pub async fn imports_are_listed_newest_first_with_what_they_found(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    let first = tx.imports().begin(&source(), &lee(), at(1)).await.unwrap();
    let second = tx.imports().begin(&source(), &lee(), at(2)).await.unwrap();
    let mut summary = ImportSummary::default();
    summary.datasets.new = 7;
    summary.read.not_understood("no such dialect", "log:1");
    tx.imports().keep(second, &summary, Some(at(3))).await.unwrap();
    let listed = tx.imports().list(9).await.unwrap();
    assert_eq!(listed.iter().map(|i| i.number).collect::<Vec<_>>(), [second, first]);
    assert_eq!((listed[0].ended, &listed[0].summary), (Some(at(3)), &summary));
    assert_eq!(listed[1].ended, None);
}

pub async fn a_stream_has_one_position_whatever_it_was_called(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    let place = |stream: &str, replaces: Option<&str>, place: &str| Position {
        stream: stream.into(),
        replaces: replaces.map(str::to_owned),
        place: place.into(),
    };
    tx.imports().keep_position(&source(), &place("short", None, "10")).await.unwrap();
    tx.imports().keep_position(&source(), &place("long", Some("short"), "20")).await.unwrap();
    tx.imports().keep_position(&source(), &place("long", None, "30")).await.unwrap();
    assert_eq!(tx.imports().positions(&source()).await.unwrap(), [place("long", None, "30")]);
    let other = ImportSource { namespace: "elsewhere".into(), ..source() };
    assert_eq!(tx.imports().positions(&other).await.unwrap(), []);
}

pub async fn an_execution_is_taken_in_once(store: &dyn Store) {
    let mark = |n: u8| Mark { id: [n; 16], day: Some(day("2026-01-01")) };
    let mut tx = store.begin().await.unwrap();
    tx.imports().keep_marks(&source(), &[mark(1), mark(2), mark(1)]).await.unwrap();
    assert_eq!(tx.imports().seen(&source(), &[mark(2), mark(3)]).await.unwrap(), [true, false]);
}

pub async fn what_a_complete_source_shows_no_longer_is_told_once(store: &dyn Store) {
    let things = [ShownThing::Dataset(key("a")), ShownThing::Job(JobKey::new("warehouse", "view a").unwrap())];
    let mut tx = store.begin().await.unwrap();
    tx.imports().shown(&source(), 1, &things).await.unwrap();
    tx.imports().shown(&source(), 2, &things[..1]).await.unwrap();
    assert_eq!(tx.imports().no_longer_shown(&source(), 2).await.unwrap(), things[1..]);
    assert_eq!(tx.imports().no_longer_shown(&source(), 2).await.unwrap(), []);
}

pub async fn what_is_imported_comes_goes_and_is_found_by_its_name(store: &dyn Store) {
    let mut state = DatasetState::default();
    state.hear(&ImportedDataset { description: Some("orders".into()), ..ImportedDataset::new(key("shop.orders"), at(1)) });
    let mut tx = store.begin().await.unwrap();
    tx.imported().put_dataset(&key("shop.orders"), &state, at(1)).await.unwrap();
    let dashboard = DashboardKey::new("superset", "12").unwrap();
    assert_eq!(tx.imported().dashboard(&dashboard).await.unwrap(), None);
    let kept = tx.imported().dataset(&key("shop.orders")).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.first_seen, kept.gone), (state.clone(), at(1), None));
    let node = Node::from(&key("shop.orders"));
    for name in ["shop.orders", "orders"] {
        assert_eq!(tx.imported().named(name, 9).await.unwrap(), std::slice::from_ref(&node), "{name}");
    }
    for name in ["rders", "%", "shop_orders"] {
        assert_eq!(tx.imported().named(name, 9).await.unwrap(), [], "{name}");
    }
    assert_eq!(tx.imported().nodes(None, 9).await.unwrap(), std::slice::from_ref(&node));
    assert_eq!(tx.imported().nodes(Some(&node), 9).await.unwrap(), []);
    tx.imported().gone(&ShownThing::Dataset(key("shop.orders")), at(5)).await.unwrap();
    assert_eq!(tx.imported().dataset(&key("shop.orders")).await.unwrap().unwrap().gone, Some(at(5)));
    assert_eq!(tx.imported().nodes(None, 9).await.unwrap(), []);
    tx.imported().put_dataset(&key("shop.orders"), &state, at(6)).await.unwrap();
    let back = tx.imported().dataset(&key("shop.orders")).await.unwrap().unwrap();
    assert_eq!((back.first_seen, back.changed, back.gone), (at(1), at(6), None));
}

pub async fn a_job_is_there_with_or_without_what_it_moves(store: &dyn Store) {
    let job = JobKey::new("airflow", "daily.load").unwrap();
    let mut tx = store.begin().await.unwrap();
    assert!(tx.imported().job(&job).await.unwrap().is_none());
    tx.imported().put_job(&job, &JobState::default(), None, at(1)).await.unwrap();
    let (kept, lineage) = tx.imported().job(&job).await.unwrap().unwrap();
    assert_eq!((kept.state, lineage), (JobState::default(), None));
}

pub(super) fn shape(fingerprint: &str, reads: &[&str]) -> QueryShape {
    QueryShape {
        id: QueryId::of("warehouse", &[], fingerprint),
        namespace: "warehouse".into(),
        fingerprint: fingerprint.into(),
        kind: "select".into(),
        reads: reads.iter().map(|r| key(r)).collect(),
        writes: vec![],
        columns: reads.iter().map(|r| ColumnUse { column: key(r).column("x"), usage: UseKind::Value }).collect(),
        join_pairs: vec![],
        understood: Understood::Resolved,
        notes: vec![],
    }
}

pub(super) fn usage(of: &QueryShape, user: Option<&str>, on: &str, times: u64, seconds: i64) -> QueryUsage {
    QueryUsage {
        query: of.id,
        day: Some(day(on)),
        user: user.map(str::to_owned),
        user_kind: UserKind::Person,
        times,
        failed: 0,
        timed: times,
        total_ms: 10 * times,
        max_ms: 10,
        first: Some(at(seconds)),
        last: Some(at(seconds)),
    }
}

pub async fn usage_adds_up_by_asset_and_user(store: &dyn Store) {
    let (both, one) = (shape("select a join b", &["a", "b"]), shape("select b", &["b"]));
    let mut tx = store.begin().await.unwrap();
    assert!(tx.usage().add(&usage(&one, None, "2026-01-01", 1, 1), at(0)).await.is_err(), "a query must be told first");
    assert!(tx.usage().query(&both).await.unwrap());
    assert!(tx.usage().query(&one).await.unwrap());
    assert!(!tx.usage().query(&one).await.unwrap(), "it is known");
    let used = tx.usage().add(&usage(&both, Some("kim"), "2026-01-01", 3, 10), at(0)).await.unwrap();
    assert_eq!(used, [Node::from(&key("a")), Node::from(&key("b"))]);
    tx.usage().add(&usage(&one, Some("kim"), "2026-01-02", 1, 20), at(0)).await.unwrap();
    tx.usage().add(&usage(&one, Some("lee"), "2026-01-01", 2, 5), at(0)).await.unwrap();
    tx.usage().add(&usage(&one, Some("lee"), "2026-01-01", 2, 4), at(0)).await.unwrap();
    let users = tx.usage().users(&Node::from(&key("b")), 9).await.unwrap();
    let told: Vec<String> = users.iter().map(|u| format!("{} {} {}", u.user, u.times, u.last)).collect();
    assert_eq!(told, ["kim 4 1970-01-01T00:00:20Z", "lee 4 1970-01-01T00:00:05Z"]);
    let queries = tx.usage().queries(&Node::from(&key("b")), 9).await.unwrap();
    let told: Vec<(&str, u64)> = queries.iter().map(|q| (q.shape.fingerprint.as_str(), q.times)).collect();
    assert_eq!(told, [("select b", 5), ("select a join b", 3)]);
    assert_eq!(tx.usage().users(&Node::from(&key("nowhere")), 9).await.unwrap(), []);
}

pub async fn who_looks_at_a_dashboard_uses_what_it_reads(store: &dyn Store) {
    let dashboard = DashboardKey::new("superset", "12").unwrap();
    let views = |user: &str, on: &str, times| DashboardViews {
        dashboard: dashboard.clone(),
        day: day(on),
        user: Some(user.into()),
        views: times,
        last: at(7),
    };
    let reads = [Node::from(&key("b"))];
    let mut tx = store.begin().await.unwrap();
    for (user, on, times) in [("kim", "2026-01-01", 2), ("lee", "2026-01-01", 1), ("kim", "2026-01-02", 5)] {
        tx.usage().add_views(&views(user, on, times), &reads).await.unwrap();
    }
    let by_day = tx.usage().views(&dashboard, 9).await.unwrap();
    assert_eq!(by_day, [(day("2026-01-02"), 1, 5), (day("2026-01-01"), 2, 3)]);
    assert_eq!(tx.usage().users(&reads[0], 9).await.unwrap().len(), 2);
}
