//! A document's score: the sum of its terms, so that the explanation recomputes it.

use garim_core::search::Term;

use super::{pool::Candidate, text, trust, view::View, weights::Weights};
use crate::{
    disk::{mask::Place, schema::called, signals::Signals, standing::flag},
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
    lengths: u64,
}

/// Reads what ranking needs of the candidates, which are in order.
pub(crate) fn know(view: &View, candidates: Vec<Candidate>) -> Vec<Known> {
    let mut known = Vec::with_capacity(candidates.len());
    let mut candidates = candidates.into_iter().peekable();
    for segment in &view.segments {
        let c = &segment.columns;
        while let Some(at) = candidates.next_if(|c| c.segment == segment.ord) {
            let signals = Signals::unpack(c.signals.get_val(at.doc), c.people.get_val(at.doc), c.age.get_val(at.doc));
            known.push(Known { signals, lengths: c.lengths.get_val(at.doc), at });
        }
    }
    known
}

/// Adds up what a candidate is worth.
pub(crate) fn score(known: &Known, asked: &Asked, w: &Weights, terms: &mut Terms) {
    let s = &known.signals;
    let named = exact(known, asked, w, terms);
    let found = text::found(asked, &known.at.masks, known.lengths, &w.text);
    found.terms(asked, terms);
    let whole = |leaf: &usize| known.at.masks.get(*leaf).is_some_and(|m| m & Place::Columns.bit() != 0);
    if asked.wholes.iter().any(whole) {
        terms.add("exact.column", w.exact.column, || "one of its columns is called so".to_owned());
    }
    trust::structure(s, found.named(&w.text), &asked.intent, &w.structure, terms);
    trust::trust(s, &w.trust, terms);
    trust::penalties(s, named, &w.penalty, terms);
}

/// Words from which on a label is as good as a name.
const PHRASE: usize = 3;

/// The one exact term that a document earns, if it earns one. Gives the standings that are then no matter.
fn exact(known: &Known, asked: &Asked, w: &Weights, terms: &mut Terms) -> u16 {
    let s = &known.signals;
    // Another kind was asked for.
    let other = !asked.intent.is_open() && !asked.intent.asks(s.kind) && asked.wholes.is_empty();
    if known.at.called.exact & called::NAME != 0 && !other {
        terms.add("exact.name", w.exact.name, || "the exact name".to_owned());
        return asked.named | flag::SINKING | flag::RAW;
    }
    if known.at.called.near & called::NAME != 0 {
        terms.add("exact.near", w.exact.near, || "its name but for one key".to_owned());
        return asked.named | flag::SINKING | flag::RAW;
    }
    let unlikely = other || (s.flags & (flag::SINKING | flag::RAW) & !asked.named != 0);
    let worth = match (unlikely, asked.groups.len() >= PHRASE) {
        (false, _) => w.exact.label,
        (true, false) => w.exact.unlikely,
        (true, true) => w.exact.unlikely_phrase,
    };
    let loose = worth.min(w.exact.loose);
    let any = |bits: u8, of: u8| bits & of != 0;
    let (name, value, why) = match () {
        () if any(known.at.called.exact, called::LAST | called::NAME) => ("exact.last", worth, "its name within its schema"),
        () if any(known.at.called.exact, called::LABEL) => ("exact.label", worth, "people call it so"),
        () if any(known.at.called.loose, called::LAST) => ("exact.loose", loose, "its name but for its form"),
        () if any(known.at.called.loose, called::LABEL) => ("exact.loose", loose, "people call it so, in another form"),
        () if any(known.at.called.exact | known.at.called.loose, called::SYNONYM) => {
            ("exact.synonym", worth.min(w.exact.synonym), "people also call it so")
        }
        () => return asked.named,
    };
    terms.add(name, value, || why.to_owned());
    asked.named
}

/// How much a word tells: rare ones more. `of` documents are visible, `with` of them have it.
pub(crate) fn idf(of: u32, with: u32) -> f32 {
    let (of, with) = (f64::from(of), f64::from(with.min(of)));
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of a count")]
    let idf = (1.0 + (of - with + 0.5).max(0.0) / (with + 0.5)).ln() as f32;
    idf
}
