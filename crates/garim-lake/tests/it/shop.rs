//! The shop's three tables, as contracts would say them.

use std::collections::HashSet;

use garim_core::{
    asset::{BadRows, DayRule, ErasureAction},
    class::Class,
    name::{ColumnName, RunId, SubjectType},
    schema::{Column, LogicalType, Role, Schema, SchemaVersion},
    subject::Kind,
    time::Day,
};
use garim_ports::WritePlan;

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn name(text: &str) -> ColumnName {
    ColumnName::new(text).unwrap()
}

/// `u_id integer identifier`; `?` behind the name: the source may lack it; `!`: required.
pub fn column(text: &str) -> Column {
    let mut words = text.split(' ');
    let spelled = words.next().unwrap();
    let logical: LogicalType = words.next().unwrap().parse().unwrap();
    let class: Class = words.next().unwrap().parse().unwrap();
    let of = words.next().map(name);
    let role = match class {
        Class::None => Role::Neutral,
        Class::Identifier => Role::Identifies(SubjectType::new("customer").unwrap()),
        _ => Role::BelongsTo { of, kind: Kind::new(class.kind()).unwrap() },
    };
    Column {
        name: name(spelled.trim_end_matches(['?', '!'])),
        logical,
        required: spelled.ends_with('!'),
        optional: spelled.ends_with('?'),
        class,
        role,
    }
}

pub fn schema(columns: &[&str]) -> SchemaVersion {
    SchemaVersion { number: 1, schema: Schema { columns: columns.iter().map(|c| column(c)).collect() } }
}

pub fn plan(dataset: &str, columns: &[&str], rule: DayRule) -> WritePlan {
    WritePlan {
        dataset: dataset.parse().unwrap(),
        run: RunId::new(uuid::Uuid::nil()),
        job: format!("ingest:{dataset}"),
        sequence: 0,
        schema: schema(columns),
        ever_present: HashSet::new(),
        day: day("2020-10-25"),
        rule,
        zone: "Asia/Seoul".parse().unwrap(),
        start: day("2020-10-20"),
        late_days: 3,
        key: Vec::new(),
        received: None,
        bad_rows: BadRows::Batch,
        erasure: ErasureAction::Anonymise,
        since: None,
        row_owner: None,
        allow_rewrite: false,
        freeze_epoch: 0,
    }
}

pub fn access() -> WritePlan {
    let columns =
        ["a_id! string none", "a_tag string none", "a_time! string none", "a_timestamp? string none", "a_uid integer identifier"];
    WritePlan {
        key: ["a_id", "a_tag", "a_time", "a_uid"].map(name).to_vec(),
        received: Some(name("a_timestamp")),
        erasure: ErasureAction::Delete,
        ..plan("shop.access", &columns, DayRule::Epoch(name("a_time")))
    }
}

pub fn purchase() -> WritePlan {
    let columns =
        ["p_time! string none", "p_uid integer identifier", "p_id! integer none", "p_name string none", "p_amount integer none"];
    plan("shop.purchase", &columns, DayRule::Epoch(name("p_time")))
}

pub fn user() -> WritePlan {
    let columns = [
        "u_id! integer identifier",
        "u_name string pii.name u_id",
        "u_gender string quasi.gender u_id",
        "u_signup integer none",
        "u_email? string pii.email u_id",
        "u_note? string unclassified",
    ];
    WritePlan { erasure: ErasureAction::Delete, key: vec![name("u_id")], ..plan("shop.user", &columns, DayRule::Snapshot) }
}
