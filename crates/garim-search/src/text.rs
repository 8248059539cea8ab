//! The text terms: BM25F over the fields, bounded, as one term for each field.

use garim_core::search::{Document, Term};

use crate::{
    korean,
    query::{Form, Group},
    weights::{Field, Text},
    words::{Splitter, Word},
};

/// How a word of a document answers a form of a query, from 0 to 1.
fn level(form: &Form, word: &Word, loose: bool, w: &Text) -> f64 {
    let matched = if form.word.text == word.text {
        1.0
    } else if korean::stripped(&word.text) == Some(form.word.text.as_str()) {
        w.particle
    } else if form.word.stem == word.stem && form.word.text.is_ascii() {
        w.stem
    } else if contains(&word.text, &form.word.text) {
        w.inside
    } else if loose && contains(&form.word.text, &word.text) {
        w.around
    } else {
        0.0
    };
    if form.corrected { matched * w.typo } else { matched }
}

/// Whether one Korean word stands inside another.
fn contains(long: &str, short: &str) -> bool {
    korean::is_korean(long) && korean::is_korean(short) && short.chars().count() > 1 && long.contains(short)
}

/// One field of a document, split.
struct Split<'a> {
    name: &'static str,
    weights: &'a Field,
    words: Vec<Word>,
}

/// The text terms of a document. `idf` is given for each group.
pub(crate) fn terms(document: &Document, groups: &[Group], idf: &[f64], w: &Text, splitter: &mut Splitter) -> Vec<Term> {
    let f = &w.fields;
    let texts = [
        ("text.name", &f.name, document.name.clone()),
        ("text.labels", &f.labels, document.labels.join(" ")),
        ("text.synonyms", &f.synonyms, document.synonyms.join(" ")),
        ("text.columns", &f.columns, document.columns.join(" ")),
        ("text.description", &f.description, document.description.clone()),
        ("queries.text", &f.queries, document.query_text.clone()),
    ];
    let fields: Vec<Split> =
        texts.into_iter().map(|(name, weights, text)| Split { name, weights, words: splitter.words(&text).parts }).collect();
    let all: f64 = idf.iter().sum();
    let mut sums = vec![0.0; fields.len()];
    let mut seen: Vec<Vec<&str>> = vec![Vec::new(); fields.len()];
    for (group, idf) in groups.iter().zip(idf) {
        let parts: Vec<f64> = fields.iter().map(|field| frequency(group, field, w)).collect();
        let total: f64 = parts.iter().sum();
        if total <= 0.0 || all <= 0.0 {
            continue;
        }
        let score = w.most * (idf / all) * (total / (w.k1 + total)) * (w.k1 + f.name.weight) / f.name.weight;
        for (at, part) in parts.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            sums[at] += score.min(w.most * idf / all) * part / total;
            seen[at].push(&group.shown);
        }
    }
    let named = fields.iter().zip(sums).zip(seen).filter(|((_, value), _)| *value > 0.0);
    named.map(|((field, value), words)| Term { name: field.name.to_owned(), value, why: why(field.name, &words) }).collect()
}

/// How often a group occurs in a field, weighted, longer fields counting less.
fn frequency(group: &Group, field: &Split, w: &Text) -> f64 {
    let best = |word: &Word| group.forms.iter().map(|form| level(form, word, group.loose, w)).fold(0.0, f64::max);
    let found: f64 = field.words.iter().map(best).sum();
    let length = f64::from(u32::try_from(field.words.len()).unwrap_or(u32::MAX));
    field.weights.weight * found / (1.0 - w.b + w.b * length / field.weights.length)
}

fn why(field: &str, words: &[&str]) -> String {
    let shown: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    let place = match field {
        "text.name" => "its name",
        "text.labels" => "what people call it",
        "text.synonyms" => "its synonyms",
        "text.columns" => "its columns",
        "text.description" => "its description",
        _ => "queries that use it",
    };
    format!("{} in {place}", shown.join(", "))
}
