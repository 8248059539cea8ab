//! Lists of documents, in order, with what each has: united, cut, and looked up in one another.

use garim_core::Result;
use tantivy::{DocSet, TERMINATED, postings::Postings, schema::Field};

use super::view::Segment;
use crate::query::form::{Form, Leaves, Piece};

/// How many times longer a list may be than another before it is skipped through instead of read.
const SKIP: usize = 16;

/// Documents and how well each answers.
pub(crate) type Answers = Vec<(u32, f32)>;

/// Which documents are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Within<'a> {
    /// From one number to before another.
    Range(u32, u32),
    /// These, in order.
    These(&'a [u32]),
}

impl Within<'_> {
    /// All there are.
    pub const ALL: Self = Self::Range(0, TERMINATED);
}

/// Documents with the places of a term, of those that are looked at.
pub(crate) fn places(segment: &Segment, field: Field, term: &str, within: Within) -> Result<Vec<(u32, u8)>> {
    let Some(mut list) = segment.postings(field, term)? else { return Ok(Vec::new()) };
    let length = list.doc_freq() as usize;
    let mut found = Vec::new();
    let within = match within {
        Within::These(these) => these,
        Within::Range(from, to) => {
            if list.doc() < from {
                list.seek(from);
            }
            while list.doc() < to {
                found.push((list.doc(), bits(list.term_freq())));
                list.advance();
            }
            return Ok(found);
        }
    };
    let skip = length > within.len().saturating_mul(SKIP);
    for &doc in within {
        if list.doc() < doc {
            if skip {
                list.seek(doc);
            } else {
                while list.doc() < doc {
                    list.advance();
                }
            }
        }
        if list.doc() == doc {
            found.push((doc, bits(list.term_freq())));
        }
    }
    Ok(found)
}

fn bits(frequency: u32) -> u8 {
    u8::try_from(frequency & 0xFF).unwrap_or(u8::MAX)
}

/// What answers forms, and for how much a set of places counts.
pub(crate) struct Answering<'a> {
    pub segment: &'a Segment<'a>,
    pub field: Field,
    pub leaves: &'a Leaves,
    /// How much each set of places counts.
    pub worth: &'a [f32; 256],
    /// How many documents of the segment have each leaf.
    pub frequencies: &'a [u32],
}

impl Answering<'_> {
    /// How many documents a form has at most.
    pub fn cost(&self, form: &Form) -> usize {
        let mut least = usize::MAX;
        for piece in &form.pieces {
            let mut sum = 0_usize;
            for choice in piece {
                sum = sum.saturating_add(self.shortest(&choice.leaves));
            }
            least = least.min(sum);
        }
        if least == usize::MAX { 0 } else { least }
    }

    /// How many documents the rarest of some leaves has.
    fn shortest(&self, leaves: &[usize]) -> usize {
        leaves.iter().map(|leaf| self.frequencies.get(*leaf).copied().unwrap_or(0) as usize).min().unwrap_or(0)
    }

    fn term(&self, leaf: usize) -> &str {
        self.leaves.terms.get(leaf).map_or("", String::as_str)
    }

    /// The documents that have a form, of those that are looked at.
    pub fn form(&self, form: &Form, within: Within) -> Result<Answers> {
        if self.cost(form) == 0 {
            return Ok(Vec::new());
        }
        let mut found: Option<Answers> = None;
        for piece in &form.pieces {
            let narrowed: Option<Vec<u32>> = found.as_ref().map(|f| f.iter().map(|(doc, _)| *doc).collect());
            let more = self.piece(piece, narrowed.as_deref().map_or(within, Within::These))?;
            found = Some(match found {
                None => more,
                Some(before) => both(&before, &more),
            });
            if found.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
        }
        let mut found = found.unwrap_or_default();
        for (_, worth) in &mut found {
            *worth *= form.level;
        }
        Ok(found)
    }

    fn piece(&self, piece: &Piece, within: Within) -> Result<Answers> {
        let mut all: Vec<Answers> = Vec::new();
        for choice in piece.iter().filter(|c| self.shortest(&c.leaves) > 0) {
            let mut found: Option<Vec<(u32, u8)>> = None;
            for leaf in &choice.leaves {
                let narrowed: Option<Vec<u32>> = found.as_ref().map(|f| f.iter().map(|(doc, _)| *doc).collect());
                let more = places(self.segment, self.field, self.term(*leaf), narrowed.as_deref().map_or(within, Within::These))?;
                found = Some(match found {
                    None => more,
                    Some(before) => meet(&before, &more),
                });
            }
            let worth = |places: u8| self.worth.get(places as usize).copied().unwrap_or(0.0) * choice.level;
            let found = found.unwrap_or_default();
            if !found.is_empty() {
                all.push(found.into_iter().map(|(doc, places)| (doc, worth(places))).collect());
            }
        }
        Ok(unite(all))
    }
}

/// Documents of both lists, in the places that both have.
fn meet(a: &[(u32, u8)], b: &[(u32, u8)]) -> Vec<(u32, u8)> {
    let mut found = Vec::new();
    let mut at = 0;
    for (doc, places) in a {
        while b.get(at).is_some_and(|(other, _)| other < doc) {
            at += 1;
        }
        if let Some((_, more)) = b.get(at).filter(|(other, more)| other == doc && more & places != 0) {
            found.push((*doc, places & more));
        }
    }
    found
}

/// Documents of both lists, with the lesser worth.
fn both(a: &Answers, b: &Answers) -> Answers {
    let mut found = Vec::new();
    let mut at = 0;
    for (doc, worth) in a {
        while b.get(at).is_some_and(|(other, _)| other < doc) {
            at += 1;
        }
        if let Some((_, more)) = b.get(at).filter(|(other, _)| other == doc) {
            found.push((*doc, worth.min(*more)));
        }
    }
    found
}

/// Documents of any list, with the greatest worth. Short lists first, so that the long one is read once.
pub(crate) fn unite(mut lists: Vec<Answers>) -> Answers {
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let first = lists.next().unwrap_or_default();
    lists.fold(first, |a, b| merge(&a, &b, f32::max))
}

/// Documents of either list; the worths of one that is in both are combined.
pub(crate) fn merge(a: &Answers, b: &Answers, combine: impl Fn(f32, f32) -> f32) -> Answers {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => {
                merged.push(*x);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                merged.push(*y);
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                merged.push((x.0, combine(x.1, y.1)));
                i += 1;
                j += 1;
            }
        }
    }
    merged.extend_from_slice(a.get(i..).unwrap_or_default());
    merged.extend_from_slice(b.get(j..).unwrap_or_default());
    merged
}
