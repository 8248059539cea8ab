//! What the fuzzer runs, and what the tests run again over everything that it has found. The first byte chooses the dialect
//! and what is known beforehand, the rest is the text.
#![allow(missing_docs)]

use std::collections::HashMap;

use garim_lineage::{Dialect, analyse_text, fingerprint, limits, measure};

const DIALECTS: [Dialect; 13] = [
    Dialect::Generic,
    Dialect::Hive,
    Dialect::Spark,
    Dialect::Postgres,
    Dialect::Snowflake,
    Dialect::BigQuery,
    Dialect::MySql,
    Dialect::MsSql,
    Dialect::Redshift,
    Dialect::DuckDb,
    Dialect::Sqlite,
    Dialect::Trino,
    Dialect::Ansi,
];

/// Tables that the text may name, with columns.
const KNOWN: [(&str, &[&str]); 3] = [("t", &["a", "b", "c"]), ("u", &["a", "d"]), ("s.t", &["x", "y", "a"])];

/// A literal that no answer may hold.
const SECRET: &str = "kimzq7731";

pub fn run(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let dialect = DIALECTS[usize::from(*first) % DIALECTS.len()];
    let known = usize::from(*first) / DIALECTS.len();
    let sql = String::from_utf8_lossy(rest);
    let columns = |list: &[&str]| list.iter().map(|c| (*c).to_owned()).collect::<Vec<String>>();
    let schemas: HashMap<Vec<String>, Vec<String>> = if known.is_multiple_of(2) {
        HashMap::new()
    } else {
        KNOWN.iter().map(|(table, list)| (table.split('.').map(str::to_owned).collect(), columns(list))).collect()
    };
    let default = (!(known / 2).is_multiple_of(2)).then_some("s");
    let _ = limits::check(&sql, dialect);
    let _ = fingerprint(&sql, dialect);
    for analysis in analyse_text(&sql, dialect, default, &schemas) {
        assert!(analysis.edges.windows(2).all(|pair| pair[0] != pair[1]), "an edge is told twice");
    }
    answers_in_json(&sql, dialect, default);
    no_literal_is_told(&sql, dialect);
}

/// Whatever is asked, one line of JSON comes back, with its id.
fn answers_in_json(sql: &str, dialect: Dialect, default: Option<&str>) {
    for multi in ["union", "ends"] {
        let line = serde_json::json!({ "id": 7, "dialect": dialect, "sql": sql, "default_schema": default, "multi": multi });
        let answer = measure::answer(&line.to_string());
        assert!(!answer.contains('\n'), "an answer of several lines");
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("an answer is JSON");
        assert_eq!(answer["id"], 7);
    }
}

/// A literal in a place where every dialect reads one: it is in no fingerprint and no note.
fn no_literal_is_told(sql: &str, dialect: Dialect) {
    if sql.contains(SECRET) || sql.contains(['\'', '"', '`', '$', '\\', '-', '/', '#', '{', '[']) {
        return;
    }
    let text = format!("select a from t where b = '{SECRET}' and c in ({sql})");
    for analysis in analyse_text(&text, dialect, None, &()) {
        assert!(!analysis.fingerprint.contains(SECRET), "a literal in the fingerprint");
        assert!(!analysis.notes.iter().any(|n| n.contains(SECRET)), "a literal in a note");
    }
}
