//! The KPIs of a shop, day by day through the real pipeline, are those of the reference.

use std::{fs, path::Path, sync::Arc};

use garim_app::{App, DayReport, RunOptions};
use garim_core::time::Day;
use garim_ports::NoProgress;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    demo::{Shop, reference::reference},
    wire,
};

/// As the binary does: planning SQL recurses, and what is unoptimised needs room for that.
fn block_on<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().thread_stack_size(16 << 20).worker_threads(2).build().unwrap();
    runtime.block_on(async { tokio::spawn(future).await.unwrap() })
}

async fn open(root: &Path) -> App {
    match wire::open(root, Arc::new(NoProgress)).await {
        Ok(app) => app,
        Err(_) => panic!("the shop's project cannot be opened"),
    }
}

async fn run(app: &App, day: Day, reingest: bool) -> DayReport {
    let options = RunOptions { reingest, allow_rewrite: false };
    let caller = app.operator().unwrap();
    app.run(&caller, &"daily".parse().unwrap(), (day, day), options, Arc::new(NoProgress)).await.unwrap().remove(0)
}

/// Rows of the first day that come five days later, with the last day's log and purchases.
async fn too_late(root: &Path, first: i64) {
    let rows = format!("a_id,a_tag,a_time,a_timestamp,a_uid\nlogin,web,{first},,1\nlogin,web,{},,2\n", first + 60);
    fs::write(root.join("sources/access/access-20201030-late.csv"), rows).unwrap();
    let options = SqliteConnectOptions::new().filename(root.join("sources/shop.db"));
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    let sql = format!("INSERT INTO purchase VALUES ('{first}', 1, 1, '사과', 1000000)");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
}

#[test]
fn the_pipeline_agrees_with_the_reference() {
    block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let shop = Shop::generate(dir.path(), 400, 6, 7, &NoProgress).await.unwrap();
        let days: Vec<Day> = shop.days().collect();
        let app = open(dir.path()).await;
        let mut reports = Vec::new();
        for (number, day) in days.iter().enumerate() {
            if number == 5 {
                too_late(dir.path(), 1_603_551_600).await;
            }
            shop.advance(*day, &NoProgress).await.unwrap();
            match number {
                // The third day is forgotten: the fourth is refused until it has run.
                2 => continue,
                3 => {
                    let early = run(&app, *day, false).await;
                    assert!(!early.succeeded, "a day without its predecessor: {early:?}");
                    reports.push(early);
                    reports.push(run(&app, days[2], false).await);
                }
                _ => {}
            }
            reports.push(run(&app, *day, false).await);
            assert!(reports.last().unwrap().succeeded, "{:?}", reports.last());
        }
        reports.push(run(&app, days[5], true).await);
        reports.push(run(&app, days[1], false).await);
        let counts: Vec<_> = reports.iter().flat_map(|r| &r.jobs).filter_map(|j| Some(j.run.as_ref()?.counts)).collect();
        let total = |of: fn(&garim_core::run::Counts) -> u64| counts.iter().map(of).sum::<u64>();
        let seen = [
            total(|c| c.duplicates),
            total(|c| c.late),
            total(|c| c.waiting),
            total(|c| c.before_start),
            total(|c| c.without_subject),
        ];
        assert!(seen.iter().all(|n| *n > 0), "the shop has nothing of what real ones have: {seen:?}");
        let table = app.kpis(days[0], days[5]).await.unwrap();
        let expected = reference(dir.path()).await.unwrap();
        assert_eq!(table.days.len(), expected.len());
        for ((day, values), expected) in table.days.iter().zip(expected) {
            assert_eq!(day.dt(), expected.dt);
            for (metric, value) in table.metrics.iter().zip(values) {
                // Stored as exact decimals, which show no zeros at their end.
                let expected = expected.values[metric.as_str()].as_deref().map(|v| match v.contains('.') {
                    true => v.trim_end_matches('0').trim_end_matches('.'),
                    false => v,
                });
                assert_eq!(value.as_deref(), expected, "{metric} on {day}");
            }
            assert_eq!(values.len(), expected.values.len());
        }
    });
}
