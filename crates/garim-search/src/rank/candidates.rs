//! Which documents are looked at: within the scope, all words first, any word where those are few.

use garim_core::Result;

use super::{
    lists::{Answering, Answers, Within, merge, places, unite},
    view::{Segment, View, failed},
    weights::Weights,
};
use crate::{
    disk::{
        schema::{called, column},
        signals::prior_of,
    },
    facets::Passing,
    query::{
        Asked,
        form::{Form, Group},
    },
};

/// Most documents that are ranked.
pub(crate) const MOST: usize = 300;
/// Below so many documents with all words, those with any word are looked at too.
const FEW: usize = 50;
/// Documents that answer, from which on no further ones are looked for: the most trusted come first.
const ENOUGH: usize = 3_000;
/// How many of the most trusted documents are looked through first.
const FIRST_WINDOW: u32 = 16_384;
/// A list so short is looked through whole.
const SHORT: usize = 8_192;

/// A document that is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    /// Its segment.
    pub segment: u32,
    /// Its number there.
    pub doc: u32,
    /// How it looks at first sight.
    worth: f32,
}

/// What was found at first sight.
pub(crate) struct Candidates {
    /// The best of it, by segment and number.
    pub best: Vec<Candidate>,
    /// How many documents answer.
    pub total: usize,
    /// All of them, by segment, where they are to be counted.
    pub all: Vec<Vec<u32>>,
}

/// Finds candidates.
pub(crate) struct Finder<'a> {
    pub view: &'a View<'a>,
    pub asked: &'a Asked,
    pub weights: &'a Weights,
    /// For each segment what passes the filters.
    pub passing: &'a [Passing],
    /// Whether all that answers is to be listed.
    pub list: bool,
}

