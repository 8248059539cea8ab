//! One answer for a business word: its definition, the dataset behind it, the evidence, and why not the others.

use super::{
    answer_card::{AnswerCard, Definition, Evidence, LookAlike, Named, WhyNot},
    standing::{Endorsed, Standing},
};
use crate::{App, catalog, metrics};
use garim_core::{
    Result,
    asset::{Metric, MetricKind},
    authz::Caller,
    canon::{Candidate, Choice, Held, choose},
    name::DatasetName,
    search::{Ask, AssetKind, Hit},
};

/// How many hits are looked at: the answer is among the first, or nowhere.
const LOOKED_AT: usize = 40;
/// How many look-alikes are shown.
const LOOK_ALIKES: usize = 8;
/// How many steps a metric is followed down to its dataset; metrics are not nested deeper.
const STEPS: usize = 8;

/// What an answer is made from, loaded once.
struct Sources {
    hits: Vec<Hit>,
    endorsed: Endorsed,
}

/// Terms of a score that say that something is no answer, whatever its words.
const RETIRED: [&str; 6] =
    ["penalty.deprecated", "penalty.discouraged", "penalty.old", "penalty.staging", "penalty.test", "penalty.copy"];

impl App {
    /// The answer for a word, within what the caller may discover.
    pub async fn answer(&self, caller: &Caller, word: &str) -> Result<AnswerCard> {
        let scope = self.ports.policy.scope(caller);
        let ask = Ask { words: word.to_owned(), limit: LOOKED_AT, ..Ask::default() };
        let hits = self.ports.index.find(&self.learned(ask).await?, &scope).await?.hits;
        let mut tx = self.ports.store.read().await?;
        let endorsed = Endorsed::load(&mut *tx).await?;
        drop(tx);
        let sources = Sources { hits, endorsed };
        let mut card = self.chosen(caller, &sources).await?;
        card.word = word.chars().take(200).collect();
        card.dashboard = dashboard(&sources.hits);
        card.look_alikes = look_alikes(&sources.hits, &card);
        Ok(card)
    }

    /// The definition or the dataset that answers.
    async fn chosen(&self, caller: &Caller, sources: &Sources) -> Result<AnswerCard> {
        let metrics = self.candidates(sources, AssetKind::Metric).await?;
        // Whoever types a dataset's whole name asks for that, not for what merely speaks of it.
        if sources.hits.first().is_some_and(is_named_dataset) && !metrics.iter().any(|m| m.exact) {
            let mut card = AnswerCard { verdict: "canonical", ..AnswerCard::default() };
            self.dataset_or_nobody(caller, &mut card, sources).await?;
            return Ok(card);
        }
        let choice = choose(&metrics);
        let at = match &choice {
            Choice::Canonical(at) => Some(*at),
            Choice::Contested(all) => all.first().copied(),
            Choice::Nobody { nearest } => *nearest,
        };
        let metric = at.and_then(|at| self.known_metric(&metrics[at].id));
        let mut card = AnswerCard { verdict: "canonical", ..AnswerCard::default() };
        if let Some(metric) = metric {
            card.metric = Some(self.definition(metric, sources).await?);
            card.conflicts = self.conflicts(metric, &metrics, &choice, sources).await?;
            if let Some(dataset) = self.stands_on(metric) {
                card.dataset = self.evidence(caller, &dataset, sources).await?;
            }
        }
        match choice {
            Choice::Canonical(_) => {}
            Choice::Contested(_) => card.verdict = "contested",
            Choice::Nobody { .. } => self.dataset_or_nobody(caller, &mut card, sources).await?,
        }
        Ok(card)
    }

    /// No definition deserves it: perhaps the word names a dataset that does.
    async fn dataset_or_nobody(&self, caller: &Caller, card: &mut AnswerCard, sources: &Sources) -> Result<()> {
        let datasets = self.candidates(sources, AssetKind::Dataset).await?;
        let choice = choose(&datasets);
        let named = |at: usize| datasets[at].id.strip_prefix("dataset:").and_then(|n| n.parse::<DatasetName>().ok());
        if let Choice::Canonical(at) = choice
            && let Some(name) = named(at)
        {
            card.metric = None;
            card.conflicts.clear();
            card.dataset = self.evidence(caller, &name, sources).await?;
            return Ok(());
        }
        card.verdict = "none";
        if let (Choice::Nobody { nearest: Some(at) }, None) = (&choice, &card.dataset)
            && let Some(name) = named(*at)
        {
            card.dataset = self.evidence(caller, &name, sources).await?;
        }
        card.how = Some(how(card));
        Ok(())
    }

