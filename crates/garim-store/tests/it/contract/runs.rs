use garim_core::{
    lineage::{Edge, Indirect, Transformation},
    run::{ColumnProfile, Run, RunFacts, RunState},
};
use garim_ports::Store;

use crate::sample::*;

const INGEST: &str = "ingest:shop.user";
const DIM: &str = "transform:mart.dim_user";

async fn begin(store: &dyn Store, run: &Run) -> &'static str {
    let mut tx = store.begin().await.unwrap();
    let begun = tx.runs().begin(run).await;
    tx.commit().await.unwrap();
    meaning(begun)
}

async fn end(store: &dyn Store, run: &Run, facts: &RunFacts) -> &'static str {
    let mut tx = store.begin().await.unwrap();
    let ended = tx.runs().end(run, facts).await;
    tx.commit().await.unwrap();
    meaning(ended)
}

/// Begins and ends a run that wrote `into`.
async fn good(store: &dyn Store, run: &Run, into: &str, version: i64, edges: &[Edge]) {
    assert_eq!(begin(store, run).await, "done");
    let facts = RunFacts { profiles: vec![], edges: edges.to_vec() };
    assert_eq!(end(store, &succeeded(run, into, version), &facts).await, "done");
}

pub async fn a_job_runs_once_at_a_time_for_a_day(store: &dyn Store) {
    let first = run(1, INGEST, "2020-10-25", 1);
    assert_eq!(begin(store, &first).await, "done");
    assert_eq!(begin(store, &run(2, INGEST, "2020-10-25", 2)).await, "conflict");
    assert_eq!(begin(store, &run(3, INGEST, "2020-10-26", 2)).await, "done");
    assert_eq!(begin(store, &run(4, DIM, "2020-10-25", 1)).await, "done");
    let mut tx = store.read().await.unwrap();
    let unfinished = tx.runs().unfinished().await.unwrap();
    assert_eq!(unfinished.iter().map(|r| r.id).collect::<Vec<_>>(), [id(1), id(3), id(4)]);
    drop(tx);
    let abandoned = Run { state: RunState::Abandoned, ended: Some(at(9)), ..first };
    assert_eq!(end(store, &abandoned, &RunFacts::default()).await, "done");
    assert_eq!(begin(store, &run(5, INGEST, "2020-10-25", 3)).await, "done");
}

pub async fn sequences_count_for_a_job_and_attempts_for_its_day(store: &dyn Store) {
    let daily = "daily".parse().unwrap();
    good(store, &run(1, INGEST, "2020-10-25", 1), "shop.user", 1, &[]).await;
    good(store, &run(2, INGEST, "2020-10-26", 2), "shop.user", 2, &[]).await;
    let mut tx = store.read().await.unwrap();
    let mut runs = tx.runs();
    assert_eq!(runs.next(&daily, INGEST, day("2020-10-26")).await.unwrap(), (3, 2));
    assert_eq!(runs.next(&daily, INGEST, day("2020-10-27")).await.unwrap(), (3, 1));
    assert_eq!(runs.next(&daily, DIM, day("2020-10-26")).await.unwrap(), (1, 1));
    let hourly = "hourly".parse().unwrap();
    let shared = runs.next(&hourly, INGEST, day("2020-10-26")).await.unwrap();
    assert_eq!(shared, (3, 1), "the lake knows a job by its name, whatever the pipeline");
}

pub async fn a_run_ends_once(store: &dyn Store) {
    let begun = run(1, INGEST, "2020-10-25", 1);
    let done = succeeded(&begun, "shop.user", 1);
    let profile = ColumnProfile { column: "u_id".parse().unwrap(), rows: 3, nulls: 0 };
    let facts = RunFacts { profiles: vec![(dataset("shop.user"), vec![profile])], edges: vec![] };
    assert_eq!(end(store, &done, &facts).await, "not found");
    assert_eq!(begin(store, &begun).await, "done");
    assert_eq!(end(store, &done, &facts).await, "done");
    assert_eq!(end(store, &Run { state: RunState::Abandoned, ..done.clone() }, &facts).await, "conflict");
    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.runs().get(begun.id).await.unwrap(), Some(done.clone()));
    let daily = "daily".parse().unwrap();
    assert_eq!(tx.runs().last_success(&daily, INGEST, day("2020-10-25")).await.unwrap(), Some(done));
    assert_eq!(tx.runs().last_success(&daily, INGEST, day("2020-10-26")).await.unwrap(), None);
}

