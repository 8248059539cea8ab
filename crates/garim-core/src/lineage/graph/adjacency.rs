//! Who is next to whom: compressed rows, with a small overlay of what has come since, so that one run's change does not move
//! a million edges.

use std::collections::HashMap;

/// Changes kept beside the compressed rows before these are written anew, at least; a tenth of the edges otherwise.
const OVERLAY: usize = 4096;

/// The far end of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Half {
    /// The column there.
    pub(super) column: u32,
    /// The transformation.
    pub(super) how: u32,
}

/// Where an edge was taken away until the rows are written anew.
const GONE: Half = Half { column: u32::MAX, how: u32::MAX };

/// The edges of each column in one direction. An edge that several jobs captured stands here once for each of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Adjacency {
    /// The row of column `i` is `halves[starts[i]..starts[i + 1]]`; columns that came later have none yet.
    starts: Vec<u32>,
    halves: Vec<Half>,
    late: HashMap<u32, Vec<Half>>,
    changes: usize,
}

impl Adjacency {
    fn row(&self, column: u32) -> std::ops::Range<usize> {
        let at = column as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// The far ends of a column's edges.
    pub(super) fn of(&self, column: u32) -> impl Iterator<Item = Half> {
        let kept = self.halves.get(self.row(column)).unwrap_or_default();
        let late = if self.late.is_empty() { None } else { self.late.get(&column) };
        kept.iter().chain(late.into_iter().flatten()).copied().filter(|h| *h != GONE)
    }

    pub(super) fn add(&mut self, column: u32, half: Half) {
        self.late.entry(column).or_default().push(half);
        self.changed();
    }

    /// Takes one away; whether it was there.
    pub(super) fn remove(&mut self, column: u32, half: Half) -> bool {
        if let Some(late) = self.late.get_mut(&column)
            && let Some(at) = late.iter().position(|h| *h == half)
        {
            late.swap_remove(at);
            return true;
        }
        let row = self.row(column);
        let Some(kept) = self.halves.get_mut(row).and_then(|r| r.iter_mut().find(|h| **h == half)) else { return false };
        *kept = GONE;
        self.changed();
        true
    }

    fn changed(&mut self) {
        self.changes += 1;
        if self.changes > OVERLAY.max(self.halves.len() / 10) {
            self.settle();
        }
    }

    /// Writes the rows anew with everything in them.
    fn settle(&mut self) {
        let newest = self.late.keys().max().map_or(0, |c| *c as usize + 1);
        let columns = newest.max(self.starts.len().saturating_sub(1));
        let mut starts = Vec::with_capacity(columns + 1);
        let mut halves = Vec::with_capacity(self.halves.len() + self.changes);
        starts.push(0);
        for column in 0..u32::try_from(columns).unwrap_or(u32::MAX) {
            halves.extend(self.of(column));
            starts.push(u32::try_from(halves.len()).unwrap_or(u32::MAX));
        }
        *self = Self { starts, halves, late: HashMap::new(), changes: 0 };
    }

    /// How many edges there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let kept = self.halves.iter().filter(|h| **h != GONE).count();
        kept + self.late.values().map(Vec::len).sum::<usize>()
    }
}
