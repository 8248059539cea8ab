//! Executions and their texts, put together by the query's number. Three passes: what ran (small), the texts, and what ran
//! once more for executions whose text is only there.

use std::collections::HashMap;

use super::{
    history::{Execution, History},
    segments::{Segments, Whole, unescaped},
};
use crate::{
    input::Row,
    usage::{Join, Sink},
};

/// Executions that are kept while texts are read: some 400 MB. Those beyond have the text that stands with them.
const MAX_EXECUTIONS: usize = 4_000_000;
/// Where the text that stands with an execution is cut.
const CUT_AT: usize = 4_000;
/// Width of a segment of STL_QUERYTEXT and SVL_STATEMENTTEXT.
const STL_WIDTH: usize = 200;
/// Width of a segment of SYS_QUERY_TEXT.
const SYS_WIDTH: usize = 4_000;

/// What a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// PG_USER and the like.
    Users,
    /// STL_QUERY, SYS_QUERY_HISTORY.
    History,
    /// Texts in segments.
    Text,
}

/// What a text is of: a query's number, or, in SVL_STATEMENTTEXT, the place of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Query(i64),
    Statement(String),
}

/// The state of a join.
pub(crate) struct Redshift {
    history: History,
    executions: HashMap<i64, Execution>,
    segments: Segments<Key, (Execution, u64)>,
    /// Beyond this many, executions are not kept.
    most: usize,
}

impl Redshift {
    /// Of STL tables.
    pub fn stl() -> Self {
        Self::new(STL_WIDTH)
    }

    /// Of SYS views.
    pub fn sys() -> Self {
        Self::new(SYS_WIDTH)
    }

    fn new(width: usize) -> Self {
        Self { history: History::new(), executions: HashMap::new(), segments: Segments::new(width), most: MAX_EXECUTIONS }
    }

    /// An execution with the text that stands with it.
    fn with_own_text(&mut self, row: &Row, line: u64, sink: &mut Sink) {
        let text = unescaped(&row.text(&["querytxt", "query_text"]).unwrap_or_default());
        if text.trim().is_empty() {
            return sink.not_understood("the execution has no text", line);
        }
        if text.len() >= CUT_AT {
            sink.not_understood("the text is cut at 4,000 characters, and its segments are not there", line);
        }
        let execution = self.history.execution(row);
        self.history.give_out(execution, number(row).map(|q| q.to_string()), text, line, sink);
    }

    fn segment(&mut self, row: &Row, line: u64, sink: &mut Sink) {
        let Some(sequence) = row.whole(&["sequence"]) else {
            return sink.not_understood("the segment has no `sequence`", line);
        };
        let key = match number(row) {
            Some(query) => Key::Query(query),
            None => {
                let parts =
                    ["xid", "transaction_id", "pid", "starttime", "type", "userid"].map(|n| row.word(&[n]).unwrap_or_default());
                Key::Statement(parts.join(" "))
            }
        };
        let text = row.value(&["text"]).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let execution = self.history.execution(row);
        let whole = self.segments.add(&key, || (execution, line), sequence, text);
        whole.into_iter().for_each(|w| self.whole(w, sink));
    }

    fn whole(&mut self, whole: Whole<Key, (Execution, u64)>, sink: &mut Sink) {
        let Whole { key, head: (own, line), text, gap } = whole;
        if gap {
            sink.not_understood("a segment of the text is missing", line);
        }
        let (execution, id) = match &key {
            Key::Query(query) => (self.executions.remove(query).unwrap_or(own), query.to_string()),
            Key::Statement(place) => (own, place.clone()),
        };
        self.history.give_out(execution, Some(id), text, line, sink);
    }

    fn rest(&mut self, sink: &mut Sink) {
        while let Some(whole) = self.segments.oldest() {
            self.whole(whole, sink);
        }
    }
}

/// A query's number.
fn number(row: &Row) -> Option<i64> {
    row.whole(&["query_id", "query"])
}

impl Join for Redshift {
    type Role = Role;
    const PASSES: &'static [Role] = &[Role::Users, Role::History, Role::Text, Role::History];
    const EXPECTED: &'static str =
        "STL_QUERY, STL_QUERYTEXT, SVL_STATEMENTTEXT, SYS_QUERY_HISTORY, SYS_QUERY_TEXT or PG_USER, with the columns' names";

    fn role(row: &Row) -> Option<Role> {
        match () {
            () if row.has("sequence") && row.has("text") => Some(Role::Text),
            () if row.has("query_id") || row.has("query") || row.has("querytxt") => Some(Role::History),
            () if row.has("usesysid") || row.has("usename") => Some(Role::Users),
            () => None,
        }
    }

    fn row(&mut self, pass: usize, row: &Row, line: u64, sink: &mut Sink) {
        match pass {
            0 => self.history.user(row),
            1 => match number(row) {
                Some(query) if self.executions.len() < self.most => {
                    let execution = self.history.execution(row);
                    self.executions.insert(query, execution);
                }
                _ => self.with_own_text(row, line, sink),
            },
            2 => self.segment(row, line, sink),
            // Executions that are still kept had no segments.
            _ => {
                if number(row).is_some_and(|query| self.executions.remove(&query).is_some()) {
                    self.with_own_text(row, line, sink);
                }
            }
        }
    }

    fn alone(&mut self, role: Role, row: &Row, line: u64, sink: &mut Sink) {
        match role {
            Role::Users => self.history.user(row),
            Role::History => self.with_own_text(row, line, sink),
            Role::Text => self.segment(row, line, sink),
        }
    }

    fn after(&mut self, pass: usize, sink: &mut Sink) {
        if pass >= 2 {
            self.rest(sink);
        }
    }
}
