//! A document's score: the sum of its terms, so that the explanation recomputes it.

use garim_core::{Result, search::Term};

use super::{
    candidates::Candidate,
    lists::places,
    text, trust,
    view::{View, failed},
    weights::Weights,
};
use crate::{
    disk::{
        mask::Place,
        schema::{called, column},
        signals::{NO_AGE, Signals},
        standing::flag,
    },
    query::Asked,
};

/// Terms as they are added up: with reasons for what is shown, without for what is only compared.
pub(crate) struct Terms {
    sum: f64,
    shown: Option<Vec<Term>>,
}

impl Terms {
    /// Adds up only.
    pub const fn summing() -> Self {
        Self { sum: 0.0, shown: None }
    }

    /// Keeps the terms.
    pub const fn explaining() -> Self {
        Self { sum: 0.0, shown: Some(Vec::new()) }
    }

    /// Adds a term, unless it is nothing.
    pub fn add(&mut self, name: &str, value: f64, why: impl FnOnce() -> String) {
        if value != 0.0 {
            self.sum += value;
            if let Some(shown) = &mut self.shown {
                shown.push(Term { name: name.to_owned(), value, why: why() });
            }
        }
    }

    /// What they add up to.
    pub const fn sum(&self) -> f64 {
        self.sum
    }

    /// The terms.
    pub fn into_terms(self) -> Vec<Term> {
        self.shown.unwrap_or_default()
    }
}

/// A candidate with all that ranking knows of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Known {
    pub at: Candidate,
    pub signals: Signals,
    /// The places of each leaf of the query.
    masks: Vec<u8>,
    lengths: u64,
    /// What the query is to it exactly.
    called: u8,
}

/// Reads what ranking needs of the candidates, which are in order.
pub(crate) fn know(view: &View, asked: &Asked, candidates: &[Candidate]) -> Result<Vec<Known>> {
    let mut known = Vec::with_capacity(candidates.len());
    for segment in &view.segments {
        let docs: Vec<u32> = candidates.iter().filter(|c| c.segment == segment.ord).map(|c| c.doc).collect();
        if docs.is_empty() {
            continue;
        }
        let columns = segment.reader.fast_fields();
        let read =
            |name: &str, default| Ok::<_, garim_core::Error>(columns.u64(name).map_err(failed)?.first_or_default_col(default));
        let (signals, lengths) = (read(column::SIGNALS, 0)?, read(column::LENGTHS, 0)?);
        let (people, age) = (read(column::PEOPLE, 0)?, read(column::AGE, NO_AGE)?);
        let first = known.len();
        for at in candidates.iter().filter(|c| c.segment == segment.ord) {
            let signals = Signals::unpack(signals.get_val(at.doc), people.get_val(at.doc), age.get_val(at.doc));
            let masks = vec![0; asked.leaves.terms.len()];
            known.push(Known { at: *at, signals, masks, lengths: lengths.get_val(at.doc), called: 0 });
        }
        let here = known.get_mut(first..).unwrap_or_default();
        for (leaf, term) in asked.leaves.terms.iter().enumerate() {
            for (doc, mask) in places(segment, view.fields.all, term, Some(&docs))? {
                if let Some(slot) =
                    docs.binary_search(&doc).ok().and_then(|n| here.get_mut(n)).and_then(|k| k.masks.get_mut(leaf))
                {
                    *slot = mask;
                }
            }
        }
        for name in &asked.exact {
            for (doc, bits) in places(segment, view.fields.exact, name, Some(&docs))? {
                if let Some(k) = docs.binary_search(&doc).ok().and_then(|n| here.get_mut(n)) {
                    k.called |= bits;
                }
            }
        }
    }
    Ok(known)
}

/// Adds up what a candidate is worth.
pub(crate) fn score(known: &Known, asked: &Asked, w: &Weights, terms: &mut Terms) {
    let s = &known.signals;
    let named = exact(known, asked, w, terms);
    let found = text::found(asked, &known.masks, known.lengths, &w.text);
    found.terms(asked, terms);
    let whole = |leaf: &usize| known.masks.get(*leaf).is_some_and(|m| m & Place::Columns.bit() != 0);
    if asked.wholes.iter().any(whole) {
        terms.add("exact.column", w.exact.column, || "one of its columns is called so".to_owned());
    }
    trust::structure(s, found.named() || known.called != 0, &asked.intent, &w.structure, terms);
    trust::trust(s, &w.trust, terms);
    trust::penalties(s, named, &w.penalty, terms);
}

/// The one exact term that a document earns, if it earns one. Gives the standings that are then no matter.
fn exact(known: &Known, asked: &Asked, w: &Weights, terms: &mut Terms) -> u16 {
    let s = &known.signals;
    if known.called & called::NAME != 0 {
        terms.add("exact.name", w.exact.name, || "the exact name".to_owned());
        return asked.named | flag::SINKING | flag::RAW;
    }
    if known.called & called::LAST != 0 {
        terms.add("exact.last", w.exact.label, || "its name within its schema".to_owned());
        return asked.named | flag::DEPRECATED;
    }
    let sinks = s.sinks(asked.named);
    if known.called & called::LABEL != 0 && !sinks {
        terms.add("exact.label", w.exact.label, || "people call it so".to_owned());
    } else if known.called & called::SYNONYM != 0 && !sinks {
        terms.add("exact.synonym", w.exact.synonym, || "people also call it so".to_owned());
    }
    asked.named
}

/// How much a word tells: rare ones more. `of` documents are visible, `with` of them have it.
pub(crate) fn idf(of: u32, with: u32) -> f32 {
    let (of, with) = (f64::from(of), f64::from(with.min(of)));
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of a count")]
    let idf = (1.0 + (of - with + 0.5).max(0.0) / (with + 0.5)).ln() as f32;
    idf
}
