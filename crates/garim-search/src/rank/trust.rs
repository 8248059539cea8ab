//! What speaks for or against an asset apart from its words: bounded terms.

use garim_core::search::AssetKind;

use super::{
    score::Terms,
    weights::{Penalty, Structure, Trust, Weights},
};
use crate::{
    disk::{signals::Signals, standing::flag},
    query::intent::Intent,
};

/// From 0 to 1 on a log scale; `full` or more is 1.
fn share(count: f64, full: u32) -> f64 {
    (count.max(0.0).ln_1p() / f64::from(full.max(1)).ln_1p()).min(1.0)
}

/// What kind of thing it is. `named`: which share of what was asked for its own names hold.
pub(crate) fn structure(s: &Signals, named: f64, intent: &Intent, w: &Structure, terms: &mut Terms) {
    if intent.asks(s.kind) {
        let asked = if s.kind == AssetKind::Dataset { w.asked_dataset } else { w.asked };
        terms.add("structure.asked", asked, || format!("a {} was asked for", s.kind.name()));
    }
    let (name, value, why) = match s.kind {
        AssetKind::Metric if intent.is_open() => ("structure.metric", w.metric * named, "a definition of what was asked for"),
        AssetKind::Term => ("structure.term", w.term * named, "a word of the glossary"),
        AssetKind::Dashboard => ("structure.dashboard", w.dashboard, "a dashboard"),
        AssetKind::Query => ("structure.query", w.query, "a recorded query"),
        AssetKind::Job => ("structure.job", w.job, "a job"),
        AssetKind::Owner => ("structure.owner", w.owner, "an owner"),
        AssetKind::Topic => ("structure.topic", w.topic, "a topic"),
        _ => ("", 0.0, ""),
    };
    if !intent.asks(s.kind) {
        terms.add(name, value, || why.to_owned());
    }
    if s.is(flag::BOUND) {
        let metric = s.kind == AssetKind::Metric;
        terms.add("structure.bound", w.bound, || {
            if metric { "computed from a dataset" } else { "a metric stands on it" }.to_owned()
        });
    }
}

/// Who uses and vouches for it.
pub(crate) fn trust(s: &Signals, w: &Trust, terms: &mut Terms) {
    if s.people > 0 {
        let value = w.people * share(s.recent, w.people_full);
        terms.add("trust.people", value, || format!("{} people used it lately", s.people));
    }
    if s.is(flag::CERTIFIED) {
        terms.add("trust.certified", w.certified, || "certified by its owner".to_owned());
    }
    match s.tier {
        Some(1) => terms.add("trust.tier", w.tier, || "the business leans on it".to_owned()),
        Some(2) => terms.add("trust.tier", w.tier / 2.0, || "the business uses it".to_owned()),
        _ => {}
    }
    if s.downstream > 0.0 {
        let value = w.downstream * share(s.downstream, w.downstream_full);
        terms.add("trust.downstream", value, || format!("{:.0} computed from it", s.downstream));
        if s.upstream > 0.0 {
            terms.add("trust.refined", w.refined, || "refined from others, and built upon".to_owned());
        }
    }
    if let Some(age) = s.age {
        let left = f64::from(w.stale_days.saturating_sub(age.saturating_sub(1))) / f64::from(w.stale_days.max(1));
        terms.add("trust.fresh", w.fresh * left.min(1.0), || format!("newest partition {age} days old"));
    }
    if let Some(checks) = s.checks {
        let value = w.checks * (2.0 * checks - 1.0);
        terms.add("trust.checks", value, || format!("{:.0} % of its checks passed", checks * 100.0));
    }
    if s.is(flag::OWNED) {
        terms.add("trust.owned", w.owned, || "somebody owns it".to_owned());
    }
}

/// What speaks against it, but for what the query names.
pub(crate) fn penalties(s: &Signals, named: u16, w: &Penalty, terms: &mut Terms) {
    let all = [
        (flag::DEPRECATED, "penalty.deprecated", w.deprecated, "deprecated"),
        (flag::DISCOURAGED, "penalty.discouraged", w.discouraged, "its description advises against it"),
        (flag::TEST, "penalty.test", w.test, "a test or somebody's own trial"),
        (flag::COPY, "penalty.copy", w.copy, "a temporary thing or a backup"),
        (flag::OLD, "penalty.old", w.old, "an old one by its name"),
        (flag::STAGING, "penalty.staging", w.staging, "a stage on the way to another"),
        (flag::RAW, "penalty.raw", w.raw, "as it came from its source"),
    ];
    // The gravest one only: the same thing is often said twice.
    let gravest = all.iter().filter(|(flag, ..)| s.is(*flag) && named & flag == 0).min_by(|a, b| a.2.total_cmp(&b.2));
    if let Some((_, name, value, why)) = gravest {
        terms.add(name, *value, || (*why).to_owned());
    }
    let standing = flag::SINKING | flag::RAW;
    if s.flags & named & standing != 0 {
        terms.add("structure.named", w.named, || "of the sort that was asked for".to_owned());
    }
    if s.is(flag::EMPTY) {
        terms.add("penalty.empty", w.empty, || "holds no row".to_owned());
    }
    if s.is(flag::LATE) {
        terms.add("penalty.late", w.late, || "older than was promised".to_owned());
    }
}

/// All that as one number, for choosing whom to look at.
pub(crate) fn prior(s: &Signals, w: &Weights) -> f64 {
    let mut terms = Terms::summing();
    structure(s, 1.0, &Intent::default(), &w.structure, &mut terms);
    trust(s, &w.trust, &mut terms);
    penalties(s, 0, &w.penalty, &mut terms);
    terms.sum()
}
