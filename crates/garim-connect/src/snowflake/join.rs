//! Queries and what the engine says of them, put together by the query's id.

use std::collections::HashMap;

use chrono_tz::Tz;
use garim_core::imported::UserKind;
use garim_lineage::Dialect;

use super::access;
use crate::{
    input::Row,
    query_jsonl, time,
    usage::{Context, Join, Sink, Statement, Told, folded},
};

/// What the engine says of queries that is kept while their texts are read: a few hundred megabytes at most. Queries beyond
/// are told of without text.
const MAX_TOLD: usize = 200_000;

/// What a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// ACCESS_HISTORY.
    Access,
    /// QUERY_HISTORY.
    History,
}

/// The state of a join.
pub(crate) struct Snowflake {
    zone: Tz,
    namespace: String,
    told: HashMap<String, Statement>,
}

impl Snowflake {
    /// Times without a zone are of this one.
    pub fn new(zone: Tz, namespace: String) -> Self {
        Self { zone, namespace, told: HashMap::new() }
    }

    fn accessed(&self, row: &Row, line: u64) -> Statement {
        Statement {
            at: row.time(&["query_start_time"], self.zone),
            user: row.word(&["user_name"]),
            told: Some(access::read(row, &self.namespace)),
            // What failed has accessed nothing.
            ok: Some(true),
            id: row.word(&["query_id"]),
            line,
            ..Statement::default()
        }
    }

    fn queried(&mut self, row: &Row, line: u64, sink: &mut Sink) {
        let id = row.word(&["query_id"]);
        let told: Option<Told> = id.as_ref().and_then(|id| self.told.remove(id)).and_then(|s| s.told);
        let user = row.word(&["user_name"]);
        let kind = query_jsonl::kind(row.word(&["user_type"]).as_deref());
        let system = user.as_deref() == Some("SYSTEM");
        let word = |name: &str| row.word(&[name]).map(|w| folded(&w, Dialect::Snowflake));
        let (began, ended) = (row.time(&["start_time"], self.zone), row.time(&["end_time"], self.zone));
        let elapsed = row.number(&["total_elapsed_time", "execution_time"]).and_then(|ms| time::micros(ms / 1_000.0));
        sink.statement(Statement {
            at: began,
            user,
            user_kind: if system { UserKind::Service } else { kind },
            context: Context { database: word("database_name"), path: word("schema_name").into_iter().collect() },
            sql: row.text(&["query_text"]),
            told,
            micros: elapsed.or_else(|| began.zip(ended).map(|(b, e)| (e.micros() - b.micros()).max(0) as u64)),
            ok: row.word(&["execution_status"]).map(|s| s.eq_ignore_ascii_case("success")),
            id,
            line,
            ..Statement::default()
        });
    }
}

impl Join for Snowflake {
    type Role = Role;
    const PASSES: &'static [Role] = &[Role::Access, Role::History];
    const EXPECTED: &'static str = "QUERY_HISTORY or ACCESS_HISTORY, with the columns' names";

    fn role(row: &Row) -> Option<Role> {
        match () {
            () if row.has("query_text") => Some(Role::History),
            () if ["direct_objects_accessed", "base_objects_accessed", "objects_modified"].iter().any(|n| row.has(n)) => {
                Some(Role::Access)
            }
            () => None,
        }
    }

    fn row(&mut self, pass: usize, row: &Row, line: u64, sink: &mut Sink) {
        if pass == 1 {
            return self.queried(row, line, sink);
        }
        let statement = self.accessed(row, line);
        match &statement.id {
            Some(id) if self.told.len() < MAX_TOLD => {
                self.told.insert(id.clone(), statement);
            }
            _ => sink.statement(statement),
        }
    }

    fn alone(&mut self, role: Role, row: &Row, line: u64, sink: &mut Sink) {
        match role {
            Role::Access => sink.statement(self.accessed(row, line)),
            Role::History => self.queried(row, line, sink),
        }
    }

    fn after(&mut self, pass: usize, sink: &mut Sink) {
        if pass == 1 {
            // Of these there is no text.
            let mut rest: Vec<Statement> = std::mem::take(&mut self.told).into_values().collect();
            rest.sort_by_key(|s| (s.at, s.line));
            rest.into_iter().for_each(|s| sink.statement(s));
        }
    }
}
