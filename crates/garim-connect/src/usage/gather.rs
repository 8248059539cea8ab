//! Adds up executions: by shape, day and user.

use std::collections::{HashMap, HashSet};

use garim_core::{
    imported::{Fact, QueryId, QueryUsage, Understood, UserKind},
    time::{Day, Timestamp, Zone},
};
use garim_ports::{Batch, Mark, Tally};

use super::{Shapes, Statement, shapes::Sent};

/// Rows of usage after which a batch is given out: a transaction of the store that takes well below a second.
const MAX_ROWS: usize = 5_000;
/// Executions after which a batch is given out, so that a crash costs little.
const MAX_EXECUTIONS: u64 = 50_000;

/// Whose executions of what, when.
type Key = (QueryId, Option<Day>, Option<String>, UserKind);

/// A batch in the making.
pub(crate) struct Gather {
    zone: Zone,
    now: Timestamp,
    facts: Vec<Fact>,
    rows: HashMap<Key, QueryUsage>,
    marks: HashSet<Mark>,
    executions: u64,
    tally: Tally,
}

impl Gather {
    /// Nothing yet. Days are those of the zone.
    pub fn new(zone: Zone, now: Timestamp) -> Self {
        let (facts, rows, marks) = (Vec::new(), HashMap::new(), HashSet::new());
        Self { zone, now, facts, rows, marks, executions: 0, tally: Tally::default() }
    }

    /// Counts what a reader counted.
    pub fn count(&mut self, tally: &Tally) {
        self.tally.add(tally);
    }

    /// Whether an execution is in this batch already.
    pub fn has(&self, mark: &Mark) -> bool {
        self.marks.contains(mark)
    }

    /// Counts an execution that was taken in before.
    pub fn repeated(&mut self) {
        self.tally.repeated += 1;
    }

    /// The day of an instant.
    pub fn day(&self, at: Timestamp) -> Day {
        self.zone.day_of(at)
    }

    /// Adds an execution.
    pub fn add(&mut self, statement: &Statement, mark: Option<Mark>, shapes: &mut Shapes) {
        let before = self.facts.len();
        let sent = shapes.of(statement, self.now, &mut self.facts);
        self.explain(before, statement);
        self.marks.extend(mark);
        self.executions += 1;
        if sent.is_empty() {
            self.tally.passed_over += 1;
        }
        for one in sent {
            self.judge(one);
            self.row(one.id, statement);
        }
    }

    /// Says why new shapes were not understood; their executions are counted one by one.
    fn explain(&mut self, before: usize, statement: &Statement) {
        for fact in &self.facts[before..] {
            let Fact::Query(shape) = fact else { continue };
            if shape.understood != Understood::Resolved {
                let why = shape.notes.first().map_or("a statement was not traced fully", String::as_str);
                self.tally.not_understood(reason(why), format!("{}:{}", statement.file, statement.line));
            }
        }
    }

    fn judge(&mut self, sent: Sent) {
        match sent.understood {
            Understood::Resolved => self.tally.resolved += 1,
            Understood::Partial => self.tally.partial += 1,
            Understood::Failed => self.tally.failed += 1,
        }
    }

    fn row(&mut self, query: QueryId, statement: &Statement) {
        let day = statement.at.map(|at| self.zone.day_of(at));
        let key = (query, day, statement.user.clone(), statement.user_kind);
        let row = self.rows.entry(key).or_insert_with(|| QueryUsage {
            query,
            day,
            user: statement.user.clone(),
            user_kind: statement.user_kind,
            times: 0,
            failed: 0,
            timed: 0,
            total_ms: 0,
            max_ms: 0,
            first: statement.at,
            last: statement.at,
        });
        row.times += 1;
        row.failed += u64::from(statement.ok == Some(false));
        row.timed += u64::from(statement.micros.is_some());
        row.total_ms = row.total_ms.saturating_add(statement.micros.unwrap_or(0));
        row.max_ms = row.max_ms.max(statement.micros.unwrap_or(0));
        row.first = row.first.min(statement.at);
        row.last = row.last.max(statement.at);
    }

    /// Whether the batch is large enough.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= MAX_ROWS || self.facts.len() >= MAX_ROWS || self.executions >= MAX_EXECUTIONS
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.rows.is_empty() && self.tally == Tally::default()
    }

    /// The batch, and a new one begins.
    pub fn take(&mut self) -> Batch {
        let done = std::mem::replace(self, Self::new(self.zone, self.now));
        let mut rows: Vec<QueryUsage> = done.rows.into_values().map(in_millis).collect();
        rows.sort_by(|a, b| (a.query, a.day, &a.user).cmp(&(b.query, b.day, &b.user)));
        let mut facts = done.facts;
        facts.extend(rows.into_iter().map(Fact::Usage));
        let mut marks: Vec<Mark> = done.marks.into_iter().collect();
        marks.sort();
        Batch { facts, marks, read: done.tally, ..Batch::default() }
    }
}

/// Durations are added up in microseconds, since most statements take less than a millisecond, and told in milliseconds.
fn in_millis(row: QueryUsage) -> QueryUsage {
    QueryUsage { total_ms: (row.total_ms + 500) / 1_000, max_ms: row.max_ms.div_ceil(1_000), ..row }
}

/// A note without the names and numbers in it, so that equal reasons are counted together.
fn reason(note: &str) -> String {
    let mut out = String::new();
    for (at, piece) in note.split('`').enumerate() {
        out.push_str(if at % 2 == 1 { "`…`" } else { piece });
    }
    match out.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest.to_owned(),
        _ => out,
    }
}
