//! The log as it is written: entries, whose SQL may go on over lines; connections say who it is.

use chrono_tz::Tz;
use garim_core::{Result, time::Timestamp};
use serde_json::{Map, Value, json};

use super::header::{self, Header, Written};
use crate::{
    input::{Lines, MAX_RECORD, PositionOf, Source},
    time,
    usage::{Context, Generations, LogReader, Sink, Statement},
};

/// Connections that are remembered.
const MAX_CONNECTIONS: usize = 5_000;
/// Connections that are kept with a position.
const MAX_KEPT: usize = 1_000;

/// Who is on a connection.
#[derive(Debug, Clone, Default, PartialEq)]
struct Connection {
    user: Option<String>,
    database: Option<String>,
}

/// An entry that further lines may go on with.
struct Entry {
    at: Option<Timestamp>,
    id: u64,
    command: String,
    text: String,
    line: u64,
    too_long: bool,
}

struct General {
    lines: Lines,
    zone: Tz,
    connections: Generations<u64, Connection>,
    entry: Option<Entry>,
    /// The time of the last entry that had one.
    last: Option<Timestamp>,
}

/// Opens a log at a place.
pub(crate) fn open(source: Source, place: &PositionOf, zone: Tz) -> Result<Box<dyn LogReader>> {
    let lines = source.open(place.offset, place.line)?;
    let mut connections = Generations::new(MAX_CONNECTIONS);
    for (id, known) in place.memory["connections"].as_object().into_iter().flatten() {
        let text = |at: usize| known[at].as_str().map(str::to_owned);
        if let Ok(id) = id.parse() {
            connections.insert(id, Connection { user: text(0), database: text(1) });
        }
    }
    let last = place.memory["last"].as_i64().map(Timestamp::from_micros);
    Ok(Box::new(General { lines, zone, connections, entry: None, last }))
}

impl LogReader for General {
    fn step(&mut self, sink: &mut Sink) -> Result<bool> {
        let Some(line) = self.lines.next()? else { return Ok(false) };
        match header::read(&line.text) {
            Some(header) => {
                self.finish(sink);
                self.begin(&header, line.number);
            }
            None => self.go_on(&line.text, line.number, sink),
        }
        if let (true, Some(entry)) = (line.too_long, &mut self.entry) {
            entry.too_long = true;
        }
        Ok(true)
    }

    fn flush(&mut self, sink: &mut Sink) {
        self.finish(sink);
    }

    fn place(&self) -> PositionOf {
        let kept = self.connections.iter().take(MAX_KEPT);
        let connections: Map<String, Value> = kept.map(|(id, c)| (id.to_string(), json!([c.user, c.database]))).collect();
        let memory = json!({ "connections": connections, "last": self.last.map(|t| t.micros()) });
        PositionOf { offset: self.lines.offset(), line: self.lines.line(), memory }
    }
}

impl General {
    fn begin(&mut self, header: &Header<'_>, line: u64) {
        if let Written::At(local, zone) = &header.written {
            self.last = time::of_local(*local, zone, self.zone);
        }
        self.entry = Some(Entry {
            at: self.last,
            id: header.id,
            command: header.command.to_owned(),
            text: header.argument.to_owned(),
            line,
            too_long: false,
        });
    }

    fn go_on(&mut self, text: &str, line: u64, sink: &mut Sink) {
        match &mut self.entry {
            Some(entry) if entry.text.len() + text.len() < MAX_RECORD => {
                entry.text.push('\n');
                entry.text.push_str(text);
            }
            Some(entry) => entry.too_long = true,
            None if is_banner(text) => {}
            None => sink.broken("the line belongs to no entry", line),
        }
    }

    /// The entry is whole.
    fn finish(&mut self, sink: &mut Sink) {
        let Some(mut entry) = self.entry.take() else { return };
        if entry.too_long {
            return sink.broken("the statement is longer than 8 MB", entry.line);
        }
        sink.record();
        // A server that starts writes its banner into the log, after whatever entry came before.
        if let Some(at) = entry.text.find("\nTcp port: ") {
            let end = entry.text[..at].rfind('\n').unwrap_or(at);
            entry.text.truncate(end);
        }
        match entry.command.as_str() {
            "Connect" | "Change user" => self.connect(&entry, sink),
            "Init DB" => {
                let database = entry.text.trim().to_owned();
                self.connections.get_or_default(entry.id).database = Some(database).filter(|d| !d.is_empty());
                sink.passed_over();
            }
            "Query" | "Execute" | "Bulk_execute" => self.query(entry, sink),
            "Quit" => {
                self.connections.remove(&entry.id);
                sink.passed_over();
            }
            _ => sink.passed_over(),
        }
    }

    /// `kim@localhost on shop using TCP/IP`, `kim@localhost as anonymous on shop`; `Access denied …` is nobody.
    fn connect(&mut self, entry: &Entry, sink: &mut Sink) {
        sink.passed_over();
        if entry.text.starts_with("Access denied") {
            return;
        }
        let who = entry.text.lines().next().unwrap_or_default();
        let (who, database) = who.split_once(" on ").unwrap_or((who, ""));
        let database = database.split("using ").next().unwrap_or_default().trim();
        let user = who.split(" as ").next().unwrap_or(who).split('@').next().unwrap_or_default().trim();
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        *self.connections.get_or_default(entry.id) = Connection { user: some(user), database: some(database) };
    }

    fn query(&mut self, entry: Entry, sink: &mut Sink) {
        let connection = self.connections.get_or_default(entry.id);
        if let Some(database) = used(&entry.text) {
            connection.database = Some(database);
            return sink.passed_over();
        }
        if entry.command == "Query" && repeats(&entry.text) {
            return sink.passed_over();
        }
        let statement = Statement {
            at: entry.at,
            user: connection.user.clone(),
            context: Context { database: connection.database.clone(), path: Vec::new() },
            sql: Some(entry.text),
            line: entry.line,
            ..Statement::default()
        };
        sink.statement(statement);
    }
}

/// Lines that a server writes when it opens a log.
fn is_banner(text: &str) -> bool {
    let text = text.trim();
    let begins = ["Tcp port: ", "Time ", "Time\t"].iter().any(|b| text.starts_with(b));
    text.is_empty() || begins || text.contains(", Version: ")
}

/// PREPARE, EXECUTE and DEALLOCATE as statements: what they run is logged as entries of its own.
fn repeats(sql: &str) -> bool {
    let word = sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["prepare", "execute", "deallocate"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// The database of `USE name`.
fn used(sql: &str) -> Option<String> {
    let text = sql.trim().trim_end_matches(';').trim_end();
    let (word, name) = text.split_once(char::is_whitespace)?;
    let name = name.trim();
    let plain = word.eq_ignore_ascii_case("use") && !name.contains(char::is_whitespace);
    plain.then(|| name.trim_matches('`').to_owned())
}
