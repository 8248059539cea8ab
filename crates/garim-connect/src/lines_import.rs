//! Imports of rows that are no executions: taken one by one, given out in batches, gone on with where a file was left.

use std::collections::VecDeque;

use garim_core::Result;
use garim_ports::{Batch, Position};

use crate::input::{Head, PositionOf, Row, Source, Table};

/// Rows of one batch.
const BATCH: usize = 5_000;

/// Takes rows.
pub(crate) trait Taker: Send {
    /// One row, and where it stands.
    fn take(&mut self, row: &Row, place: &str, batch: &mut Batch);

    /// A batch is given out.
    fn finish(&mut self, batch: &mut Batch);
}

/// An open import.
pub(crate) struct LineImport<T> {
    sources: VecDeque<Source>,
    positions: Vec<Position>,
    taker: T,
    open: Option<Open>,
}

/// Tables are for one thread at a time: behind a lock they may be handed about.
struct Open {
    table: std::sync::Mutex<Table>,
    head: Option<Head>,
    found: Option<String>,
}

impl<T: Taker> LineImport<T> {
    /// Of these inputs.
    pub fn new(sources: Vec<Source>, positions: Vec<Position>, taker: T) -> Self {
        Self { sources: sources.into(), positions, taker, open: None }
    }

    /// The next batch.
    pub fn next(&mut self) -> Result<Option<Batch>> {
        if self.open.is_none() && !self.open_next()? {
            return Ok(None);
        }
        let Some(open) = &mut self.open else { return Ok(None) };
        let table = open.table.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut batch = Batch::default();
        let mut more = true;
        while more && batch.read.records < BATCH as u64 {
            let name = table.name().to_owned();
            match table.next()? {
                None => more = false,
                Some(record) => {
                    batch.read.records += 1;
                    let place = format!("{name}:{}", record.line);
                    match record.row {
                        Ok(row) => self.taker.take(&row, &place, &mut batch),
                        Err(why) => batch.read.not_understood(why, place),
                    }
                }
            }
        }
        self.taker.finish(&mut batch);
        let (offset, line) = table.place();
        let place = PositionOf { offset, line, ..PositionOf::default() };
        batch.position = open.head.as_ref().map(|h| h.position(open.found.take().as_deref(), &place));
        if let Some(position) = &batch.position {
            self.positions.retain(|p| p.stream != position.stream && Some(&p.stream) != position.replaces.as_ref());
            self.positions.push(position.clone());
        }
        if !more {
            self.open = None;
        }
        Ok(Some(batch))
    }

    fn open_next(&mut self) -> Result<bool> {
        let Some(source) = self.sources.pop_front() else { return Ok(false) };
        let head = source.head()?;
        let found = head.as_ref().and_then(|h| h.find(&self.positions)).cloned();
        let place: PositionOf = found.as_ref().and_then(|f| serde_json::from_str(&f.place).ok()).unwrap_or_default();
        let table = std::sync::Mutex::new(Table::open(source, place.offset, place.line)?);
        self.open = Some(Open { table, head, found: found.map(|f| f.stream) });
        Ok(true)
    }
}
