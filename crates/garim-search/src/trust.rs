//! What speaks for or against an asset apart from its words: bounded terms.

use garim_core::search::{AssetKind, Document, Term};

use crate::weights::{Penalty, Structure, Trust};

fn term(name: &str, value: f64, why: String) -> Term {
    Term { name: name.to_owned(), value, why }
}

/// From 0 to 1 on a log scale; `full` or more is 1.
fn share(count: u32, full: u32) -> f64 {
    (f64::from(count).ln_1p() / f64::from(full.max(1)).ln_1p()).min(1.0)
}

/// What kind of thing it is. `named`: its own names hold a word that was asked for.
pub(crate) fn structure(document: &Document, named: bool, w: &Structure) -> Vec<Term> {
    let mut terms = Vec::new();
    match document.kind {
        AssetKind::Metric if named => {
            terms.push(term("structure.metric", w.metric, "a definition of what was asked for".to_owned()))
        }
        AssetKind::Query => terms.push(term("structure.query", w.query, "a recorded query".to_owned())),
        _ => {}
    }
    if document.signals.bound {
        let why = if document.kind == AssetKind::Metric { "computed from a dataset" } else { "a metric stands on it" };
        terms.push(term("structure.bound", w.bound, why.to_owned()));
    }
    terms
}

/// Who uses and vouches for it.
pub(crate) fn trust(document: &Document, w: &Trust) -> Vec<Term> {
    let s = &document.signals;
    let mut terms = Vec::new();
    if s.people > 0 {
        terms.push(term(
            "trust.people",
            w.people * share(s.people, w.people_full),
            format!("{} people used it lately", s.people),
        ));
    }
    if s.certified {
        terms.push(term("trust.certified", w.certified, "certified by its owner".to_owned()));
    }
    if s.downstream > 0 {
        let value = w.downstream * share(s.downstream, w.downstream_full);
        terms.push(term("trust.downstream", value, format!("{} computed from it", s.downstream)));
    }
    if let Some(age) = s.age_days {
        let left = f64::from(w.stale_days.saturating_sub(age.saturating_sub(1))) / f64::from(w.stale_days.max(1));
        if left > 0.0 {
            terms.push(term("trust.fresh", w.fresh * left.min(1.0), format!("newest partition {age} days old")));
        }
    }
    if s.owned {
        terms.push(term("trust.owned", w.owned, "somebody owns it".to_owned()));
    }
    terms
}

/// What speaks against it.
pub(crate) fn penalties(document: &Document, w: &Penalty) -> Vec<Term> {
    let s = &document.signals;
    let mut terms = Vec::new();
    if let Some(deprecated) = &s.deprecated {
        let instead = deprecated.successor.as_ref().map(|d| format!(", use `{d}`")).unwrap_or_default();
        terms.push(term("penalty.deprecated", w.deprecated, format!("deprecated{instead}")));
    }
    if s.staging {
        terms.push(term("penalty.staging", w.staging, "a staging or temporary copy".to_owned()));
    }
    terms
}
