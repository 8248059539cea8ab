//! A small world that a person can read.

use garim_core::{
    Result,
    asset::{BadRows, Contract, DayRule, ErasureAction, Owner, Stage, Standing},
    authz::{Action, Ask, Caller, Decide, Permit, Principal, Resource, Verdict, require},
    class::{Basis, Class, Classified},
    lineage::{Direct, Edge, Transformation},
    name::{ColumnRef, DatasetName},
    run::{Counts, Output, Run, RunState},
    schema::{Column, LogicalType, Role, Schema, SchemaVersion},
    search::Scope,
    time::{Day, Timestamp},
    view::TableView,
};
use garim_ports::Store;

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(seconds * 1_000_000)
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn dataset(name: &str) -> DatasetName {
    name.parse().unwrap()
}

pub fn column(name: &str) -> ColumnRef {
    name.parse().unwrap()
}

/// An id of which only the last digits differ.
pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u32) -> T {
    format!("00000000-0000-7000-8000-{number:012}").parse().unwrap()
}

pub fn contract(name: &str) -> Contract {
    Contract {
        name: dataset(name),
        version: "1.0.0".into(),
        business_name: None,
        description: None,
        domain: None,
        owner: Owner::default(),
        standing: Standing::Active,
        stage: Stage::Source,
        synonyms: vec![],
        tags: vec![],
        source: None,
        schema: schema(1, &["u_id"]).schema,
        column_texts: vec![],
        day: DayRule::Snapshot,
        key: vec![],
        received: None,
        late_days: 3,
        bad_rows: BadRows::Batch,
        erasure: ErasureAction::Delete,
        since: None,
        row_owner: None,
    }
}

pub fn schema(number: u32, columns: &[&str]) -> SchemaVersion {
    let columns = columns.iter().map(|name| Column {
        name: name.parse().unwrap(),
        logical: LogicalType::String,
        required: false,
        optional: true,
        class: Class::Unclassified,
        role: Role::Neutral,
    });
    SchemaVersion { number, schema: Schema { columns: columns.collect() } }
}

pub fn classified(class: Class, basis: Basis, seconds: i64) -> Classified {
    Classified { class, basis, at: at(seconds) }
}

pub fn by_kim() -> Basis {
    Basis::Person { who: "kim".parse().unwrap(), reason: Some("asked the shop".into()) }
}

pub fn run(number: u32, job: &str, on: &str, sequence: i64) -> Run {
    Run {
        id: id(number),
        pipeline: "daily".parse().unwrap(),
        job: job.into(),
        day: day(on),
        attempt: 1,
        sequence,
        started: at(i64::from(number)),
        ended: None,
        state: RunState::Running,
        counts: Counts::default(),
        inputs: vec![],
        outputs: vec![],
        contradictions: vec![],
        notes: vec![],
        commit: None,
    }
}

/// The run as it ends well, having written a dataset for its own day.
pub fn succeeded(run: &Run, into: &str, version: i64) -> Run {
    let output = Output { dataset: dataset(into), days: vec![run.day], version, schema_version: 1 };
    Run { state: RunState::Succeeded, ended: Some(run.started.plus_seconds(60)), outputs: vec![output], ..run.clone() }
}

pub fn edge(from: &str, to: &str) -> Edge {
    let to = column(to);
    Edge {
        from: column(from),
        to: to.dataset,
        to_column: Some(to.column),
        transformation: Transformation::Direct(Direct::Identity),
    }
}

/// Lets everybody do everything: what policy says is not the store's business.
struct Anyone;

impl Decide for Anyone {
    fn decide(&self, _: &Ask, _: Option<&Contract>) -> Verdict {
        Verdict::Allowed { policies: vec!["anyone".into()] }
    }

    fn view(&self, _: &Caller, _: &Contract) -> Option<TableView> {
        None
    }

    fn scope(&self, _: &Caller) -> Scope {
        Scope::Everything
    }
}

pub fn permit(action: Action, resource: Resource) -> Permit {
    let principal = Principal { name: "kim".parse().unwrap(), roles: vec!["owner".parse().unwrap()] };
    let caller = Caller { principal, purpose: "governance".parse().unwrap() };
    require(&Anyone, Ask { caller, action, resource }, None).unwrap()
}

/// Declares datasets, as `garim check` would have.
pub async fn declare(store: &dyn Store, names: &[&str]) {
    let mut tx = store.begin().await.unwrap();
    for name in names {
        tx.datasets().declare(&contract(name), at(0)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Which of the seven meanings an error has.
pub fn meaning<T>(result: Result<T>) -> &'static str {
    use garim_core::Error::*;
    match result {
        Ok(_) => "done",
        Err(NotFound { .. }) => "not found",
        Err(AlreadyExists { .. }) => "already exists",
        Err(Invalid(_)) => "invalid",
        Err(Forbidden(_)) => "forbidden",
        Err(Conflict(_)) => "conflict",
        Err(Unavailable(_)) => "unavailable",
        Err(Internal { .. }) => "internal",
    }
}
