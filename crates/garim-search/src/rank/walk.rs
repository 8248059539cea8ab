//! A walk through one segment, the most trusted documents first: who has the words, and where.

use garim_core::Result;
use tantivy::TERMINATED;

use super::{
    cursor::Cursor,
    gate::Gates,
    plan::Plan,
    view::{Segment, View},
    window::{WINDOW, Window},
};
use crate::query::filter::Filters;

/// Who is looked at.
pub(crate) enum Driver<'a> {
    /// Those that have any of some words, by their numbers.
    Words(&'a [usize]),
    /// Those that a filter lets through, by its number.
    Gate(usize),
    /// These, in order.
    These(&'a [u32]),
    /// Everybody.
    All,
}

/// What a walk asks of a document.
pub(crate) struct Wanted<'a> {
    pub driver: Driver<'a>,
    /// Words that it must have.
    pub need: &'a [usize],
    /// Words that it must not have: those that do were met before.
    pub met: &'a [usize],
    /// How many are enough.
    pub enough: usize,
}

/// A walk.
pub(crate) struct Walk<'a> {
    segment: &'a Segment<'a>,
    plan: &'a Plan,
    worth: &'a [f32; 256],
    cursors: Vec<Option<Cursor>>,
    gates: Gates,
    window: Window,
}

impl<'a> Walk<'a> {
    /// At the beginning of a segment.
    pub fn new(view: &View, segment: &'a Segment<'a>, plan: &'a Plan, filters: &Filters, worth: &'a [f32; 256]) -> Result<Self> {
        let cursors = plan.cursors(segment)?;
        let window = Window::new(cursors.len(), segment.reader.max_doc());
        Ok(Self { segment, plan, worth, cursors, gates: Gates::new(view, segment, filters)?, window })
    }

    /// Goes through the segment until there are enough, and hands over each document with what it is worth and how to read
    /// its places. How many there were.
    pub fn go(&mut self, wanted: &Wanted, mut each: impl FnMut(u32, f32, &dyn Fn() -> Vec<u8>)) -> usize {
        let last = self.segment.reader.max_doc();
        let mut count = 0;
        let mut from = self.next(&wanted.driver, 0);
        while from < last && count < wanted.enough {
            self.window.open(from, last);
            self.look(&wanted.driver);
            self.narrow(wanted);
            let window = &self.window;
            for (word, bits) in window.bits.iter().enumerate() {
                let mut bits = *bits;
                while bits != 0 {
                    let at = word * 64 + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    count += 1;
                    each(window.from + number(at), window.worth[at], &|| window.row(at));
                }
            }
            from = self.next(&wanted.driver, self.window.from.saturating_add(WINDOW));
        }
        count
    }

    /// The first document from one on that is to be looked at.
    fn next(&self, driver: &Driver, from: u32) -> u32 {
        let next = match driver {
            Driver::Words(groups) => {
                let leaves = groups.iter().filter_map(|g| self.plan.groups.get(*g)).flat_map(|g| &g.leads);
                leaves.filter_map(|l| self.cursors.get(*l)?.as_ref()).map(Cursor::doc).min().unwrap_or(TERMINATED)
            }
            Driver::Gate(at) => self.gates.next(*at),
            Driver::These(docs) => docs.get(docs.partition_point(|d| *d < from)).copied().unwrap_or(TERMINATED),
            Driver::All => from,
        };
        next.max(from)
    }

    fn look(&mut self, driver: &Driver) {
        match driver {
            Driver::Words(groups) => {
                let plan = self.plan;
                groups.iter().filter_map(|g| plan.groups.get(*g)).for_each(|g| self.read(&g.leads, true));
            }
            Driver::Gate(at) => self.gates.mark(*at, &mut self.window),
            Driver::These(docs) => {
                let from = docs.partition_point(|d| *d < self.window.from);
                let to = self.window.to;
                docs.iter().skip(from).take_while(|d| **d < to).for_each(|d| self.window.mark(*d));
            }
            Driver::All => self.window.mark_all(),
        }
    }

    /// Keeps those that are visible, pass the filters and have the words.
    fn narrow(&mut self, wanted: &Wanted) {
        let but = if let Driver::Gate(at) = wanted.driver { Some(at) } else { None };
        let (segment, plan) = (self.segment, self.plan);
        segment.keep_allowed(self.window.from, &mut self.window.bits);
        self.gates.narrow(but, &mut self.window);
        let gates = &self.gates;
        if gates.compare() || segment.reader.has_deletes() {
            self.window.keep(|doc| gates.within(doc) && !segment.reader.is_deleted(doc));
        }
        for group in wanted.need {
            self.require(*group, |worth| worth > 0.0);
        }
        for group in wanted.met {
            self.require(*group, |worth| worth == 0.0);
        }
        for group in 0..self.plan.groups.len() {
            if !wanted.need.contains(&group) && !wanted.met.contains(&group) {
                self.require(group, |_| true);
            }
        }
        self.read(&plan.others, false);
    }

    fn require(&mut self, group: usize, passes: impl Fn(f32) -> bool) {
        if self.window.bits.iter().all(|w| *w == 0) {
            return;
        }
        let (plan, worths) = (self.plan, self.worth);
        let Some(sought) = plan.groups.get(group) else { return };
        self.read(&sought.leaves, false);
        self.window.weigh(|window, at| {
            let worth = sought.worth(|leaf| window.places(leaf, at), worths);
            passes(worth).then_some(worth * sought.share)
        });
    }

    fn read(&mut self, leaves: &[usize], mark: bool) {
        for leaf in leaves {
            if let Some(cursor) = self.cursors.get_mut(*leaf).and_then(Option::as_mut) {
                self.window.read(*leaf, cursor, self.segment.reader.max_doc(), mark);
            }
        }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
