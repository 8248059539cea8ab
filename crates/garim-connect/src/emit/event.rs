//! An event of a run.

use chrono::SecondsFormat;
use garim_core::{imported::RunEvent, time::Timestamp};
use garim_ports::{DatasetTold, RunTold};
use serde_json::{Value, json};

use super::facets::{self, PRODUCER};

/// The event.
pub(super) fn event(told: &RunTold, namespace: &str) -> Value {
    let inputs: Vec<Value> = told.inputs.iter().map(|d| dataset(d, namespace, &[])).collect();
    let output = |d: &DatasetTold| {
        let mut value = dataset(d, namespace, &told.edges);
        value["outputFacets"] = facets::of_output(d);
        value
    };
    json!({
        "eventType": kind(told.event),
        "eventTime": time(told.at),
        "run": {"runId": told.run, "facets": facets::of_run(time(told.day), told.message.as_deref())},
        "job": {"namespace": namespace, "name": told.job, "facets": facets::of_job()},
        "inputs": inputs,
        "outputs": told.outputs.iter().map(output).collect::<Vec<_>>(),
        "producer": PRODUCER,
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    })
}

fn dataset(told: &DatasetTold, namespace: &str, edges: &[garim_core::lineage::Edge]) -> Value {
    let home = told.namespace.as_deref().unwrap_or(namespace);
    json!({"namespace": home, "name": told.name, "facets": facets::of_dataset(told, namespace, edges)})
}

fn time(at: Timestamp) -> String {
    at.utc().to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn kind(event: RunEvent) -> &'static str {
    match event {
        RunEvent::Other => "OTHER",
        RunEvent::Start => "START",
        RunEvent::Running => "RUNNING",
        RunEvent::Abort => "ABORT",
        RunEvent::Fail => "FAIL",
        RunEvent::Complete => "COMPLETE",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use garim_core::{
        imported::Fact,
        lineage::{Direct, Edge, Transformation},
        name::RunId,
    };
    use garim_ports::Connect;

    use super::*;

    #[test]
    fn what_we_say_we_understand_ourselves() {
        let table = |name: &str, rows| DatasetTold {
            name: name.to_owned(),
            namespace: None,
            columns: vec![("u_id".parse().unwrap(), "integer".to_owned(), Some("the user".to_owned()))],
            owners: vec!["team-crm".to_owned()],
            tags: vec![(Some("u_id".parse().unwrap()), "classification".to_owned(), "identifier".to_owned())],
            source: Some(("crm".to_owned(), "mysql://crm:3306".to_owned())),
            rows,
            bytes: None,
        };
        let told = RunTold {
            run: RunId::new("0190f0b2-0000-7000-8000-000000000001".parse().unwrap()),
            job: "daily.transform:mart.dim_user".to_owned(),
            event: RunEvent::Complete,
            at: Timestamp::from_micros(1_603_584_000_123_456),
            day: Timestamp::from_micros(1_603_551_600_000_000),
            message: None,
            inputs: vec![table("shop.user", None)],
            outputs: vec![table("mart.dim_user", Some(7))],
            edges: vec![Edge {
                from: "shop.user.u_id".parse().unwrap(),
                to: "mart.dim_user".parse().unwrap(),
                to_column: Some("d_uid".parse().unwrap()),
                transformation: Transformation::Direct(Direct::Identity),
            }],
        };
        let value = event(&told, "garim");
        assert_eq!(value["eventTime"], "2020-10-25T00:00:00.123456Z");
        let batch = crate::Connector.event(value.to_string().as_bytes(), &|_| None).unwrap();
        assert!(batch.sealed.is_empty(), "we say nothing that would have to be sealed");
        let lineage = batch.facts.iter().find_map(|f| if let Fact::Lineage(l) = f { Some(l) } else { None }).unwrap();
        assert_eq!(lineage.edges.iter().map(crate::tests::arrow).collect::<Vec<_>>(), ["shop.user.u_id -> mart.dim_user.d_uid"]);
        let run = batch.facts.iter().find_map(|f| if let Fact::Run(r) = f { Some(r) } else { None }).unwrap();
        assert_eq!((run.event, run.wrote.first().unwrap().rows), (RunEvent::Complete, Some(7)));
    }
}
