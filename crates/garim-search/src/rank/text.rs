//! The text terms: BM25F over the places, bounded, as one term for each place.

use super::{score::Terms, weights::Text};
use crate::{
    disk::{
        mask::{PLACES, Place},
        signals::length,
    },
    query::Asked,
};

/// What a document's words are worth, place by place.
pub(crate) struct Found {
    /// For each place what it adds.
    values: [f64; PLACES],
    /// For each group the places in which it was found.
    seen: Vec<[f64; PLACES]>,
}

/// How well each place of a document answers each group. `masks` holds the places of each leaf, `lengths` how long they are.
pub(crate) fn found(asked: &Asked, masks: &[u8], lengths: u64, w: &Text) -> Found {
    let mut levels: Vec<[f64; PLACES]> = vec![[0.0; PLACES]; asked.groups.len()];
    for (group, levels) in asked.groups.iter().zip(&mut levels) {
        for form in &group.forms {
            raise(levels, form.levels(masks));
        }
    }
    for span in &asked.spans {
        let span_levels = span.form.levels(masks);
        for levels in levels.get_mut(span.covers.clone()).unwrap_or_default() {
            raise(levels, span_levels);
        }
    }
    let all: f64 = asked.groups.iter().map(|g| weight(g.required, g.idf, w)).sum();
    let places = w.places.all();
    let mut values = [0.0; PLACES];
    for (group, levels) in asked.groups.iter().zip(&mut levels) {
        for (at, (level, place)) in levels.iter_mut().zip(places).enumerate() {
            let least = if at < Place::Synonyms as usize { MIN_TEXT } else { MIN_NAME };
            *level *= place.weight / (1.0 - w.b + w.b * length(lengths, at) / place.length).max(least);
        }
        let total: f64 = levels.iter().sum();
        if total > 0.0 && all > 0.0 {
            let most = w.most * weight(group.required, group.idf, w) / all;
            let score = most * total / (w.k1 + total);
            for (value, level) in values.iter_mut().zip(levels.iter()) {
                *value += score * level / total;
            }
        }
    }
    Found { values, seen: levels }
}

/// A name is never taken for shorter than this share of its usual length.
const MIN_NAME: f64 = 0.35;
/// Nor is a text: that somebody wrote little says nothing for what was written.
const MIN_TEXT: f64 = 0.85;

fn weight(required: bool, idf: f32, w: &Text) -> f64 {
    f64::from(idf) * if required { 1.0 } else { w.weak }
}

fn raise(levels: &mut [f64; PLACES], by: [f32; PLACES]) {
    for (level, by) in levels.iter_mut().zip(by) {
        *level = level.max(f64::from(by));
    }
}

impl Found {
    /// Which share of all that words may be worth the document's own names have.
    pub fn named(&self, w: &Text) -> f64 {
        [Place::Name, Place::Labels, Place::Synonyms].iter().map(|p| self.values[*p as usize]).sum::<f64>() / w.most
    }

    /// As terms, with the words that were found there.
    pub fn terms(&self, asked: &Asked, terms: &mut Terms) {
        for place in Place::ALL.into_iter().rev() {
            let value = self.values[place as usize];
            if value > 0.0 {
                terms.add(place.term(), value, || {
                    let seen = asked.groups.iter().zip(&self.seen).filter(|(_, levels)| levels[place as usize] > 0.0);
                    let words: Vec<String> = seen.map(|(g, _)| format!("`{}`", g.shown)).collect();
                    format!("{} in {}", words.join(", "), place.words())
                });
            }
        }
    }
}
