//! Jobs of other systems, and their runs.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    key::{DatasetKey, JobKey},
    said::{Said, hear, hear_each},
};
use crate::time::Timestamp;

/// What a source said about a job. `None`: it said nothing of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedJob {
    /// Which.
    pub key: JobKey,
    /// When it was said.
    pub at: Timestamp,
    /// What it is, in its system's words: `dbt model`, `airflow task`, `view`, `statement`.
    pub kind: Option<String>,
    /// What it does, in words.
    pub description: Option<String>,
    /// Who owns it.
    pub owners: Option<Vec<String>>,
    /// Labels.
    pub tags: Option<Vec<String>>,
    /// When it runs, in its system's words.
    pub schedule: Option<String>,
    /// The job that it is a part of.
    pub parent: Option<JobKey>,
    /// Jobs that come before it.
    pub after: Option<Vec<JobKey>>,
    /// Its SQL with literals removed.
    pub fingerprint: Option<String>,
    /// Where its source code is.
    pub code: Option<String>,
    /// Whether it is switched off.
    pub paused: Option<bool>,
    /// Standard facets that have no place of their own, by name, without anything that may be personal.
    pub facets: BTreeMap<String, Value>,
}

impl ImportedJob {
    /// Nothing said yet but that it exists.
    pub fn new(key: JobKey, at: Timestamp) -> Self {
        Self {
            key,
            at,
            kind: None,
            description: None,
            owners: None,
            tags: None,
            schedule: None,
            parent: None,
            after: None,
            fingerprint: None,
            code: None,
            paused: None,
            facets: BTreeMap::new(),
        }
    }
}

/// What all that was said about a job adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JobState {
    /// What it is.
    pub kind: Option<Said<String>>,
    /// What it does.
    pub description: Option<Said<String>>,
    /// Who owns it.
    pub owners: Option<Said<Vec<String>>>,
    /// Labels.
    pub tags: Option<Said<Vec<String>>>,
    /// When it runs.
    pub schedule: Option<Said<String>>,
    /// The job that it is a part of.
    pub parent: Option<Said<JobKey>>,
    /// Jobs that come before it.
    pub after: Option<Said<Vec<JobKey>>>,
    /// Its SQL with literals removed.
    pub fingerprint: Option<Said<String>>,
    /// Where its source code is.
    pub code: Option<Said<String>>,
    /// Whether it is switched off.
    pub paused: Option<Said<bool>>,
    /// Standard facets by name.
    pub facets: BTreeMap<String, Said<Value>>,
}

impl JobState {
    /// Takes in what was said; says whether a person would see a difference.
    pub fn hear(&mut self, said: &ImportedJob) -> bool {
        let at = said.at;
        [
            hear(&mut self.kind, at, said.kind.clone()),
            hear(&mut self.description, at, said.description.clone()),
            hear(&mut self.owners, at, said.owners.clone()),
            hear(&mut self.tags, at, said.tags.clone()),
            hear(&mut self.schedule, at, said.schedule.clone()),
            hear(&mut self.parent, at, said.parent.clone()),
            hear(&mut self.after, at, said.after.clone()),
            hear(&mut self.fingerprint, at, said.fingerprint.clone()),
            hear(&mut self.code, at, said.code.clone()),
            hear(&mut self.paused, at, said.paused),
            hear_each(&mut self.facets, at, &said.facets),
        ]
        .contains(&true)
    }
}

/// What happened to a run. The order is how final it is: a later stage is never undone by an earlier one that arrives late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunEvent {
    /// Something was said of it outside its life.
    Other,
    /// It began.
    Start,
    /// It goes on.
    Running,
    /// It was stopped.
    Abort,
    /// It failed.
    Fail,
    /// It is done.
    Complete,
}

impl RunEvent {
    /// Whether nothing comes after it.
    pub fn is_final(self) -> bool {
        self >= Self::Abort
    }
}

/// What a run wrote.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Volume {
    /// Into what.
    pub dataset: DatasetKey,
    /// Rows.
    pub rows: Option<u64>,
    /// Bytes.
    pub bytes: Option<u64>,
}

