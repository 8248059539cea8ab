//! Imports that are read whole, and given out in batches.

use std::collections::VecDeque;

use async_trait::async_trait;
use garim_core::{Result, imported::Fact};
use garim_ports::{Batch, Import, Tally};

/// Facts of one batch.
const BATCH: usize = 2_000;

/// Facts that wait.
pub(crate) struct Snapshot {
    facts: VecDeque<Fact>,
    read: Option<Tally>,
}

impl Snapshot {
    /// Of these facts.
    pub fn new(facts: Vec<Fact>, read: Tally) -> Self {
        Self { facts: facts.into(), read: Some(read) }
    }
}

#[async_trait]
impl Import for Snapshot {
    async fn next(&mut self) -> Result<Option<Batch>> {
        let read = self.read.take();
        if read.is_none() && self.facts.is_empty() {
            return Ok(None);
        }
        let facts = self.facts.drain(..self.facts.len().min(BATCH)).collect();
        Ok(Some(Batch { facts, read: read.unwrap_or_default(), ..Batch::default() }))
    }
}
