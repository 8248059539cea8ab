//! Filters as a walk meets them: lists that a document must be in or must not, and numbers within bounds.

use std::sync::Arc;

use garim_core::Result;
use tantivy::{columnar::ColumnValues, schema::IndexRecordOption};

use super::{
    cursor::Cursor,
    view::{Segment, View, failed},
    window::Window,
};
use crate::{
    disk::signals::NO_AGE,
    query::filter::{Filters, Number},
};

/// The filters of a query in one segment.
pub(crate) struct Gates {
    /// Lists of which a document is in one, or in none.
    pub lists: Vec<Gate>,
    numbers: Vec<Bounds>,
}

/// Lists of values of one facet.
pub(crate) struct Gate {
    wanted: bool,
    cursors: Vec<Cursor>,
}

/// A number and its bounds, ends included.
struct Bounds {
    values: Arc<dyn ColumnValues<u64>>,
    /// What stands for a number that is not known, which is in no bounds.
    none: Option<u64>,
    from: u64,
    to: u64,
}

impl Gates {
    /// Opens the lists of a segment.
    pub fn new(view: &View, segment: &Segment, filters: &Filters) -> Result<Self> {
        let mut gates = Self { lists: Vec::new(), numbers: Vec::new() };
        if filters.is_empty() {
            return Ok(gates);
        }
        let index = segment.reader.inverted_index(view.fields.facets).map_err(failed)?;
        for (wanted, facets) in &filters.facets {
            let mut cursors = Vec::new();
            for facet in facets {
                let term = tantivy::Term::from_field_text(view.fields.facets, facet);
                let block = index.read_block_postings(&term, IndexRecordOption::Basic).map_err(|e| failed(e.into()))?;
                cursors.extend(block.map(Cursor::new));
            }
            gates.lists.push(Gate { wanted: *wanted, cursors });
        }
        for (number, from, to) in &filters.numbers {
            let (values, none) = match number {
                Number::People => (&segment.columns.people, None),
                Number::Age => (&segment.columns.age, Some(NO_AGE)),
            };
            gates.numbers.push(Bounds { values: values.clone(), none, from: *from, to: *to });
        }
        Ok(gates)
    }

    /// Whether numbers are compared.
    pub fn compare(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Whether a document's numbers are within their bounds.
    pub fn within(&self, doc: u32) -> bool {
        self.numbers.iter().all(|n| {
            let value = n.values.get_val(doc);
            (n.from..=n.to).contains(&value) && n.none != Some(value)
        })
    }

    /// The gate that the fewest documents pass, and how many.
    pub fn narrowest(&self) -> Option<(usize, usize)> {
        let wanted = self.lists.iter().enumerate().filter(|(_, g)| g.wanted);
        wanted.map(|(at, g)| (g.cursors.iter().map(|c| c.length() as usize).sum(), at)).min()
    }

    /// Looks at those that a gate lets through.
    pub fn mark(&mut self, at: usize, window: &mut Window) {
        for cursor in self.lists.get_mut(at).into_iter().flat_map(|g| &mut g.cursors) {
            cursor.seek(window.from);
            cursor.read(window.to, |doc, _| window.mark(doc));
        }
    }

    /// The next document of a gate.
    pub fn next(&self, at: usize) -> u32 {
        let cursors = self.lists.get(at).into_iter().flat_map(|g| &g.cursors);
        cursors.map(Cursor::doc).min().unwrap_or(tantivy::TERMINATED)
    }

    /// Keeps whom every gate but one lets through.
    pub fn narrow(&mut self, but: Option<usize>, window: &mut Window) {
        for (_, gate) in self.lists.iter_mut().enumerate().filter(|(at, _)| Some(*at) != but) {
            let cursors = &mut gate.cursors;
            window.keep(|doc| cursors.iter_mut().any(|c| c.seek(doc) == doc) == gate.wanted);
        }
    }
}
