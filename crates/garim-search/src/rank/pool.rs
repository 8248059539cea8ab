//! The best documents so far.

use super::candidates::Called;

/// Most documents that are ranked.
const MOST: usize = 300;

/// A document that is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    /// Its segment.
    pub segment: u32,
    /// Its number there.
    pub doc: u32,
    /// How it looks at first sight.
    pub worth: f32,
    /// The places of each leaf of the query.
    pub masks: Vec<u8>,
    /// What it is called, of what was asked for.
    pub called: Called,
}

/// Keeps the best at first sight; of equals the first.
#[derive(Default)]
pub(crate) struct Pool {
    all: Vec<Candidate>,
    /// The worth that a document must have more of; `None`: there is room.
    least: Option<f32>,
}

impl Pool {
    /// Whether a document of such worth would be kept.
    pub fn wants(&self, worth: f32) -> bool {
        self.least.is_none_or(|least| worth > least)
    }

    /// Keeps a document, for now.
    pub fn put(&mut self, candidate: Candidate) {
        self.all.push(candidate);
        if self.all.len() >= MOST * 2 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.all.len() > MOST {
            self.all.select_nth_unstable_by(MOST, |a, b| {
                b.worth.total_cmp(&a.worth).then_with(|| (a.segment, a.doc).cmp(&(b.segment, b.doc)))
            });
            self.all.truncate(MOST);
            self.least = self.all.iter().map(|c| c.worth).min_by(f32::total_cmp);
        }
    }

    /// The best, by segment and number.
    pub fn best(mut self) -> Vec<Candidate> {
        self.cut();
        self.all.sort_unstable_by_key(|c| (c.segment, c.doc));
        self.all
    }
}
