//! Puts together what several entries of a session say of one statement.

use garim_core::time::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    entry::Entry,
    message::{self, Message},
    session_sql::{prepared, same, search_path},
};
use crate::usage::{Context, Generations, Sink, Statement};

/// Sessions that are remembered; a server rarely has more at a time.
const MAX_SESSIONS: usize = 5_000;
/// Search paths that are kept with a position.
const MAX_KEPT: usize = 1_000;

/// What is known of a session.
#[derive(Default)]
struct Session {
    /// The schemas that it has set.
    path: Vec<String>,
    /// The statement that later entries may say more of.
    waits: Option<Waiting>,
}

struct Waiting {
    statement: Statement,
    /// It is known from its plan or its audit only: the entry of the statement itself may follow.
    second_hand: bool,
}

/// All sessions of a log.
pub(super) struct Sessions {
    known: Generations<String, Session>,
}

impl Sessions {
    /// With what a former import remembered.
    pub fn new(memory: &Value) -> Self {
        let mut known = Generations::new(MAX_SESSIONS);
        for (session, path) in memory.as_object().into_iter().flatten() {
            let path = path.as_array().into_iter().flatten().filter_map(|p| p.as_str().map(str::to_owned)).collect();
            known.insert(session.clone(), Session { path, waits: None });
        }
        Self { known }
    }

    /// What a later import has to remember: the search paths.
    pub fn memory(&self) -> Value {
        let set = self.known.iter().filter(|(_, s)| !s.path.is_empty()).take(MAX_KEPT);
        let kept: Map<String, Value> = set.map(|(name, s)| (name.clone(), json!(s.path))).collect();
        if kept.is_empty() { Value::Null } else { Value::Object(kept) }
    }

    /// Takes in an entry.
    pub fn entry(&mut self, entry: &Entry, sink: &mut Sink) {
        sink.record();
        let client = entry.backend.as_deref().is_none_or(|b| matches!(b, "" | "client backend" | "parallel worker"));
        if !client || entry.session.is_empty() {
            return sink.passed_over();
        }
        if self.known.get(&entry.session).is_none() {
            let gone = self.known.insert(entry.session.clone(), Session::default());
            gone.into_values().for_each(|mut session| session.give_out(sink));
        }
        if let Some(session) = self.known.get(&entry.session) {
            session.entry(entry, sink);
        }
    }

    /// Gives out what waits.
    pub fn flush(&mut self, sink: &mut Sink) {
        self.known.values_mut().for_each(|session| session.give_out(sink));
    }
}

impl Session {
    fn entry(&mut self, entry: &Entry, sink: &mut Sink) {
        match message::read(&entry.message) {
            _ if matches!(entry.severity.as_str(), "ERROR" | "FATAL" | "PANIC") => self.failed(entry, sink),
            Message::Begins(sql) => self.begins(entry, prepared(sql, &entry.detail), None, sink),
            Message::Executes(sql) => self.begins(entry, Some(sql), None, sink),
            Message::Ran(sql, ms) => self.begins(entry, prepared(sql, &entry.detail), Some(ms), sink),
            Message::Took(ms) => self.took(ms, sink),
            Message::Explained(sql, ms) => self.second_hand(entry, sql, Some(ms), sink),
            Message::Audited(sql) => self.second_hand(entry, &sql, None, sink),
            Message::Step => sink.passed_over(),
            Message::Other => {
                if entry.message.starts_with("disconnection: ") {
                    self.give_out(sink);
                }
                sink.passed_over();
            }
        }
    }

    fn statement(&self, entry: &Entry, sql: &str, ms: Option<f64>) -> Statement {
        // Durations are written at the end.
        let took = ms.map_or(0, micros) as i64;
        Statement {
            at: entry.at.map(|at| Timestamp::from_micros(at.micros().saturating_sub(took))),
            user: entry.user.clone(),
            context: Context { database: entry.database.clone(), path: self.path.clone() },
            sql: Some(sql.to_owned()),
            micros: ms.map(micros),
            ok: ms.is_some().then_some(true),
            line: entry.line,
            ..Statement::default()
        }
    }

    fn give_out(&mut self, sink: &mut Sink) {
        if let Some(waiting) = self.waits.take() {
            sink.statement(waiting.statement);
        }
    }

    /// A statement is logged, without or with its duration: without, it waits for it.
    fn begins(&mut self, entry: &Entry, sql: Option<&str>, ms: Option<f64>, sink: &mut Sink) {
        // What its plan or audit has said of it is no further execution.
        let repeated = |w: &Waiting| w.second_hand && sql.is_some_and(|s| w.statement.sql.as_ref().is_some_and(|k| same(k, s)));
        if self.waits.as_ref().is_some_and(repeated) {
            self.waits = None;
            sink.passed_over();
        }
        self.give_out(sink);
        let Some(sql) = sql else { return sink.passed_over() };
        if let Some(path) = search_path(sql) {
            self.path = path;
        }
        self.waits = Some(Waiting { statement: self.statement(entry, sql, ms), second_hand: false });
        if ms.is_some() {
            self.give_out(sink);
        }
    }

    /// A duration that no statement waits for belongs to one that was not logged, or to a part of the one before.
    fn took(&mut self, ms: f64, sink: &mut Sink) {
        sink.passed_over();
        if let Some(waiting) = self.waits.as_mut().filter(|w| w.statement.micros.is_none()) {
            waiting.statement.micros = Some(micros(ms));
            waiting.statement.ok = Some(true);
            self.give_out(sink);
        }
    }

    fn failed(&mut self, entry: &Entry, sink: &mut Sink) {
        let Some(sql) = &entry.statement else { return sink.passed_over() };
        match &mut self.waits {
            Some(waiting) if waiting.statement.sql.as_ref().is_some_and(|k| same(k, sql)) => {
                sink.passed_over();
                waiting.statement.ok = Some(false);
            }
            _ => {
                self.give_out(sink);
                let statement = Statement { ok: Some(false), ..self.statement(entry, sql, None) };
                self.waits = Some(Waiting { statement, second_hand: false });
            }
        }
        self.give_out(sink);
    }

    /// What a plan or an audit shows. Statements within functions show here only, and stay.
    fn second_hand(&mut self, entry: &Entry, sql: &str, ms: Option<f64>, sink: &mut Sink) {
        if self.waits.as_ref().is_some_and(|w| w.statement.sql.as_ref().is_some_and(|k| same(k, sql))) {
            return sink.passed_over();
        }
        self.give_out(sink);
        self.waits = Some(Waiting { statement: self.statement(entry, sql, ms), second_hand: true });
    }
}

fn micros(ms: f64) -> u64 {
    (ms * 1_000.0).round().max(0.0) as u64
}
