//! OpenLineage events in: the standard's own example shapes, in any order, twice.

use std::{io::Cursor, sync::Arc};

use garim_core::imported::{Fact, ImportedDataset, LineageState, RunEvent, RunState};
use garim_ports::{Connect, ImportFrom, ImportKind};
use serde_json::{Value, json};

use super::{Memory, ask, draw::arrow, import};
use crate::Connector;

const RUN: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

fn event(kind: &str, at: &str, inputs: Value, outputs: Value) -> Value {
    json!({
        "schemaURL": RUN, "producer": "test", "eventType": kind, "eventTime": at,
        "run": {"runId": "0190f0b2-0000-7000-8000-000000000001", "facets": {
            "nominalTime": {"nominalStartTime": "2026-11-20T00:00:00Z"},
            "parent": {"run": {"runId": "parent"}, "job": {"namespace": "airflow", "name": "daily"}},
            "errorMessage": {"message": "duplicate key kim@example.com", "programmingLanguage": "python"},
        }},
        "job": {"namespace": "airflow", "name": "daily.load", "facets": {
            "sql": {"query": "insert into mart.daily select placed, sum(price) as total from shop.orders where email <> 'kim@example.com' group by placed"},
            "documentation": {"description": "loads the day"},
            "ownership": {"owners": [{"name": "team:data"}]},
            "jobType": {"integration": "AIRFLOW", "jobType": "TASK", "processingType": "BATCH"},
        }},
        "inputs": inputs, "outputs": outputs,
    })
}

fn orders() -> Value {
    json!([{"namespace": "postgres://kim:s3cret@db:5432", "name": "lgde.shop.orders", "facets": {
        "schema": {"fields": [{"name": "placed", "type": "date"}, {"name": "price", "type": "numeric"}, {"name": "email", "type": "text", "description": "where the bill goes"}]},
        "dataSource": {"name": "db", "uri": "postgres://kim:s3cret@db:5432"},
    }, "inputFacets": {
        "dataQualityMetrics": {"rowCount": 10, "columnMetrics": {"email": {"nullCount": 1, "min": "kim@example.com"}}},
        "dataQualityAssertions": {"assertions": [{"assertion": "not_null", "column": "email", "success": false}]},
    }}])
}

fn daily() -> Value {
    json!([{"namespace": "postgres://db:5432", "name": "lgde.mart.daily", "outputFacets": {"outputStatistics": {"rowCount": 3, "size": 120}}}])
}

fn facts(value: &Value) -> (Vec<Fact>, Vec<Vec<u8>>) {
    let batch = Connector.event(value.to_string().as_bytes(), &|_| None).unwrap();
    (batch.facts, batch.sealed)
}

#[test]
fn an_event_becomes_facts_and_what_may_be_personal_is_sealed() {
    let (facts, sealed) = facts(&event("COMPLETE", "2026-11-20T01:00:05Z", orders(), daily()));
    let shown = serde_json::to_string_pretty(&facts).unwrap();
    for secret in ["kim@example.com", "s3cret", "duplicate key"] {
        assert!(!shown.contains(secret), "`{secret}` has passed: {shown}");
        assert!(secret == "s3cret" || String::from_utf8_lossy(&sealed[0]).contains(secret));
    }
    let lineage = facts.iter().find_map(|f| if let Fact::Lineage(l) = f { Some(l) } else { None }).unwrap();
    let arrows: Vec<String> = lineage.edges.iter().map(arrow).collect();
    assert_eq!(
        arrows,
        [
            "lgde.shop.orders.email ~> lgde.mart.daily (filter)",
            "lgde.shop.orders.placed ~> lgde.mart.daily (group)",
            "lgde.shop.orders.placed -> lgde.mart.daily.placed",
            "lgde.shop.orders.price -> lgde.mart.daily.total (sum)",
        ]
    );
    let orders = facts.iter().find_map(|f| if let Fact::Dataset(d) = f { Some(d) } else { None }).unwrap();
    assert_eq!((orders.rows, orders.checks[0].passed, orders.columns.as_ref().unwrap().len()), (Some(10), Some(false), 3));
    assert_eq!(orders.key.namespace(), "postgres://db:5432");
    assert!(shown.contains("loads the day") && shown.contains("airflow task") && shown.contains("where the bill goes"));
}

#[test]
fn events_out_of_order_end_in_the_right_state() {
    let events = [
        event("START", "2026-11-20T01:00:00Z", orders(), json!([])),
        event("RUNNING", "2026-11-20T01:00:03Z", json!([]), json!([])),
        event("COMPLETE", "2026-11-20T01:00:05Z", json!([]), daily()),
    ];
    let state = |order: [usize; 3]| {
        let (mut run, mut lineage) = (RunState::default(), LineageState::default());
        for fact in order.iter().flat_map(|at| facts(&events[*at]).0) {
            match fact {
                Fact::Run(said) => _ = run.hear(&said),
                Fact::Lineage(said) => _ = lineage.hear(&said),
                _ => {}
            }
        }
        (run, lineage)
    };
    let expected = state([0, 1, 2]);
    assert_eq!(expected.0.event.as_ref().unwrap().value, RunEvent::Complete);
    assert_eq!(expected.1.current().unwrap().inputs.len(), 1);
    for order in [[2, 1, 0], [1, 0, 2], [2, 0, 1]] {
        assert_eq!(state(order), expected);
    }
}

