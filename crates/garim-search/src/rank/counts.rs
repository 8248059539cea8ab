//! What is remembered of segments, which never change: who may be seen in a scope, and how many of those have a term.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

use garim_core::Result;
use tantivy::{
    SegmentReader,
    columnar::{ColumnValues, StrColumn},
};

use super::view::failed;
use crate::{
    disk::{schema::column, signals::NO_AGE},
    facets::Facets,
};

/// Most counts that are remembered.
const MOST_COUNTS: usize = 100_000;
/// Most sets of visible documents that are remembered: of a million documents one takes an eighth of a megabyte.
const MOST_SETS: usize = 128;

/// Most segments whose columns are kept open.
const MOST_SEGMENTS: usize = 64;

/// Documents, a bit for each.
pub(crate) type Bits = Arc<Vec<u64>>;

/// A segment and the labels of a scope.
pub(crate) type Seen = (String, String);

/// The numbers beside the documents of a segment, opened once.
pub(crate) struct Columns {
    pub prior: Arc<dyn ColumnValues<u64>>,
    pub signals: Arc<dyn ColumnValues<u64>>,
    pub lengths: Arc<dyn ColumnValues<u64>>,
    pub people: Arc<dyn ColumnValues<u64>>,
    pub age: Arc<dyn ColumnValues<u64>>,
    facets: Option<StrColumn>,
    /// The same in memory, once they were counted.
    counted: OnceLock<Facets>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> Result<Self> {
        let fast = reader.fast_fields();
        let read =
            |name: &str, default| Ok::<_, garim_core::Error>(fast.u64(name).map_err(failed)?.first_or_default_col(default));
        Ok(Self {
            prior: read(column::PRIOR, 0)?,
            signals: read(column::SIGNALS, 0)?,
            lengths: read(column::LENGTHS, 0)?,
            people: read(column::PEOPLE, 0)?,
            age: read(column::AGE, NO_AGE)?,
            facets: fast.str(column::FACETS).map_err(failed)?,
            counted: OnceLock::new(),
        })
    }

    /// The facets of so many documents.
    pub fn facets(&self, documents: u32) -> Result<Option<&Facets>> {
        let Some(column) = &self.facets else { return Ok(None) };
        if self.counted.get().is_none() {
            // Two that come first at once both read them; one is kept.
            let _ = self.counted.set(Facets::read(column, documents)?);
        }
        Ok(self.counted.get())
    }
}

/// What is remembered.
#[derive(Default)]
pub(crate) struct Counts {
    columns: Mutex<HashMap<String, Arc<Columns>>>,
    counts: Mutex<HashMap<Seen, HashMap<String, u32>>>,
    sets: Mutex<HashMap<Seen, Bits>>,
}

impl Counts {
    /// The columns of a segment.
    pub fn columns(&self, reader: &SegmentReader) -> Result<Arc<Columns>> {
        let id = reader.segment_id().uuid_string();
        if let Some(known) = self.columns.lock().ok().and_then(|c| c.get(&id).cloned()) {
            return Ok(known);
        }
        let made = Arc::new(Columns::open(reader)?);
        if let Ok(mut columns) = self.columns.lock() {
            if columns.len() >= MOST_SEGMENTS {
                columns.clear();
            }
            columns.insert(id, made.clone());
        }
        Ok(made)
    }

    /// Who may be seen, found out the first time.
    pub fn set(&self, seen: &Seen, make: impl FnOnce() -> Result<Vec<u64>>) -> Result<Bits> {
        if let Some(known) = self.sets.lock().ok().and_then(|sets| sets.get(seen).cloned()) {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        if let Ok(mut sets) = self.sets.lock() {
            if sets.len() >= MOST_SETS {
                sets.clear();
            }
            sets.insert(seen.clone(), made.clone());
        }
        Ok(made)
    }

    /// How many of those have a term, counted the first time.
    pub fn count(&self, seen: &Seen, term: &str, make: impl FnOnce() -> Result<u32>) -> Result<u32> {
        if let Some(known) = self.counts.lock().ok().and_then(|c| c.get(seen)?.get(term).copied()) {
            return Ok(known);
        }
        let made = make()?;
        if let Ok(mut counts) = self.counts.lock() {
            if counts.values().map(HashMap::len).sum::<usize>() >= MOST_COUNTS || counts.len() > MOST_SETS {
                counts.clear();
            }
            counts.entry(seen.clone()).or_default().insert(term.to_owned(), made);
        }
        Ok(made)
    }
}
