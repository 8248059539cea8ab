//! SQL in, arrows out: `->` flows, `~>` shapes. The cases are in `*.txt`; `GARIM_UPDATE=1` writes down what comes out now,
//! for a person to read as a diff.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod laws;

use std::{collections::HashMap, fmt::Write, path::PathBuf};

use garim_core::lineage::{Direct, Transformation};

use crate::{Analysis, Dialect, Flow, Status, analyse_text};

/// One case of a file.
struct Case {
    title: String,
    dialect: Dialect,
    schemas: HashMap<Vec<String>, Vec<String>>,
    head: String,
    sql: String,
    expected: String,
}

fn parts(name: &str) -> Vec<String> {
    name.split('.').map(str::to_owned).collect()
}

fn read(text: &str) -> Vec<Case> {
    let blocks = text.split("\n# ").skip(1);
    blocks
        .map(|block| {
            let (title, rest) = block.split_once('\n').expect("a title");
            let (before, expected) = rest.split_once("====\n").unwrap_or((rest, ""));
            let mut case = Case {
                title: title.to_owned(),
                dialect: Dialect::Generic,
                schemas: HashMap::new(),
                head: String::new(),
                sql: String::new(),
                expected: expected.trim_end().to_owned(),
            };
            for line in before.trim_end().lines() {
                match line.split_once(' ') {
                    Some(("@dialect", d)) => case.dialect = serde_json_like(d),
                    Some(("@schema", s)) => {
                        let (table, columns) = s.split_once(' ').expect("columns");
                        case.schemas.insert(parts(table), columns.split(' ').map(str::to_owned).collect());
                    }
                    _ => {
                        writeln!(case.sql, "{line}").unwrap();
                        continue;
                    }
                }
                writeln!(case.head, "{line}").unwrap();
            }
            case
        })
        .collect()
}

/// A dialect by the name that serde gives it.
fn serde_json_like(name: &str) -> Dialect {
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
        (Transformation::Indirect(how), None) => format!("{} ~> {to} ({})", flow.from, format!("{how:?}").to_lowercase()),
        other => panic!("an edge of neither kind: {other:?}"),
    }
}

fn draw(list: &[Analysis]) -> String {
    let mut out = Vec::new();
    for a in list {
        out.extend(a.edges.iter().map(arrow));
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

fn check(file: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tests").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let cases = read(&text);
    assert!(cases.len() > 5, "{file} has hardly any case");
    let (mut wrong, mut written) = (String::new(), text.split("\n# ").next().unwrap().trim_end().to_owned() + "\n");
    for case in &cases {
        let drawn = draw(&analyse_text(&case.sql, case.dialect, None, &case.schemas));
        if drawn != case.expected {
            writeln!(wrong, "# {}\n{}---- expected\n{}\n---- came\n{drawn}\n", case.title, case.sql, case.expected).unwrap();
        }
        write!(written, "\n# {}\n{}{}====\n{drawn}\n", case.title, case.head, case.sql).unwrap();
    }
    if std::env::var_os("GARIM_UPDATE").is_some() {
        std::fs::write(&path, written).unwrap();
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

#[test]
fn queries() {
    check("queries.txt");
}

#[test]
fn statements() {
    check("statements.txt");
}

#[test]
fn the_shop() {
    check("shop.txt");
}