/// What a source said about a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedRun {
    /// The job.
    pub job: JobKey,
    /// The run's id there.
    pub id: String,
    /// When it was said: the event's time.
    pub at: Timestamp,
    /// What happened.
    pub event: RunEvent,
    /// When it began, if the source says so itself.
    pub started: Option<Timestamp>,
    /// When it ended, if the source says so itself.
    pub ended: Option<Timestamp>,
    /// The time that it is for (a scheduler's logical date).
    pub nominal: Option<Timestamp>,
    /// The run that it is a part of.
    pub parent: Option<String>,
    /// How often it was tried.
    pub attempt: Option<u32>,
    /// What it wrote.
    pub wrote: BTreeSet<Volume>,
    /// Standard facets that have no place of their own, by name, without anything that may be personal.
    pub facets: BTreeMap<String, Value>,
}

impl ImportedRun {
    /// An event, and nothing else said.
    pub fn new(job: JobKey, id: impl Into<String>, at: Timestamp, event: RunEvent) -> Self {
        let (id, wrote, facets) = (id.into(), BTreeSet::new(), BTreeMap::new());
        Self { job, id, at, event, started: None, ended: None, nominal: None, parent: None, attempt: None, wrote, facets }
    }
}

/// What all that was said about a run adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunState {
    /// How it stands.
    pub event: Option<Said<RunEvent>>,
    /// When it began: the earliest word of it, or what the source says.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// The time that it is for.
    pub nominal: Option<Said<Timestamp>>,
    /// The run that it is a part of.
    pub parent: Option<Said<String>>,
    /// How often it was tried.
    pub attempt: Option<Said<u32>>,
    /// What it wrote.
    pub wrote: BTreeSet<Volume>,
    /// Standard facets by name.
    pub facets: BTreeMap<String, Said<Value>>,
}

impl RunState {
    /// Takes in what was said; says whether a person would see a difference.
    pub fn hear(&mut self, said: &ImportedRun) -> bool {
        let before = self.clone();
        // An end stays an end; before it, and among ends, the latest word holds, and at one instant the more final one.
        let rank = |at, event: RunEvent| (event.is_final(), at, event);
        if self.event.as_ref().is_none_or(|known| rank(known.at, known.value) < rank(said.at, said.event)) {
            self.event = Some(Said { at: said.at, value: said.event });
        }
        let began = said.started.unwrap_or(said.at);
        self.started = Some(self.started.map_or(began, |s| s.min(began)));
        if said.event.is_final() {
            let ended = said.ended.unwrap_or(said.at);
            self.ended = Some(self.ended.map_or(ended, |e| e.max(ended)));
        }
        hear(&mut self.nominal, said.at, said.nominal);
        hear(&mut self.parent, said.at, said.parent.clone());
        hear(&mut self.attempt, said.at, said.attempt);
        self.wrote.extend(said.wrote.iter().cloned());
        hear_each(&mut self.facets, said.at, &said.facets);
        *self != before
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    fn word(at: i64, event: RunEvent) -> ImportedRun {
        ImportedRun::new(JobKey::new("w", "j").unwrap(), "r", Timestamp::from_micros(at), event)
    }

    fn heard(words: &[ImportedRun]) -> RunState {
        let mut state = RunState::default();
        words.iter().for_each(|w| {
            state.hear(w);
        });
        state
    }

    #[test]
    fn a_start_that_arrives_after_the_end_does_not_undo_it() {
        let state = heard(&[word(20, RunEvent::Complete), word(10, RunEvent::Start), word(30, RunEvent::Other)]);
        assert_eq!(state.event.unwrap().value, RunEvent::Complete);
        assert_eq!(state.started, Some(Timestamp::from_micros(10)));
        assert_eq!(state.ended, Some(Timestamp::from_micros(20)));
    }

    #[test]
    fn the_same_word_twice_is_one() {
        let mut state = RunState::default();
        assert!(state.hear(&word(1, RunEvent::Start)));
        assert!(!state.hear(&word(1, RunEvent::Start)));
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_never_matters(
            words in prop::collection::vec((0_i64..6, 0_usize..6), 1..6),
            seed in any::<prop::sample::Index>(),
        ) {
            use RunEvent::{Abort, Complete, Fail, Other, Running, Start};
            let events = [Other, Start, Running, Abort, Fail, Complete];
            let words: Vec<_> = words.iter().map(|&(at, event)| word(at, events[event])).collect();
            let mut turned = words.clone();
            turned.rotate_left(seed.index(words.len()));
            turned.reverse();
            prop_assert_eq!(heard(&words), heard(&turned));
        }
    }
}
