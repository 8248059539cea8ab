//! Which documents are looked at: within the scope, all words first, any word where those are few.

use std::collections::HashMap;

use garim_core::Result;

use super::{
    gate::Gates,
    plan::Plan,
    pool::{Candidate, Pool},
    view::{Segment, View},
    walk::{Driver, Walk, Wanted},
    weights::Weights,
};
use crate::{disk::signals::prior_of, query::Asked};

/// Below so many documents with all words, those with any word are looked at too.
const FEW: usize = 50;
/// Documents that answer, from which on no further ones are looked for: the most trusted come first.
const ENOUGH: usize = 3_000;
/// The same for documents that have any word.
const ENOUGH_LOOSE: usize = 5_000;
/// A word that so few documents have is looked for in all of them.
const SHORT: usize = 8_192;
/// Most documents of one name that are looked at: the most trusted.
const MOST_CALLED: usize = 500;

/// What a document is called, of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Called {
    /// By the query exactly.
    pub exact: u8,
    /// By a name near the query.
    pub near: u8,
    /// By the query in stems.
    pub loose: u8,
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
    /// Whether all that answers is to be listed.
    pub list: bool,
}

/// One segment as it is looked through.
struct Place<'a> {
    segment: &'a Segment<'a>,
    plan: Plan,
    /// Who is called what was asked for, and whether it was met.
    called: HashMap<u32, (Called, bool)>,
    found: Vec<u32>,
}

