//! Events from files: one after another, however they are laid out; the same event twice counts once.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use async_trait::async_trait;
use garim_core::{
    Result,
    imported::{DatasetKey, Fact},
};
use garim_ports::{Batch, Import, Known, Mark};

use super::event;
use crate::input::{JsonRecords, Source};

/// Events of one batch.
const BATCH: usize = 500;
/// Datasets whose columns are remembered from event to event.
const MAX_LEARNT: usize = 20_000;

/// An open import of events.
pub(crate) struct EventImport {
    known: Arc<dyn Known>,
    /// Behind a lock, since readers are not for several threads at once and imports may be looked at from any.
    inputs: std::sync::Mutex<Inputs>,
}

struct Inputs {
    sources: VecDeque<Source>,
    open: Option<JsonRecords>,
    learnt: HashMap<DatasetKey, Vec<String>>,
}

impl Inputs {
    /// What this event tells of columns is known to the next.
    fn learn(&mut self, batch: &Batch) {
        for fact in &batch.facts {
            if let Fact::Dataset(said) = fact
                && let Some(columns) = &said.columns
                && (self.learnt.len() < MAX_LEARNT || self.learnt.contains_key(&said.key))
            {
                self.learnt.insert(said.key.clone(), columns.iter().map(|c| c.name.clone()).collect());
            }
        }
    }
}

impl EventImport {
    /// Of these inputs.
    pub fn new(sources: Vec<Source>, known: Arc<dyn Known>) -> Self {
        Self { known, inputs: Inputs { sources: sources.into(), open: None, learnt: HashMap::new() }.into() }
    }

    /// The next events, and what was read of records that are none.
    fn read(&self) -> Result<Option<(Vec<Batch>, Batch)>> {
        let mut inputs = self.inputs.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (mut events, mut rest) = (Vec::new(), Batch::default());
        while events.len() < BATCH {
            if inputs.open.is_none() {
                let Some(source) = inputs.sources.pop_front() else { break };
                inputs.open = Some(JsonRecords::new(source.open(0, 0)?));
            }
            let Some(records) = inputs.open.as_mut() else { break };
            let name = records.name().to_owned();
            match records.next()? {
                None => inputs.open = None,
                Some(record) => {
                    let place = format!("{name}:{}", record.line);
                    let known = |key: &DatasetKey| inputs.learnt.get(key).cloned().or_else(|| self.known.columns(key));
                    match record.value.map(|v| event::of_value(&v, &known)) {
                        Ok(Ok(batch)) => {
                            inputs.learn(&batch);
                            events.push(batch);
                        }
                        Ok(Err(error)) => refused(&mut rest, &error.to_string(), place),
                        Err(why) => refused(&mut rest, why, place),
                    }
                }
            }
        }
        let nothing = events.is_empty() && rest.read == garim_ports::Tally::default();
        Ok((!nothing).then_some((events, rest)))
    }
}

fn refused(rest: &mut Batch, why: &str, place: String) {
    rest.read.records += 1;
    rest.read.not_understood(why, place);
}

#[async_trait]
impl Import for EventImport {
    async fn next(&mut self) -> Result<Option<Batch>> {
        let Some((events, mut all)) = self.read()? else { return Ok(None) };
        let marks: Vec<Mark> = events.iter().flat_map(|e| e.marks.iter().copied()).collect();
        let seen = self.known.seen(&marks).await?;
        let mut within = HashSet::new();
        for (event, seen) in events.into_iter().zip(seen) {
            if seen || !event.marks.iter().all(|m| within.insert(*m)) {
                all.read.records += 1;
                all.read.repeated += 1;
                continue;
            }
            all.facts.extend(event.facts);
            all.marks.extend(event.marks);
            all.sealed.extend(event.sealed);
            all.read.add(&event.read);
        }
        Ok(Some(all))
    }
}
