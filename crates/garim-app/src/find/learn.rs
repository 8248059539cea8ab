//! Learning from what people choose: opening a hit counts, querying it afterwards counts more. Who did so is held in memory
//! for as long as one thing may follow the other, and written nowhere.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Mutex,
};

use garim_core::{
    Entity, Error, Result,
    authz::{Action, Caller, Resource},
    learned::{Choice, OPENED, QUERIED, Question, shares},
    name::{DatasetName, PrincipalName},
    search::Ask,
    time::Timestamp,
};

use crate::{App, metrics};

/// Hits among which what was chosen must be: nobody opens what no page showed.
const SHOWN: usize = 100;
/// Assets that are looked at for one question or word.
const LOOKED_AT: u32 = 50;
/// A query that comes later than this after a hit was opened has nothing to do with it.
const FOLLOWS_MICROS: i64 = 30 * 60 * 1_000_000;
/// People whose last choices are held.
const MOST_PEOPLE: usize = 10_000;
/// Choices that are held of each.
const MOST_CHOICES: usize = 20;
/// Microseconds of a day.
const DAY_MICROS: i64 = 86_400_000_000;
/// New for so many days.
const NEW_DAYS: i64 = 21;
/// Where more than so many are new, being new says nothing: the catalog is.
const MOST_NEW: u32 = 50;

/// What was chosen lately, by whom: in memory, never written.
#[derive(Default)]
pub(crate) struct Learning(Mutex<Lately>);

#[derive(Default)]
struct Lately {
    opened: HashMap<PrincipalName, VecDeque<Opened>>,
    /// Who has counted for what on this day: nobody counts twice.
    counted: HashSet<(PrincipalName, String, String)>,
    day: i64,
}

#[derive(Clone)]
struct Opened {
    question: Question,
    asset: String,
    at: Timestamp,
}

impl Learning {
    /// Whether this counts: once a day for each person, question and asset.
    fn open(&self, who: &PrincipalName, question: &Question, asset: &str, now: Timestamp) -> bool {
        let Ok(mut lately) = self.0.lock() else { return false };
        if lately.day != now.micros() / DAY_MICROS || lately.opened.len() >= MOST_PEOPLE {
            *lately = Lately { day: now.micros() / DAY_MICROS, ..Lately::default() };
        }
        let opened = Opened { question: question.clone(), asset: asset.to_owned(), at: now };
        let own = lately.opened.entry(who.clone()).or_default();
        own.push_back(opened);
        if own.len() > MOST_CHOICES {
            own.pop_front();
        }
        lately.counted.insert((who.clone(), question.whole.clone(), asset.to_owned()))
    }

    /// What somebody opened lately of these assets; each once.
    fn follow(&self, who: &PrincipalName, assets: &[String], now: Timestamp) -> Vec<(Question, String)> {
        let Ok(mut lately) = self.0.lock() else { return Vec::new() };
        let Some(own) = lately.opened.get_mut(who) else { return Vec::new() };
        own.retain(|o| now.micros() - o.at.micros() <= FOLLOWS_MICROS);
        let (followed, rest): (Vec<Opened>, Vec<Opened>) = own.drain(..).partition(|o| assets.contains(&o.asset));
        own.extend(rest);
        followed.into_iter().map(|o| (o.question, o.asset)).collect()
    }
}

impl App {
    /// Whoever may discover may choose: asked before a door reads a body.
    pub fn may_choose(&self, caller: &Caller) -> Result<()> {
        self.permit(caller, Action::Discover, Resource::Catalog, None).map(|_| ())
    }

    /// Somebody opened a hit of what they asked.
    pub async fn choose(&self, caller: &Caller, words: &str, asset: &str) -> Result<()> {
        self.may_choose(caller)?;
        let question = self.ports.index.question(words)?;
        if question.whole.is_empty() {
            return Ok(());
        }
        let shown = self.search(caller, words, SHOWN).await?;
        if !shown.iter().any(|h| h.id == asset) {
            return Err(Error::not_found(Entity::Asset, asset.chars().take(200).collect::<String>()));
        }
        if self.learning.open(&caller.principal.name, &question, asset, self.now()) {
            self.count_choice(&question, asset, OPENED).await?;
        }
        Ok(())
    }

    /// Somebody queried tables: what they opened of them before was what they had looked for.
    pub(crate) async fn queried(&self, caller: &Caller, tables: &[DatasetName]) -> Result<()> {
        let mut assets: Vec<String> = tables.iter().map(|t| format!("dataset:{t}")).collect();
        for metric in &self.project.metrics {
            // A metric's values are a table of their own; what it is computed from answers for it as well.
            let of = [Some(metrics::dataset_of(&metric.name)?), self.stands_on(metric)];
            if of.iter().flatten().any(|d| tables.contains(d)) {
                assets.push(format!("metric:{}", metric.name));
            }
        }
        for (question, asset) in self.learning.follow(&caller.principal.name, &assets, self.now()) {
            self.count_choice(&question, &asset, QUERIED).await?;
        }
        Ok(())
    }

    async fn count_choice(&self, question: &Question, asset: &str, worth: f64) -> Result<()> {
        let now = self.now();
        let mut tx = self.ports.store.begin().await?;
        for key in question.keys() {
            let before = tx.choices().get(&key, asset).await?;
            let before = before.unwrap_or(Choice { asset: asset.to_owned(), weight: 0.0, at: now });
            tx.choices().put(&key, &before.again(worth, now)).await?;
        }
        tx.commit().await
    }

    /// What is asked, with what was learned of it.
    pub(crate) async fn learned(&self, mut ask: Ask) -> Result<Ask> {
        let now = self.now();
        let keys = self.ports.index.question(&ask.words)?.keys();
        let mut tx = self.ports.store.read().await?;
        if !keys.is_empty() {
            ask.chosen = shares(&tx.choices().of(&keys, LOOKED_AT).await?, now);
        }
        let since = Timestamp::from_micros(now.micros() - NEW_DAYS * DAY_MICROS);
        let ours = tx.datasets().newcomers(since, MOST_NEW + 1).await?;
        let theirs = tx.imported().newcomers(since, MOST_NEW + 1).await?;
        if ours.len() + theirs.len() <= MOST_NEW as usize {
            let ours = ours.iter().map(|(name, _)| format!("dataset:{name}"));
            ask.newcomers = ours.chain(theirs.iter().map(|(node, _)| node.to_string())).collect();
        }
        Ok(ask)
    }
}