pub async fn runs_are_listed_by_what_they_touch(store: &dyn Store) {
    good(store, &run(1, INGEST, "2020-10-25", 1), "shop.user", 1, &[]).await;
    good(store, &run(2, "metrics", "2020-10-25", 1), "metrics.dau", 1, &[]).await;
    assert_eq!(begin(store, &run(3, INGEST, "2020-10-26", 2)).await, "done");
    let mut tx = store.read().await.unwrap();
    let mut runs = tx.runs();
    let ids = |runs: Vec<Run>| runs.iter().map(|r| r.sequence * 10 + i64::from(r.attempt)).collect::<Vec<_>>();
    assert_eq!(runs.list(None, 10).await.unwrap().iter().map(|r| r.id).collect::<Vec<_>>(), [id(3), id(2), id(1)]);
    assert_eq!(runs.list(None, 1).await.unwrap().len(), 1);
    assert_eq!(ids(runs.list(Some(&dataset("shop.user")), 10).await.unwrap()), [21, 11]);
    assert_eq!(ids(runs.list(Some(&dataset("metrics.dau")), 10).await.unwrap()), [11]);
    assert!(runs.list(Some(&dataset("shop.purchase")), 10).await.unwrap().is_empty());
}

pub async fn outputs_are_the_newest_of_each_day(store: &dyn Store) {
    good(store, &run(1, INGEST, "2020-10-25", 1), "shop.user", 1, &[]).await;
    good(store, &run(2, INGEST, "2020-10-26", 2), "shop.user", 2, &[]).await;
    good(store, &run(3, INGEST, "2020-10-25", 3), "shop.user", 3, &[]).await;
    let failed = run(4, INGEST, "2020-10-26", 4);
    assert_eq!(begin(store, &failed).await, "done");
    let failed = Run { state: RunState::Quarantined, ..succeeded(&failed, "shop.user", 9) };
    assert_eq!(end(store, &failed, &RunFacts::default()).await, "done");
    let mut tx = store.read().await.unwrap();
    let outputs = tx.runs().outputs(&dataset("shop.user")).await.unwrap();
    let shown: Vec<_> = outputs.into_iter().map(|(day, output, run)| (day.dt(), output.version, run)).collect();
    assert_eq!(shown, [("20201025".to_owned(), 3, id(3)), ("20201026".to_owned(), 2, id(2))]);
}

pub async fn lineage_is_what_the_last_good_run_of_a_job_captured(store: &dyn Store) {
    let copied = edge("shop.user.u_id", "mart.dim_user.d_uid");
    let renamed = edge("shop.user.u_name", "mart.dim_user.d_name");
    let mut shaped = edge("shop.access.a_uid", "mart.dim_user.d_uid");
    (shaped.to_column, shaped.transformation) = (None, Transformation::Indirect(Indirect::JoinKey));
    let other = edge("shop.purchase.p_amount", "metrics.dr.value");
    good(store, &run(1, DIM, "2020-10-25", 1), "mart.dim_user", 1, &[copied.clone(), shaped.clone()]).await;
    good(store, &run(2, "metrics", "2020-10-25", 1), "metrics.dr", 1, std::slice::from_ref(&other)).await;
    good(store, &run(3, DIM, "2020-10-26", 2), "mart.dim_user", 2, &[copied.clone(), renamed.clone()]).await;
    let failed = run(4, DIM, "2020-10-27", 3);
    assert_eq!(begin(store, &failed).await, "done");
    let failed = Run { state: RunState::Failed { message: "no".into() }, ended: Some(at(9)), ..failed };
    assert_eq!(end(store, &failed, &RunFacts { profiles: vec![], edges: vec![shaped] }).await, "done");
    let mut tx = store.read().await.unwrap();
    let mut held = tx.runs().edges().await.unwrap();
    held.sort();
    let mut expected = vec![copied, renamed, other];
    expected.sort();
    assert_eq!(held, expected);
}

pub async fn a_prepared_run_is_there_until_it_ends(store: &dyn Store) {
    let begun = run(1, INGEST, "2020-10-25", 1);
    let schemas = [(dataset("shop.user"), schema(1, &["u_id"]))];
    let facts = RunFacts { profiles: vec![], edges: vec![edge("shop.user.u_id", "mart.dim_user.d_uid")] };
    let (first, second) = (succeeded(&begun, "shop.user", 4), succeeded(&begun, "shop.user", 5));
    let mut tx = store.begin().await.unwrap();
    assert_eq!(meaning(tx.runs().prepare(&first, &facts, &schemas).await), "not found");
    tx.runs().begin(&begun).await.unwrap();
    tx.runs().prepare(&first, &facts, &schemas).await.unwrap();
    tx.runs().prepare(&second, &facts, &schemas).await.unwrap();
    assert_eq!(tx.runs().prepared(begun.id).await.unwrap(), Some((second.clone(), facts.clone(), schemas.to_vec())));
    assert_eq!(tx.runs().get(begun.id).await.unwrap(), Some(begun.clone()), "only prepared: it still runs");
    tx.runs().end(&second, &facts).await.unwrap();
    assert_eq!(tx.runs().prepared(begun.id).await.unwrap(), None);
}
