//! Completions: what is called something that begins with the same keys.

use std::ops::Bound;

use garim_core::{
    Result,
    search::{Document, Scope},
};
use garim_ports::Suggestion;
use tantivy::{
    Searcher, Term,
    query::{ConstScoreQuery, RangeQuery},
};

use crate::{
    candidates::{MOST, View},
    keys::keys,
    schema::Fields,
    trust,
    weights::Weights,
    words::norm,
};

/// Longest prefix that is completed, in characters.
const MAX_PREFIX: usize = 100;

/// Completions within the scope, names that begin so before labels, and trusted ones first.
pub(crate) fn suggest(
    searcher: &Searcher,
    fields: &Fields,
    weights: &Weights,
    prefix: &str,
    scope: &Scope,
    limit: usize,
) -> Result<Vec<Suggestion>> {
    let typed = keys(&norm(&prefix.chars().take(MAX_PREFIX).collect::<String>()));
    let Some(view) = View::new(searcher, fields, scope).filter(|_| !typed.is_empty()) else { return Ok(Vec::new()) };
    // Every text that begins so lies between it and itself with the last of all characters.
    let from = Bound::Included(Term::from_field_text(fields.start, &typed));
    let to = Bound::Excluded(Term::from_field_text(fields.start, &format!("{typed}{}", char::MAX)));
    let found = view.top(Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(from, to)), 1.0)), MOST)?;
    let mut ranked = Vec::new();
    for at in found {
        let document = view.document(at)?;
        ranked.push((rank(&document, &typed, weights), document));
    }
    ranked.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.name.cmp(&y.name)));
    let made = ranked.into_iter().take(limit);
    Ok(made.map(|(_, d)| Suggestion { id: d.id, name: d.name, label: d.labels.into_iter().next() }).collect())
}

/// How much what else is known of an asset counts beside how far its name is typed.
const TRUST: f64 = 0.5;

/// How far what it is called is typed already, and trust.
fn rank(document: &Document, typed: &str, w: &Weights) -> f64 {
    let last = document.name.rsplit('.').next().unwrap_or_default();
    let own = [document.name.as_str(), last].into_iter().map(|t| w.exact.name.min(w.text.most) * typed_share(t, typed));
    let labels = document.labels.iter().flat_map(|l| l.split_whitespace().chain([l.as_str()]));
    let labels = labels.map(|l| w.exact.label * typed_share(l, typed));
    let synonyms = document.synonyms.iter().map(|s| w.exact.synonym * typed_share(s, typed));
    let named = own.fold(0.0, f64::max) + labels.fold(0.0, f64::max) + synonyms.fold(0.0, f64::max);
    let terms = trust::trust(document, &w.trust).into_iter().chain(trust::penalties(document, &w.penalty));
    named + TRUST * terms.chain(trust::structure(document, true, &w.structure)).map(|t| t.value).sum::<f64>()
}

/// Which share of a text is typed; 0 if it does not begin so.
fn typed_share(text: &str, typed: &str) -> f64 {
    let keys = keys(&norm(text));
    let length = |s: &str| f64::from(u32::try_from(s.len()).unwrap_or(u32::MAX));
    if keys.starts_with(typed) { length(typed) / length(&keys).max(1.0) } else { 0.0 }
}