#[test]
fn the_column_facet_of_every_version_is_read() {
    let source = |field: &str| json!({"namespace": "w", "name": "shop.orders", "field": field});
    let with = |field: &str, way: Value| {
        let mut input = source(field);
        input["transformations"] = json!([way]);
        input
    };
    let outputs = json!([{"namespace": "w", "name": "mart.daily", "facets": {"columnLineage": {
        "fields": {
            "day": {"inputFields": [with("placed", json!({"type": "DIRECT", "subtype": "IDENTITY"}))]},
            "total": {"inputFields": [
                with("price", json!({"type": "DIRECT", "subtype": "AGGREGATION", "description": "sum"})),
                with("state", json!({"type": "INDIRECT", "subtype": "FILTER"})),
            ]},
            "phone": {"inputFields": [with("phone", json!({"type": "DIRECT", "subtype": "TRANSFORMATION", "masking": true}))]},
            "old": {"inputFields": [source("old")], "transformationType": "IDENTITY"},
            "untold": {"inputFields": [source("untold")]},
        },
        "dataset": [with("id", json!({"type": "INDIRECT", "subtype": "JOIN"}))],
    }}}]);
    let (facts, _) = facts(&event("COMPLETE", "2026-11-20T01:00:05Z", orders(), outputs));
    let lineage = facts.iter().find_map(|f| if let Fact::Lineage(l) = f { Some(l) } else { None }).unwrap();
    let arrows: Vec<String> = lineage.edges.iter().map(arrow).collect();
    assert_eq!(
        arrows,
        [
            "shop.orders.id ~> mart.daily (joinkey)",
            "shop.orders.old -> mart.daily.old",
            "shop.orders.phone -> mart.daily.phone (masked)",
            "shop.orders.placed -> mart.daily.day",
            "shop.orders.price -> mart.daily.total (sum)",
            "shop.orders.state ~> mart.daily (filter)",
            "shop.orders.untold -> mart.daily.untold (unresolved)",
        ]
    );
}

#[test]
fn events_of_jobs_and_datasets_are_told_apart() {
    let job = json!({"schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent", "producer": "test",
        "eventTime": "2026-11-20T01:00:00Z", "job": {"namespace": "n", "name": "j"}, "inputs": orders(), "outputs": daily()});
    assert!(facts(&job).0.iter().any(|f| matches!(f, Fact::Lineage(l) if l.run.is_none())));
    let dropped = json!({"schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent", "producer": "test",
        "eventTime": "2026-11-20T01:00:00Z", "dataset": {"namespace": "n", "name": "new", "facets": {
            "lifecycleStateChange": {"lifecycleStateChange": "RENAME", "previousIdentifier": {"namespace": "n", "name": "old"}}}}});
    let (facts, _) = facts(&dropped);
    let told: Vec<(&str, String)> = facts
        .iter()
        .filter_map(|f| {
            if let Fact::Dataset(ImportedDataset { key, lifecycle, .. }) = f {
                Some((key.name(), format!("{lifecycle:?}")))
            } else {
                None
            }
        })
        .collect();
    assert_eq!(told[0].0, "old");
    assert!(told[0].1.contains("Renamed") && told[1].1.contains("Exists"));
}

#[test]
fn what_is_no_event_is_refused_with_what_would_be_accepted() {
    for (body, word) in [
        ("{", "JSON"),
        ("[]", "RunEvent"),
        (r#"{"run": {"runId": "r"}, "job": {"namespace": "n", "name": "j"}}"#, "eventTime"),
        (r#"{"eventTime": "2026-11-20T01:00:00Z", "run": {"runId": ""}, "job": {"namespace": "n", "name": "j"}}"#, "runId"),
        (r#"{"eventTime": "2026-11-20T01:00:00Z", "run": {"runId": "r"}, "job": {"namespace": "n"}}"#, "job"),
        (
            r#"{"eventTime": "2026-11-20T01:00:00Z", "eventType": "DONE", "run": {"runId": "r"}, "job": {"namespace": "n", "name": "j"}}"#,
            "COMPLETE",
        ),
    ] {
        let error = Connector.event(body.as_bytes(), &|_| None).err().unwrap().to_string();
        assert!(error.contains(word), "{body}: {error}");
    }
}

#[test]
fn a_file_of_events_counts_each_once() {
    let one = event("START", "2026-11-20T01:00:00Z", orders(), json!([]));
    let text = format!("{one}\n{}\nbroken\n{{\"a\":1}}\n", serde_json::to_string_pretty(&one).unwrap());
    let memory = Arc::new(Memory::default());
    let read = import(ask(ImportKind::OpenLineage, ImportFrom::Body(Box::new(Cursor::new(text)))), &memory);
    assert_eq!((read.records, read.repeated, read.not_understood.len()), (4, 1, 2));
}

#[test]
fn a_script_is_led_through_its_own_tables() {
    let table = |name: &str| json!([{"namespace": "postgres://db:5432", "name": name}]);
    let mut value = event("COMPLETE", "2026-11-20T01:00:05Z", table("shop.mart.daily"), table("shop.mart.report"));
    value["job"]["facets"]["sql"]["query"] = json!(
        "create temp table t as select day, total * 1.1 as gross from mart.daily; insert into mart.report (day, gross) select day, gross from t"
    );
    let (facts, _) = facts(&value);
    let lineage = facts.iter().find_map(|f| if let Fact::Lineage(l) = f { Some(l) } else { None }).unwrap();
    let arrows: Vec<String> = lineage.edges.iter().map(arrow).collect();
    assert_eq!(
        arrows,
        ["shop.mart.daily.day -> shop.mart.report.day", "shop.mart.daily.total -> shop.mart.report.gross (expression)"]
    );
    assert_eq!((lineage.inputs.len(), lineage.outputs.len()), (1, 1));
}
