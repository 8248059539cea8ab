//! Logs that are tables, one execution a row, in which a former import can be gone on with.

use garim_core::Result;

use super::{LogReader, Sink};
use crate::input::{PositionOf, Row, Source, Table};

/// Makes statements of rows.
pub(crate) trait RowFormat: Send {
    /// Takes in a row.
    fn row(&self, row: &Row, line: u64, sink: &mut Sink);
}

struct RowLog<F> {
    table: Table,
    format: F,
}

/// Opens a table at a place.
pub(crate) fn open_rows<F: RowFormat + 'static>(source: Source, place: &PositionOf, format: F) -> Result<Box<dyn LogReader>> {
    Ok(Box::new(RowLog { table: Table::open(source, place.offset, place.line)?, format }))
}

impl<F: RowFormat> LogReader for RowLog<F> {
    fn step(&mut self, sink: &mut Sink) -> Result<bool> {
        let Some(record) = self.table.next()? else { return Ok(false) };
        match record.row {
            Ok(row) => {
                sink.record();
                self.format.row(&row, record.line, sink);
            }
            Err(why) => sink.broken(why, record.line),
        }
        Ok(true)
    }

    fn place(&self) -> PositionOf {
        let (offset, line) = self.table.place();
        PositionOf { offset, line, memory: serde_json::Value::Null }
    }
}