    /// The hits of a kind as candidates, with the certifications that hold at this moment.
    async fn candidates(&self, sources: &Sources, kind: AssetKind) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        for hit in sources.hits.iter().filter(|h| h.kind == kind) {
            let metric = self.known_metric(&hit.id);
            let held = match (metric, hit.id.strip_prefix("dataset:").and_then(|n| n.parse::<DatasetName>().ok())) {
                (Some(metric), _) => self.metric_held(metric, sources).await?,
                (None, Some(name)) => self.dataset_held(&name, sources).await?,
                (None, None) => Held::Nothing,
            };
            let rival = |m: &Metric| m.conflicts_with.as_ref().map(|c| format!("metric:{c}"));
            let is = |prefixes: &[&str]| hit.terms.iter().any(|t| prefixes.iter().any(|p| t.name.starts_with(p)));
            all.push(Candidate {
                id: hit.id.clone(),
                named: is(&["exact.", "text.name", "text.labels", "text.synonyms"]),
                exact: is(&["exact.name", "exact.last", "exact.label", "exact.synonym"]),
                retired: hit.deprecated.is_some() || matches!(held, Held::Deprecated { .. }) || is(&RETIRED),
                certified: held == Held::Certified,
                rivals: metric.and_then(rival).into_iter().collect(),
            });
        }
        Ok(all)
    }

    fn known_metric(&self, id: &str) -> Option<&Metric> {
        let name = id.strip_prefix("metric:")?;
        self.project.metrics.iter().find(|m| m.name.as_str() == name)
    }

    async fn metric_held(&self, metric: &Metric, sources: &Sources) -> Result<Held> {
        let mut tx = self.ports.store.read().await?;
        let today = self.metric_today(&mut *tx, metric).await?;
        Ok(sources.endorsed.metric(metric, &today))
    }

    async fn dataset_held(&self, name: &DatasetName, sources: &Sources) -> Result<Held> {
        let mut tx = self.ports.store.read().await?;
        let Some(stored) = tx.datasets().get(name).await? else { return Ok(Held::Nothing) };
        let today = self.dataset_today(&mut *tx, &stored.contract).await?;
        Ok(sources.endorsed.dataset(&stored.contract, &today))
    }

    async fn definition(&self, metric: &Metric, sources: &Sources) -> Result<Definition> {
        let held = self.metric_held(metric, sources).await?;
        let mut tx = self.ports.store.read().await?;
        let latest = tx.metrics().latest(&metric.name).await?;
        let people = tx.queries().people(&metrics::dataset_of(&metric.name)?).await?;
        let mut standing = Standing::of(&held, sources.endorsed.on(&format!("metric:{}", metric.name)));
        if standing.at.is_none() && held != Held::Nothing {
            standing.by = metric.certified_by.as_ref().map(ToString::to_string);
        }
        Ok(Definition {
            name: metric.name.to_string(),
            label: metric.label.clone(),
            label_ko: metric.label_ko.clone(),
            description: metric.description.clone(),
            formula: metric.formula(),
            unit: metric.unit.clone(),
            owner: metric.owner.clone(),
            day: latest.as_ref().map(|v| v.day),
            value: latest.and_then(|v| v.value),
            standing,
            people,
        })
    }

    /// Other definitions of the same thing: declared so, or certified for the same word.
    async fn conflicts(
        &self,
        metric: &Metric,
        candidates: &[Candidate],
        choice: &Choice,
        sources: &Sources,
    ) -> Result<Vec<Definition>> {
        let contested: Vec<&str> = match choice {
            Choice::Contested(all) => all.iter().map(|at| candidates[*at].id.as_str()).collect(),
            _ => Vec::new(),
        };
        let mut all = Vec::new();
        for other in self.project.metrics.iter().filter(|o| o.name != metric.name) {
            let rivals =
                metric.conflicts_with.as_ref() == Some(&other.name) || other.conflicts_with.as_ref() == Some(&metric.name);
            if rivals || contested.contains(&format!("metric:{}", other.name).as_str()) {
                all.push(self.definition(other, sources).await?);
            }
        }
        Ok(all)
    }

    /// The dataset that a metric is computed from in the end; of a ratio its numerator's.
    pub(crate) fn stands_on(&self, metric: &Metric) -> Option<DatasetName> {
        let mut metric = metric;
        for _ in 0..STEPS {
            let next = match &metric.kind {
                MetricKind::Simple { dataset, .. } => return Some(dataset.clone()),
                MetricKind::Ratio { numerator, .. } => numerator,
                MetricKind::Cumulative { of } => of,
            };
            metric = self.project.metrics.iter().find(|m| m.name == *next)?;
        }
        None
    }

    /// A dataset with its evidence, if the caller may discover it.
    async fn evidence(&self, caller: &Caller, name: &DatasetName, sources: &Sources) -> Result<Option<Evidence>> {
        let mut tx = self.ports.store.read().await?;
        let Some(stored) = tx.datasets().get(name).await?.filter(|s| self.may_discover(caller, &s.contract)) else {
            return Ok(None);
        };
        let today = self.dataset_today(&mut *tx, &stored.contract).await?;
        let people = tx.queries().people(name).await?;
        drop(tx);
        let partitions = match stored.version {
            Some(_) => self.ports.lake.partitions(name).await?,
            None => Vec::new(),
        };
        let held = sources.endorsed.dataset(&stored.contract, &today);
        let row = catalog::row(&stored.contract, partitions.last().map(|p| (p.day, p.rows)));
        Ok(Some(Evidence {
            standing: Standing::of(&held, sources.endorsed.on(&format!("dataset:{name}"))),
            people,
            name: row.name,
            label: row.label,
            description: row.description,
            owner: row.owner,
            newest_day: row.newest_day,
            rows: row.rows,
        }))
    }
}

