//! jsonlog: an object for each entry; absent keys have no value.

use chrono_tz::Tz;
use garim_core::Result;

use super::{entry::Entry, sessions::Sessions};
use crate::{
    input::{JsonRecords, PositionOf, Row, Source},
    usage::{LogReader, Sink},
};

struct JsonLog {
    records: JsonRecords,
    sessions: Sessions,
    zone: Tz,
}

/// Opens a log at a place.
pub(crate) fn open(source: Source, place: &PositionOf, zone: Tz) -> Result<Box<dyn LogReader>> {
    let records = JsonRecords::new(source.open(place.offset, place.line)?);
    Ok(Box::new(JsonLog { records, sessions: Sessions::new(&place.memory), zone }))
}

impl LogReader for JsonLog {
    fn step(&mut self, sink: &mut Sink) -> Result<bool> {
        let Some(record) = self.records.next()? else { return Ok(false) };
        match record.value.map(Row::of_json) {
            Ok(row) if row.has("message") => self.sessions.entry(&entry(&row, record.line, self.zone), sink),
            Ok(_) => sink.broken("the object is no log entry: it has no `message`", record.line),
            Err(why) => sink.broken(why, record.line),
        }
        Ok(true)
    }

    fn flush(&mut self, sink: &mut Sink) {
        self.sessions.flush(sink);
    }

    fn place(&self) -> PositionOf {
        let (offset, line) = self.records.place();
        PositionOf { offset, line, memory: self.sessions.memory() }
    }
}

fn entry(row: &Row, line: u64, zone: Tz) -> Entry {
    let text = |name: &str| row.text(&[name]);
    Entry {
        at: row.time(&["timestamp"], zone),
        user: text("user"),
        database: text("dbname"),
        session: text("session_id").or_else(|| text("pid")).unwrap_or_default(),
        severity: text("error_severity").unwrap_or_default(),
        message: text("message").unwrap_or_default(),
        detail: text("detail").unwrap_or_default(),
        statement: text("statement"),
        backend: text("backend_type"),
        line,
    }
}
