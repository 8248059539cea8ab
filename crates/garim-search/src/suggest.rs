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

/// Trust, and whether a name begins so.
fn rank(document: &Document, typed: &str, w: &Weights) -> f64 {
    let last = document.name.rsplit('.').next().unwrap_or_default();
    let begins = |text: &str| keys(&norm(text)).starts_with(typed);
    let named = if begins(&document.name) || begins(last) {
        w.exact.label
    } else if document.labels.iter().any(|l| begins(l)) {
        w.exact.synonym
    } else {
        0.0
    };
    let terms = trust::trust(document, &w.trust).into_iter().chain(trust::penalties(document, &w.penalty));
    named + terms.chain(trust::structure(document, true, &w.structure)).map(|t| t.value).sum::<f64>()
}
