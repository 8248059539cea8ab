//! One line: who ran what, when.

use chrono_tz::Tz;
use garim_core::imported::{DatasetKey, UserKind};
use serde_json::Value;

use crate::{
    input::Row,
    usage::{Context, RowFormat, Sink, Statement, Told},
};

/// Lines with `ts`, `user`, `sql` or `tables`, and more if it is known.
pub(crate) struct QueryRows {
    /// The zone of times that have none.
    pub zone: Tz,
    /// The namespace of tables.
    pub namespace: String,
}

impl RowFormat for QueryRows {
    fn row(&self, row: &Row, line: u64, sink: &mut Sink) {
        let sql = row.text(&["sql", "query", "query_text", "statement"]);
        let told = self.told(row);
        if sql.is_none() && told.is_none() {
            return sink.not_understood("the line has neither `sql` nor `tables`", line);
        }
        let at = row.time(&["ts", "timestamp", "time", "at", "start_time", "started"], self.zone);
        if at.is_none() {
            sink.not_understood("the line has no `ts` that is a time", line);
        }
        sink.statement(Statement {
            at,
            user: row.word(&["user", "user_name", "username", "who"]),
            user_kind: kind(row.word(&["user_kind", "user_type"]).as_deref()),
            context: Context {
                database: row.word(&["database", "database_name", "catalog", "project"]),
                path: row.word(&["schema", "schema_name"]).into_iter().collect(),
            },
            sql,
            told,
            micros: row.number(&["ms", "duration_ms", "elapsed_ms"]).map(|ms| (ms * 1_000.0).max(0.0) as u64),
            ok: row.flag(&["ok", "success"]),
            id: row.word(&["id", "query_id"]),
            line,
            ..Statement::default()
        });
    }
}

impl QueryRows {
    /// `tables`: names, or one name after another with commas. They count where the SQL is absent or not understood.
    fn told(&self, row: &Row) -> Option<Told> {
        let names: Vec<String> = match row.value(&["tables"])? {
            Value::Array(list) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
            Value::String(text) => match serde_json::from_str::<Vec<String>>(text) {
                Ok(list) => list,
                Err(_) => text.split(',').map(|n| n.trim().to_owned()).collect(),
            },
            _ => return None,
        };
        let reads: Vec<DatasetKey> = names.iter().filter_map(|n| DatasetKey::new(&self.namespace, n).ok()).collect();
        (!reads.is_empty()).then(|| Told { reads, hearsay: true, ..Told::default() })
    }
}

/// Whether a user is a person, in the words that logs have for it.
pub(crate) fn kind(word: Option<&str>) -> UserKind {
    match word.map(str::to_lowercase).as_deref() {
        Some("person" | "human" | "user" | "people") => UserKind::Person,
        Some("service" | "system" | "bot" | "app" | "application" | "machine" | "service_account" | "scheduler") => {
            UserKind::Service
        }
        _ => UserKind::Unknown,
    }
}
