//! What a document is called exactly: its name, the name's last part, labels, synonyms.

use garim_core::search::{Document, Term};

use crate::{weights::Exact, words::norm};

/// Every exact name, as it is indexed.
pub(crate) fn names(document: &Document) -> Vec<String> {
    let mut all: Vec<String> = own_names(document).collect();
    all.extend(document.labels.iter().chain(&document.synonyms).map(|t| norm(t)));
    all.retain(|t| !t.is_empty());
    all.sort();
    all.dedup();
    all
}

/// The name, its last part, and the id.
fn own_names(document: &Document) -> impl Iterator<Item = String> {
    let last = document.name.rsplit('.').next().unwrap_or(&document.name);
    [norm(&document.name), norm(last), norm(&document.id)].into_iter()
}

/// The one exact term that a document earns, if it earns one.
pub(crate) fn term(document: &Document, asked: &[String], w: &Exact) -> Option<Term> {
    let is_asked = |text: &String| asked.contains(&norm(text));
    let made = |name: &str, value: f64, why: String| Some(Term { name: name.to_owned(), value, why });
    if own_names(document).any(|n| asked.contains(&n)) {
        let why = match document.signals.deprecated.as_ref().map(|d| d.successor.as_deref()) {
            Some(Some(successor)) => format!("the exact name; deprecated, use `{successor}`"),
            _ => "the exact name".to_owned(),
        };
        return made("exact.name", w.name, why);
    }
    if let Some(label) = document.labels.iter().find(|l| is_asked(l)) {
        return made("exact.label", w.label, format!("people call it `{label}`"));
    }
    let synonym = document.synonyms.iter().find(|s| is_asked(s))?;
    made("exact.synonym", w.synonym, format!("people also call it `{synonym}`"))
}