impl Finder<'_> {
    /// The documents to rank.
    pub fn find(&self) -> Result<Candidates> {
        let worth = worths(self.weights);
        let mut found: Vec<Answers> = Vec::new();
        let mut frequencies: Vec<Vec<u32>> = Vec::new();
        for segment in &self.view.segments {
            let of = |term: &String| segment.frequency(self.view.fields.all, term);
            frequencies.push(self.asked.leaves.terms.iter().map(of).collect::<Result<_>>()?);
        }
        let answering = |at: usize, segment| Answering {
            segment,
            field: self.view.fields.all,
            leaves: &self.asked.leaves,
            worth: &worth,
            frequencies: frequencies.get(at).map_or(&[], Vec::as_slice),
        };
        for (at, segment) in self.view.segments.iter().enumerate() {
            found.push(self.strict(&answering(at, segment))?);
        }
        if found.iter().map(Vec::len).sum::<usize>() < FEW && !self.asked.groups.is_empty() {
            for ((at, segment), strict) in self.view.segments.iter().enumerate().zip(&mut found) {
                let loose = self.loose(&answering(at, segment))?;
                *strict = merge(strict, &loose, f32::max);
            }
        }
        for (segment, found) in self.view.segments.iter().zip(&mut found) {
            let called = self.called(segment)?;
            *found = merge(found, &called, |a, b| a + b);
        }
        self.choose(found)
    }

    /// The forms that answer a group: its own, and those that cover it with its neighbours.
    fn forms<'b>(&'b self, at: usize, group: &'b Group) -> impl Iterator<Item = &'b Form> {
        let spans = self.asked.spans.iter().filter(move |s| s.covers.contains(&at)).map(|s| &s.form);
        group.forms.iter().chain(spans)
    }

    /// Documents that have every word that is required: the most trusted first, and when there are enough, no more.
    fn strict(&self, answering: &Answering) -> Result<Answers> {
        let mut required = self.costs(answering, |g| g.required && !g.unknown);
        required.sort_unstable();
        let Some((least, _)) = required.first().copied() else {
            return Ok(if self.asked.groups.is_empty() { self.everything(answering.segment) } else { Vec::new() });
        };
        let few = least <= SHORT || self.list;
        self.windows(answering.segment, few, |window| self.strict_within(answering, &required, window))
    }

    fn strict_within(&self, answering: &Answering, required: &[(usize, usize)], window: Within) -> Result<Answers> {
        let mut found: Option<Answers> = None;
        for (_, at) in required {
            let within: Option<Vec<u32>> = found.as_ref().map(|f| f.iter().map(|(doc, _)| *doc).collect());
            let more = self.group(answering, *at, within.as_deref().map_or(window, Within::These))?;
            found = Some(match found {
                None => self.visible(answering.segment, more),
                Some(before) => add(&before, &more),
            });
        }
        Ok(found.unwrap_or_default())
    }

    /// Looks through a segment from its most trusted documents on, further each time, until enough is found.
    fn windows(&self, segment: &Segment, whole: bool, mut look: impl FnMut(Within) -> Result<Answers>) -> Result<Answers> {
        let last = segment.reader.max_doc();
        let mut size = if whole { last } else { FIRST_WINDOW };
        let mut found = Vec::new();
        let mut from = 0;
        while from < last && found.len() < ENOUGH {
            let to = last.min(from.saturating_add(size));
            found.extend(look(Within::Range(from, to))?);
            from = to;
            size = size.saturating_mul(2);
        }
        Ok(found)
    }

    /// Documents that have the rarest words, and trusted ones that have any, with what they have of all.
    fn loose(&self, answering: &Answering) -> Result<Answers> {
        let segment = answering.segment;
        let mut all = self.costs(answering, |_| true);
        all.sort_unstable();
        let mut docs: Vec<u32> = Vec::new();
        let mut gather = |found: Answers| {
            docs.extend(self.visible(segment, found).into_iter().map(|(doc, _)| doc));
        };
        let (rare, common): (Vec<_>, Vec<_>) = all.iter().partition(|(cost, _)| *cost <= SHORT);
        for (_, at) in rare {
            gather(self.group(answering, at, Within::ALL)?);
        }
        for (_, at) in common {
            let found = self.windows(segment, false, |window| self.group(answering, at, window))?;
            gather(found);
        }
        docs.sort_unstable();
        docs.dedup();
        let mut found: Answers = Vec::new();
        for (_, at) in &all {
            let more = self.group(answering, *at, Within::These(&docs))?;
            found = merge(&found, &more, |a, b| a + b);
        }
        Ok(found)
    }

    /// What each group costs that is to be looked for, with its number.
    fn costs(&self, answering: &Answering, wanted: impl Fn(&Group) -> bool) -> Vec<(usize, usize)> {
        let mut costs = Vec::new();
        for (at, group) in self.asked.groups.iter().enumerate().filter(|(_, g)| wanted(g)) {
            costs.push((self.forms(at, group).map(|form| answering.cost(form)).sum(), at));
        }
        costs
    }

    /// Documents that answer a group, each for what that tells.
    fn group(&self, answering: &Answering, at: usize, within: Within) -> Result<Answers> {
        let Some(group) = self.asked.groups.get(at) else { return Ok(Vec::new()) };
        let mut lists = Vec::new();
        for form in self.forms(at, group) {
            lists.push(answering.form(form, within)?);
        }
        let mut found = unite(lists);
        let share = group.idf / self.asked.groups.iter().map(|g| g.idf).sum::<f32>().max(f32::MIN_POSITIVE);
        for (_, worth) in &mut found {
            *worth *= share;
        }
        Ok(found)
    }

    fn lets(&self, segment: &Segment, doc: u32) -> bool {
        segment.sees(doc) && self.passing.get(segment.ord as usize).is_none_or(|p| p.lets(doc))
    }

    fn visible(&self, segment: &Segment, mut found: Answers) -> Answers {
        let passing = self.passing.get(segment.ord as usize);
        if !segment.sees_all() || passing.is_some_and(Passing::filters) {
            found.retain(|(doc, _)| self.lets(segment, *doc));
        }
        found
    }

    /// An empty query shows what there is.
    fn everything(&self, segment: &Segment) -> Answers {
        let seen = (0..segment.reader.max_doc()).filter(|doc| self.lets(segment, *doc)).map(|doc| (doc, 0.0));
        if self.list { seen.collect() } else { seen.take(ENOUGH).collect() }
    }

    /// Documents that are called exactly so.
    fn called(&self, segment: &Segment) -> Result<Answers> {
        let mut found: Answers = Vec::new();
        for name in self.asked.exact.iter().chain(&self.asked.near).chain(&self.asked.loose) {
            let more = places(segment, self.view.fields.exact, name, Within::ALL)?;
            let w = &self.weights.exact;
            let exact = |bits: u8| if bits & called::NAME != 0 { w.name } else { w.label };
            let more = more.into_iter().map(|(doc, bits)| (doc, single(exact(bits) / self.weights.text.most))).collect();
            found = merge(&found, &self.visible(segment, more), f32::max);
        }
        let by_id = places(segment, self.view.fields.id, &self.asked.whole, Within::ALL)?;
        let by_id = by_id.into_iter().map(|(doc, _)| (doc, single(self.weights.exact.name / self.weights.text.most))).collect();
        Ok(merge(&found, &self.visible(segment, by_id), f32::max))
    }

    fn choose(&self, found: Vec<Answers>) -> Result<Candidates> {
        let total = found.iter().map(Vec::len).sum();
        let mut best = Vec::new();
        for (segment, found) in self.view.segments.iter().zip(&found) {
            let priors = segment.reader.fast_fields().u64(column::PRIOR).map_err(failed)?.first_or_default_col(0);
            let most = single(self.weights.text.most);
            let seen = found.iter().map(|(doc, worth)| {
                let worth = worth * most + prior_of(priors.get_val(*doc));
                Candidate { segment: segment.ord, doc: *doc, worth }
            });
            best.extend(seen);
            keep_best(&mut best);
        }
        best.sort_unstable_by_key(|c| (c.segment, c.doc));
        let all =
            if self.list { found.into_iter().map(|f| f.into_iter().map(|(doc, _)| doc).collect()).collect() } else { Vec::new() };
        Ok(Candidates { best, total, all })
    }
}

