//! Logs of several tables, of which one explains another: read in passes, so that memory stays bounded.

use std::collections::VecDeque;

use garim_core::{Error, Result};

use super::{LogReader, Sink};
use crate::input::{PositionOf, Row, Source, Table};

/// How the tables go together.
pub(crate) trait Join: Send {
    /// What a table is.
    type Role: Copy + Eq + Send + 'static;
    /// Which tables are read, in this order; a role may come twice.
    const PASSES: &'static [Self::Role];
    /// What each table must be one of, in words.
    const EXPECTED: &'static str;

    /// What table a row is of.
    fn role(row: &Row) -> Option<Self::Role>;

    /// Takes in a row in one of the passes.
    fn row(&mut self, pass: usize, row: &Row, line: u64, sink: &mut Sink);

    /// Takes in a row of a stream that can be read once only.
    fn alone(&mut self, role: Self::Role, row: &Row, line: u64, sink: &mut Sink);

    /// A pass has ended; the number of passes stands for the end of a stream.
    fn after(&mut self, pass: usize, sink: &mut Sink);
}

struct Joined<J: Join> {
    join: J,
    /// What each file is.
    files: Vec<(J::Role, Source)>,
    /// What is still to be read in this pass.
    waiting: VecDeque<Source>,
    pass: usize,
    table: Option<Table>,
    /// Rows that were counted: a file that is read again counts once.
    once: bool,
    stream: bool,
}

/// Opens tables that go together.
pub(crate) fn open_joined<J: Join + 'static>(sources: Vec<Source>, join: J) -> Result<Box<dyn LogReader>> {
    let mut reader =
        Joined { join, files: Vec::new(), waiting: VecDeque::new(), pass: 0, table: None, once: false, stream: false };
    for source in sources {
        let Some(again) = source.again() else {
            reader.stream = true;
            reader.table = Some(Table::open(source, 0, 0)?);
            return Ok(Box::new(reader));
        };
        let name = source.name();
        if let Some(row) = first_row(again)? {
            let unknown = || Error::invalid(format!("`{name}` is none of the tables that are expected: {}", J::EXPECTED));
            reader.files.push((J::role(&row).ok_or_else(unknown)?, source));
        }
    }
    reader.begin_pass();
    Ok(Box::new(reader))
}

/// The first row of a table, by which it is known; with the header's columns, if it has a header.
fn first_row(source: Source) -> Result<Option<Row>> {
    let mut table = Table::open(source, 0, 0)?;
    if let Some(header) = table.header() {
        return Ok(Some(Row::of_fields(header, vec!["?".to_owned(); header.len()])));
    }
    while let Some(record) = table.next()? {
        if let Ok(row) = record.row {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

impl<J: Join> Joined<J> {
    fn begin_pass(&mut self) {
        let Some(role) = J::PASSES.get(self.pass) else { return };
        self.once = J::PASSES[..self.pass].contains(role);
        self.waiting = self.files.iter().filter(|(r, _)| r == role).filter_map(|(_, s)| s.again()).collect();
    }

    /// The next table of this pass, or of a later one; `false` after the last.
    fn open_next(&mut self, sink: &mut Sink) -> Result<bool> {
        while self.table.is_none() {
            if self.stream || self.pass >= J::PASSES.len() {
                return Ok(false);
            }
            match self.waiting.pop_front() {
                Some(source) => self.table = Some(Table::open(source, 0, 0)?),
                None => {
                    self.join.after(self.pass, sink);
                    self.pass += 1;
                    self.begin_pass();
                }
            }
        }
        Ok(true)
    }

    fn take_in(&mut self, row: &Row, line: u64, sink: &mut Sink) {
        if !self.once {
            sink.record();
        }
        match (self.stream, J::role(row)) {
            (false, _) => self.join.row(self.pass, row, line, sink),
            (true, Some(role)) => self.join.alone(role, row, line, sink),
            (true, None) => sink.not_understood("the row is of none of the tables that are expected", line),
        }
    }
}

impl<J: Join> LogReader for Joined<J> {
    fn step(&mut self, sink: &mut Sink) -> Result<bool> {
        if !self.open_next(sink)? {
            return Ok(false);
        }
        let Some(table) = &mut self.table else { return Ok(false) };
        table.name().clone_into(&mut sink.name);
        let Some(record) = table.next()? else {
            self.table = None;
            if self.stream {
                self.join.after(J::PASSES.len(), sink);
            }
            return Ok(true);
        };
        match record.row {
            Ok(row) => self.take_in(&row, record.line, sink),
            Err(why) if !self.once => sink.broken(why, record.line),
            Err(_) => {}
        }
        Ok(true)
    }

    fn place(&self) -> PositionOf {
        PositionOf::default()
    }
}
