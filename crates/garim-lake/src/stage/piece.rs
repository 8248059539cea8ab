//! Rows of one batch that belong to one day.

use std::sync::Arc;

use arrow_array::{RecordBatch, UInt32Array};
use arrow_select::take::take_record_batch;
use garim_core::{Result, time::Day};

use crate::{
    check::{Cells, Field},
    failure,
    protect::{People, Shape, Who},
};

/// Rows of one day, after the suppressed were acted on.
pub(super) struct Piece {
    pub(super) day: Day,
    /// The day's window has closed.
    pub(super) past: bool,
    pub(super) file: Arc<str>,
    pub(super) numbers: Vec<u64>,
    /// As the source gave them, with raw ids; for comparing and for quarantine.
    pub(super) raw: RecordBatch,
    /// With pseudonyms, and what belonged to the suppressed null.
    pub(super) rows: RecordBatch,
    pub(super) people: People,
    /// Rows on which a suppression acted.
    pub(super) acted: Vec<bool>,
}

impl Piece {
    /// The rows at these places, as a piece of its own.
    pub(super) fn pick(&self, picked: &[u32], day: Day, past: bool) -> Result<Self> {
        let all = picked.len() == self.numbers.len();
        Ok(Self {
            day,
            past,
            file: self.file.clone(),
            numbers: picked.iter().map(|at| self.numbers[*at as usize]).collect(),
            raw: if all { self.raw.clone() } else { take(&self.raw, picked)? },
            rows: if all { self.rows.clone() } else { take(&self.rows, picked)? },
            people: self.people.take(picked),
            acted: picked.iter().map(|at| self.acted[*at as usize]).collect(),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether the row names nobody.
    pub(super) fn nobodys(&self, shape: &Shape, row: usize) -> bool {
        let nobody = |column: &Vec<Who>| column[row] == Who::Nobody;
        match shape.owner {
            Some(owner) => nobody(&self.people.columns[owner]),
            None => !self.people.columns.is_empty() && self.people.columns.iter().all(nobody),
        }
    }

    /// The names and fields of a row for quarantine: as it came, or without what belonged to the suppressed.
    pub(super) fn fields(&self, row: usize) -> Result<(Vec<String>, Vec<Field>)> {
        let from = if self.acted[row] { &self.rows } else { &self.raw };
        let names = from.schema().fields().iter().map(|f| f.name().clone()).collect();
        let fields = from.columns().iter().map(|column| {
            let cells = Cells::of(column.as_ref())?;
            let mut text = Vec::new();
            cells.append(row, &mut text);
            Ok((!cells.is_null(row)).then_some(text))
        });
        Ok((names, fields.collect::<Result<_>>()?))
    }
}

/// The rows at these places.
pub(super) fn take(rows: &RecordBatch, picked: &[u32]) -> Result<RecordBatch> {
    let places = UInt32Array::from(picked.to_vec());
    take_record_batch(rows, &places).map_err(|e| failure::arrow("picking rows", &e))
}