/// Keeps the best at first sight; of equals the first.
fn keep_best(all: &mut Vec<Candidate>) {
    if all.len() > MOST {
        all.select_nth_unstable_by(MOST, |a, b| {
            b.worth.total_cmp(&a.worth).then_with(|| (a.segment, a.doc).cmp(&(b.segment, b.doc)))
        });
        all.truncate(MOST);
    }
}

/// Documents of both lists, with the sum of their worths.
fn add(a: &Answers, b: &Answers) -> Answers {
    let mut found = Vec::new();
    let mut at = 0;
    for (doc, worth) in a {
        while b.get(at).is_some_and(|(other, _)| other < doc) {
            at += 1;
        }
        if let Some((_, more)) = b.get(at).filter(|(other, _)| other == doc) {
            found.push((*doc, worth + more));
        }
    }
    found
}

/// How much each set of places counts at first sight: as if every place were of its usual length. At most 1.
fn worths(w: &Weights) -> [f32; 256] {
    let weights = w.text.places.all();
    let mut worths = [0.0; 256];
    for (set, worth) in worths.iter_mut().enumerate() {
        let total: f64 = weights.iter().enumerate().filter(|(bit, _)| set & (1 << bit) != 0).map(|(_, p)| p.weight).sum();
        *worth = single(total / (w.text.k1 + total));
    }
    worths
}

#[expect(clippy::cast_possible_truncation, reason = "weights are small; the nearest single will do")]
const fn single(n: f64) -> f32 {
    n as f32
}
