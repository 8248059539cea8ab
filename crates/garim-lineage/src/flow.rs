//! How what happens on the way adds up: a sum of a lower-cased copy is a sum.

use std::collections::BTreeSet;

use garim_core::lineage::Indirect;
use smallvec::SmallVec;

use crate::{Usage, columns::ColumnId};

/// How a column takes part in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// A plain copy.
    Identity,
    /// Computed from it, row by row.
    Expression,
    /// Computed from many rows, by this function ([`crate::columns::Columns::function`]).
    Aggregate(u16),
    /// Passed through a mask.
    Masked,
    /// Something flows, but it cannot be said how.
    Unresolved,
    /// Nothing of it flows, it decides: a CASE condition.
    Conditional,
    /// Nothing of it flows, it decides: PARTITION BY or ORDER BY of a window.
    Window,
}

/// The numbers of `count` and `count_distinct`: nothing of the values is left in what they say.
pub(crate) const COUNT: u16 = 0;
/// See [`COUNT`].
pub(crate) const COUNT_DISTINCT: u16 = 1;

impl How {
    /// Whether it says how many, not which.
    fn counts(self) -> bool {
        matches!(self, Self::Aggregate(COUNT | COUNT_DISTINCT))
    }

    /// Whether it decides about a value without flowing into it.
    pub fn decides(self) -> bool {
        matches!(self, Self::Conditional | Self::Window)
    }
}

/// Columns of stored tables that take part in one value, each with how; sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Inputs(SmallVec<[(ColumnId, How); 2]>);

impl Inputs {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy of one column.
    pub fn of(column: ColumnId) -> Self {
        Self(SmallVec::from_slice(&[(column, How::Identity)]))
    }

    /// Each, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, (ColumnId, How)> {
        self.0.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds others.
    pub fn add(&mut self, others: &Self) {
        match (self.0.is_empty(), others.0.is_empty()) {
            (_, true) => {}
            (true, false) => self.0.clone_from(&others.0),
            (false, false) => {
                self.0.extend_from_slice(&others.0);
                self.tidy();
            }
        }
    }

    fn tidy(&mut self) {
        if !self.0.is_sorted_by(|a, b| a < b) {
            self.0.sort_unstable();
            self.0.dedup();
        }
    }

    /// Inputs after one more step.
    pub fn through(mut self, outer: How) -> Self {
        if outer != How::Identity {
            self.0.iter_mut().for_each(|(_, how)| *how = compose(*how, outer));
            self.tidy();
        }
        self
    }

    /// Only the first so many.
    pub fn cut(&mut self, most: usize) {
        self.0.truncate(most);
    }
}

impl FromIterator<(ColumnId, How)> for Inputs {
    fn from_iter<I: IntoIterator<Item = (ColumnId, How)>>(all: I) -> Self {
        let mut made = Self(all.into_iter().collect());
        made.tidy();
        made
    }
}

/// Columns of stored tables that shape which rows there are.
pub(crate) type Shape = BTreeSet<(ColumnId, Indirect)>;

/// What two steps are together: `inner` happened first. What decides, decides about all that follows. A count hides whatever
/// came before it, and stays a count afterwards; else what is not resolved stays so; else a mask stays a mask, an aggregate an
/// aggregate.
fn compose(inner: How, outer: How) -> How {
    match (inner, outer) {
        (i, _) if i.decides() => i,
        (_, o) if o.decides() => o,
        (_, How::Unresolved) => How::Unresolved,
        (_, o) if o.counts() => o,
        (How::Unresolved, _) => How::Unresolved,
        (i, _) if i.counts() => i,
        (How::Identity, o) => o,
        (i, How::Identity) => i,
        (How::Masked, _) | (_, How::Masked) => How::Masked,
        (_, o @ How::Aggregate(_)) => o,
        (i, _) => i,
    }
}

/// How a usage shapes the rows; `None` for a value.
pub(crate) fn shaping(usage: Usage) -> Option<Indirect> {
    Some(match usage {
        Usage::Value => return None,
        Usage::Filter => Indirect::Filter,
        Usage::JoinKey => Indirect::JoinKey,
        Usage::Group => Indirect::Group,
        Usage::Sort => Indirect::Sort,
        Usage::Window => Indirect::Window,
        Usage::Conditional => Indirect::Conditional,
    })
}
