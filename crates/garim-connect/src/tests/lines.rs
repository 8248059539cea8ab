//! Dashboards and schedulers as lines of JSON.

use std::{io::Cursor, sync::Arc};

use garim_core::imported::{Fact, RunEvent};
use garim_ports::{ImportFrom, ImportKind, Tally};

use super::{Memory, ask, draw::arrow, import};

fn read(kind: ImportKind, text: &str) -> (Vec<Fact>, Tally) {
    let memory = Arc::new(Memory::default());
    let tally = import(ask(kind, ImportFrom::Body(Box::new(Cursor::new(text.to_owned())))), &memory);
    let facts = memory.facts.lock().unwrap().clone();
    (facts, tally)
}

#[test]
fn dashboards_and_views() {
    let (facts, tally) = read(
        ImportKind::DashboardJsonl,
        r#"{"dashboard": "7", "title": "Weekly", "url": "https://bi/d/7?token=s3cret", "owners": ["kim"], "charts": [{"title": "Sales", "tables": ["mart.daily"], "sql": "select day, total from mart.daily where region = 's3cret'"}]}
{"kind": "view", "dashboard": "7", "user": "lee", "ts": "2026-11-20T01:00:00Z"}
{"kind": "view", "dashboard": "7", "user": "lee", "ts": "2026-11-20T05:00:00Z", "views": 3}
{"kind": "view", "dashboard": "7", "user": "lee", "ts": "soon"}
{"title": "nameless"}
"#,
    );
    assert!(!serde_json::to_string(&facts).unwrap().contains("s3cret"));
    let Fact::Dashboard(dashboard) = &facts[0] else { panic!("{facts:?}") };
    assert_eq!(dashboard.charts[0].datasets.len(), 1);
    assert_eq!(dashboard.charts[0].columns.len(), 3);
    let Fact::Views(views) = &facts[1] else { panic!("{facts:?}") };
    assert_eq!((views.views, views.user.as_deref()), (4, Some("lee")));
    assert_eq!((facts.len(), tally.records, tally.not_understood.len()), (2, 5, 2));
}

#[test]
fn jobs_and_runs() {
    let (facts, tally) = read(
        ImportKind::SchedulerJsonl,
        r#"{"job": "daily.load", "schedule": "0 3 * * *", "owner": "data", "after": ["daily.extract"], "sql": "insert into mart.daily (total) select sum(price) from shop.orders where email <> 's3cret'"}
{"job": "daily.load", "run": "1", "state": "running", "started": "2026-11-20T03:00:00Z"}
{"job": "daily.load", "run": "1", "state": "success", "started": "2026-11-20T03:00:00Z", "ended": "2026-11-20T03:05:00Z", "outputs": ["mart.daily"], "rows": 12}
{"job": "daily.load", "run": "2", "state": "exploded", "started": "2026-11-20T03:00:00Z"}
{"schedule": "0 3 * * *"}
"#,
    );
    assert!(!serde_json::to_string(&facts).unwrap().contains("s3cret"));
    let arrows: Vec<String> = facts
        .iter()
        .filter_map(|f| if let Fact::Lineage(l) = f { Some(l.edges.iter().map(arrow)) } else { None })
        .flatten()
        .collect();
    assert_eq!(arrows, ["shop.orders.email ~> mart.daily (filter)", "shop.orders.price -> mart.daily.total (sum)"]);
    let runs: Vec<(RunEvent, Option<u64>)> = facts
        .iter()
        .filter_map(|f| if let Fact::Run(r) = f { Some((r.event, r.wrote.first().and_then(|w| w.rows))) } else { None })
        .collect();
    assert_eq!(runs, [(RunEvent::Running, None), (RunEvent::Complete, Some(12))]);
    assert_eq!(tally.not_understood.len(), 2);
}