fn is_named_dataset(hit: &Hit) -> bool {
    hit.kind == AssetKind::Dataset && hit.terms.iter().any(|t| t.name == "exact.name")
}

fn named(hit: &Hit) -> Named {
    Named { id: hit.id.clone(), name: hit.name.clone(), label: hit.label.clone() }
}

/// The best dashboard that nobody has retired.
fn dashboard(hits: &[Hit]) -> Option<Named> {
    hits.iter().find(|h| h.kind == AssetKind::Dashboard && h.deprecated.is_none()).map(named)
}

fn look_alikes(hits: &[Hit], card: &AnswerCard) -> Vec<LookAlike> {
    let metric = card.metric.as_ref().filter(|_| card.verdict != "none").map(|m| format!("metric:{}", m.name));
    let dataset = card.dataset.as_ref().filter(|_| card.verdict != "none").map(|d| format!("dataset:{}", d.name));
    let chosen = [metric, dataset, card.dashboard.as_ref().map(|d| d.id.clone())];
    let like = |h: &&Hit| {
        matches!(h.kind, AssetKind::Dataset | AssetKind::Metric | AssetKind::Dashboard)
            && !chosen.iter().flatten().any(|id| *id == h.id)
            && !card.conflicts.iter().any(|c| h.id == format!("metric:{}", c.name))
    };
    let made = hits.iter().filter(like).take(LOOK_ALIKES);
    made.map(|h| LookAlike { asset: named(h), kind: h.kind.name(), why_not: why_not(h) }).collect()
}

/// What speaks against a hit, in the search's own words; else that nobody vouches for it, or that it is about something else.
fn why_not(hit: &Hit) -> Vec<WhyNot> {
    let reason = |name: &str, why: &str| WhyNot { name: name.to_owned(), why: why.to_owned() };
    let mut reasons: Vec<WhyNot> = hit.terms.iter().filter(|t| t.value < 0.0).map(|t| reason(&t.name, &t.why)).collect();
    if !hit.certified {
        reasons.push(reason("unvouched", "nobody vouches for it"));
    }
    if reasons.is_empty() {
        reasons.push(reason("otherwise", "it answers to other words better"));
    }
    reasons
}

/// How to make something canonical.
fn how(card: &AnswerCard) -> String {
    match (&card.metric, &card.dataset) {
        (Some(metric), _) if metric.owner.is_none() => {
            format!(
                "`{}` comes nearest and has no owner: name one in its definition, then `garim certify {}`",
                metric.name, metric.name
            )
        }
        (Some(metric), _) => match &metric.standing.expired {
            Some(why) => {
                format!("`{}` was certified, but {why}; once that is right, `garim certify {}`", metric.name, metric.name)
            }
            None => format!("`{}` comes nearest; its owner can vouch for it with `garim certify {}`", metric.name, metric.name),
        },
        (None, Some(dataset)) => format!(
            "no metric defines it; `{}` comes nearest: define a metric over it in `metrics/`, or vouch for it with `garim certify {}`",
            dataset.name, dataset.name
        ),
        (None, None) => {
            "nothing is called so: define a metric in `metrics/` with this word among its synonyms, then `garim certify` it"
                .to_owned()
        }
    }
}