impl Finder<'_> {
    /// The documents to rank.
    pub fn find(&self) -> Result<Candidates> {
        let worth = worths(self.weights);
        let mut places = Vec::new();
        for segment in &self.view.segments {
            places.push(self.place(segment)?);
        }
        let mut pool = Pool::default();
        let mut total = 0;
        for place in &mut places {
            total += self.strict(place, &worth, &mut pool)?;
        }
        if total < FEW && !self.asked.groups.is_empty() {
            pool = Pool::default();
            total = 0;
            for place in &mut places {
                place.forget();
                total += self.loose(place, &worth, &mut pool)?;
            }
        }
        for place in &mut places {
            let unmet = place.unmet();
            let wanted = Wanted { driver: Driver::These(&unmet), need: &[], met: &[], enough: usize::MAX };
            total += self.walk(place, &worth, &wanted, &mut pool)?;
        }
        let all = places.into_iter().map(|p| p.found).collect();
        Ok(Candidates { best: pool.best(), total, all })
    }

    fn place<'b>(&self, segment: &'b Segment<'b>) -> Result<Place<'b>> {
        let plan = Plan::new(self.asked, segment)?;
        Ok(Place { segment, plan, called: self.called(segment)?, found: Vec::new() })
    }

    /// Documents that have every word that is required: the most trusted first, and when there are enough, no more.
    fn strict(&self, place: &mut Place, worth: &[f32; 256], pool: &mut Pool) -> Result<usize> {
        let needed = place.plan.groups.iter().enumerate().filter(|(_, g)| g.needed);
        let mut needed: Vec<(usize, usize)> = needed.map(|(at, g)| (g.cost, at)).collect();
        needed.sort_unstable();
        let need: Vec<usize> = needed.iter().map(|(_, at)| *at).collect();
        let nothing = need.is_empty() && !self.asked.groups.is_empty();
        if nothing || needed.first().is_some_and(|(cost, _)| *cost == 0) {
            return Ok(0);
        }
        let gates = Gates::new(self.view, place.segment, &self.asked.filters)?;
        let narrow = gates.narrowest().filter(|(count, _)| needed.first().is_none_or(|(cost, _)| count < cost));
        let driver = match (narrow, need.first()) {
            (Some((_, gate)), _) => Driver::Gate(gate),
            (None, Some(first)) => Driver::Words(std::slice::from_ref(first)),
            (None, None) => Driver::All,
        };
        let enough = if self.list { usize::MAX } else { ENOUGH };
        self.walk(place, worth, &Wanted { driver, need: &need, met: &[], enough }, pool)
    }

    /// Documents that have the rarest words, and trusted ones that have any, with what they have of all.
    fn loose(&self, place: &mut Place, worth: &[f32; 256], pool: &mut Pool) -> Result<usize> {
        let groups = place.plan.groups.iter().enumerate().filter(|(_, g)| g.cost > 0);
        let (rare, common): (Vec<usize>, Vec<usize>) = {
            let (rare, common): (Vec<_>, Vec<_>) = groups.partition(|(_, g)| g.cost <= SHORT);
            (rare.into_iter().map(|(at, _)| at).collect(), common.into_iter().map(|(at, _)| at).collect())
        };
        let wanted = Wanted { driver: Driver::Words(&rare), need: &[], met: &[], enough: usize::MAX };
        let first = self.walk(place, worth, &wanted, pool)?;
        let wanted = Wanted { driver: Driver::Words(&common), need: &[], met: &rare, enough: ENOUGH_LOOSE };
        Ok(first + self.walk(place, worth, &wanted, pool)?)
    }

    /// Walks through a segment and gathers whom it meets.
    fn walk(&self, place: &mut Place, worth: &[f32; 256], wanted: &Wanted, pool: &mut Pool) -> Result<usize> {
        if matches!(wanted.driver, Driver::These(&[]) | Driver::Words(&[])) {
            return Ok(0);
        }
        let Place { segment, plan, called, found } = place;
        let mut walk = Walk::new(self.view, segment, plan, &self.asked.filters, worth)?;
        let most = single(self.weights.text.most);
        let count = walk.go(wanted, |doc, worth, row| {
            let names = called.get_mut(&doc).map(|(names, met)| {
                *met = true;
                *names
            });
            if self.list {
                found.push(doc);
            }
            let worth = worth * most + self.exact(names.as_ref()) + prior_of(segment.columns.prior.get_val(doc));
            if pool.wants(worth) {
                pool.put(Candidate { segment: segment.ord, doc, worth, masks: row(), called: names.unwrap_or_default() });
            }
        });
        Ok(count)
    }

    /// What a name is worth at first sight.
    fn exact(&self, names: Option<&Called>) -> f32 {
        use crate::disk::schema::called::NAME;
        let w = &self.weights.exact;
        names.map_or(0.0, |n| single(if (n.exact | n.near) & NAME != 0 { w.name } else { w.label }))
    }

    /// Documents that are called what was asked for.
    fn called(&self, segment: &Segment) -> Result<HashMap<u32, (Called, bool)>> {
        let mut all: HashMap<u32, (Called, bool)> = HashMap::new();
        let fields = self.view.fields;
        let mut read = |field, name: &str, add: fn(&mut Called, u8)| -> Result<()> {
            let Some(mut list) = segment.cursor(field, name)? else { return Ok(()) };
            let mut count = 0;
            while list.doc() != tantivy::TERMINATED && count < MOST_CALLED {
                if segment.sees(list.doc()) {
                    add(&mut all.entry(list.doc()).or_default().0, list.places());
                    count += 1;
                }
                list.seek(list.doc() + 1);
            }
            Ok(())
        };
        for name in &self.asked.exact {
            read(fields.exact, name, |c, bits| c.exact |= bits)?;
        }
        for name in &self.asked.near {
            read(fields.exact, name, |c, bits| c.near |= bits)?;
        }
        for name in &self.asked.loose {
            read(fields.exact, name, |c, bits| c.loose |= bits)?;
        }
        read(fields.id, &self.asked.whole, |c, _| c.exact |= crate::disk::schema::called::NAME)?;
        Ok(all)
    }
}

impl Place<'_> {
    /// Those that are called what was asked for and were not met, in order.
    fn unmet(&self) -> Vec<u32> {
        let mut docs: Vec<u32> = self.called.iter().filter(|(_, (_, met))| !met).map(|(doc, _)| *doc).collect();
        docs.sort_unstable();
        docs
    }

    /// As before anything was met.
    fn forget(&mut self) {
        self.found.clear();
        self.called.values_mut().for_each(|(_, met)| *met = false);
    }
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
