//! csvlog: 23 to 26 columns by the server's version, no header.

use chrono_tz::Tz;
use garim_core::Result;

use super::{entry::Entry, sessions::Sessions};
use crate::{
    input::{CsvRecords, PositionOf, Source},
    time,
    usage::{LogReader, Sink},
};

/// Columns of version 9.0 (with application_name), 13 (backend_type), and 14 on (leader_pid, query_id).
const COLUMNS: [usize; 3] = [23, 24, 26];

struct CsvLog {
    records: CsvRecords,
    sessions: Sessions,
    zone: Tz,
}

/// Opens a log at a place.
pub(crate) fn open(source: Source, place: &PositionOf, zone: Tz) -> Result<Box<dyn LogReader>> {
    let lines = source.open(place.offset, place.line)?;
    let begins = |line: &str| time::local(line).is_some_and(|(_, rest)| rest.contains(','));
    Ok(Box::new(CsvLog { records: CsvRecords::new(lines, b',', begins), sessions: Sessions::new(&place.memory), zone }))
}

impl LogReader for CsvLog {
    fn step(&mut self, sink: &mut Sink) -> Result<bool> {
        let Some(record) = self.records.next(|n| COLUMNS.contains(&n))? else { return Ok(false) };
        match record.fields {
            Ok(fields) => self.sessions.entry(&entry(fields, record.line, self.zone), sink),
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

fn entry(mut fields: Vec<String>, line: u64, zone: Tz) -> Entry {
    let mut take = |at: usize| fields.get_mut(at).map(std::mem::take).unwrap_or_default();
    let some = |text: String| (!text.is_empty()).then_some(text);
    Entry {
        at: time::of_text(&take(0), zone),
        user: some(take(1)),
        database: some(take(2)),
        session: take(5),
        severity: take(11),
        message: take(13),
        detail: take(14),
        statement: some(take(19)),
        backend: some(take(23)),
        line,
    }
}
