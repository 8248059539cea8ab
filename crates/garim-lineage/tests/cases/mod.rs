//! SQL in, arrows out: `->` flows, `~>` shapes. A case is a title, what is known beforehand, the SQL, and what comes of it:
//!
//! ```text
//! # a plain copy
//! @dialect hive
//! @schema raw.orders id price
//! select id from raw.orders
//! ====
//! raw.orders.id -> <query>.id
//! ```
//!
//! `@known` says why a case does not come out yet as it should.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{collections::HashMap, fmt::Write};

use garim_core::lineage::{Direct, Transformation};
use garim_lineage::{Analysis, Dialect, Flow, Status, analyse_text};

/// One case of a file.
pub struct Case {
    pub title: String,
    pub dialect: Dialect,
    pub schemas: HashMap<Vec<String>, Vec<String>>,
    /// Why it does not come out yet as it should.
    pub known: Option<String>,
    /// The lines with `@`, as they stand.
    pub head: String,
    pub sql: String,
    pub expected: String,
}

impl Case {
    /// What comes out now.
    pub fn drawn(&self) -> String {
        draw(&analyse_text(&self.sql, self.dialect, None, &self.schemas))
    }

    /// The case as a file holds it, with another outcome. What comes right is no longer known to be wrong.
    pub fn written(&self, right: bool, outcome: &str) -> String {
        let keep = |line: &&str| !(right && line.starts_with("@known"));
        let head: String = self.head.lines().filter(keep).map(|l| format!("{l}\n")).collect();
        format!("\n# {}\n{head}{}====\n{outcome}\n", self.title, self.sql)
    }
}

/// All cases of a file, after whatever stands before the first.
pub fn read(text: &str) -> Vec<Case> {
    text.split("\n# ").skip(1).map(case).collect()
}

fn case(block: &str) -> Case {
    let (title, rest) = block.split_once('\n').expect("a title");
    let (before, expected) = rest.split_once("====\n").unwrap_or((rest, ""));
    let mut case = Case {
        title: title.to_owned(),
        dialect: Dialect::Generic,
        schemas: HashMap::new(),
        known: None,
        head: String::new(),
        sql: String::new(),
        expected: expected.trim_end().to_owned(),
    };
    for line in before.trim_end().lines() {
        match line.split_once(' ') {
            Some(("@dialect", name)) => case.dialect = dialect(name),
            Some(("@known", why)) => case.known = Some(why.to_owned()),
            Some(("@schema", s)) => {
                let (table, columns) = s.split_once(' ').expect("columns");
                let parts = table.split('.').map(str::to_owned).collect();
                case.schemas.insert(parts, columns.split(' ').map(str::to_owned).collect());
            }
            _ => {
                writeln!(case.sql, "{line}").unwrap();
                continue;
            }
        }
        writeln!(case.head, "{line}").unwrap();
    }
    case
}

/// A dialect by the name that serde gives it.
fn dialect(name: &str) -> Dialect {
    use serde::{Deserialize, de::IntoDeserializer};
    let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    Dialect::deserialize(name).expect("a dialect")
}

fn arrow(flow: &Flow) -> String {
    let to = flow.to.as_ref().map_or("<query>".to_owned(), |t| t.join("."));
    match (&flow.transformation, &flow.to_column) {
        (Transformation::Direct(Direct::Identity), Some(c)) => format!("{} -> {to}.{c}", flow.from),
        (Transformation::Direct(Direct::Aggregate { function }), Some(c)) => format!("{} -> {to}.{c} ({function})", flow.from),
        (Transformation::Direct(how), Some(c)) => format!("{} -> {to}.{c} ({})", flow.from, format!("{how:?}").to_lowercase()),
        (Transformation::Indirect(how), Some(c)) => format!("{} ~> {to}.{c} ({})", flow.from, format!("{how:?}").to_lowercase()),
        (Transformation::Indirect(how), None) => format!("{} ~> {to} ({})", flow.from, format!("{how:?}").to_lowercase()),
        other => panic!("an edge of neither kind: {other:?}"),
    }
}

/// The arrows of a script, one a line; where a statement has none, the tables that it touches.
pub fn draw(list: &[Analysis]) -> String {
    let mut out = Vec::new();
    for a in list {
        out.extend(a.edges.iter().chain(&a.deciding).map(arrow));
        out.extend(a.join_pairs.iter().map(|(l, r)| format!("{l} = {r}")));
        if a.status != Status::Resolved {
            out.push(format!("! {:?}: {}", a.status, a.notes.join("; ")).to_lowercase());
        }
        if a.edges.is_empty() {
            let tables = |t: &[Vec<String>]| t.iter().map(|t| t.join(".")).collect::<Vec<_>>().join(", ");
            out.push(format!("reads [{}], writes [{}]", tables(&a.tables_read), tables(&a.tables_written)));
        }
    }
    out.join("\n")
}
