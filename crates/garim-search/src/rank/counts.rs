//! What is remembered of segments, which never change: who may be seen in a scope, and how many of those have a term.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use garim_core::Result;

/// Most counts that are remembered.
const MOST_COUNTS: usize = 100_000;
/// Most sets of visible documents that are remembered: of a million documents one takes an eighth of a megabyte.
const MOST_SETS: usize = 128;

/// Documents, a bit for each.
pub(crate) type Bits = Arc<Vec<u64>>;

/// A segment and the labels of a scope.
pub(crate) type Seen = (String, String);

/// What is remembered.
#[derive(Default)]
pub(crate) struct Counts {
    counts: Mutex<HashMap<Seen, HashMap<String, u32>>>,
    sets: Mutex<HashMap<Seen, Bits>>,
}

impl Counts {
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
