//! A store of facts in memory, as small as it can be.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Mutex,
};

use async_trait::async_trait;
use garim_core::{
    Result,
    imported::{DatasetKey, Fact},
};
use garim_ports::{Batch, Known, Mark, Position};

/// What was imported.
#[derive(Default)]
pub(crate) struct Memory {
    pub facts: Mutex<Vec<Fact>>,
    pub sealed: Mutex<Vec<Vec<u8>>>,
    marks: Mutex<HashSet<Mark>>,
    positions: Mutex<BTreeMap<String, Position>>,
    pub columns: HashMap<String, Vec<String>>,
}

impl Memory {
    /// That knows the columns of tables: `shop.orders: id price`.
    pub fn knowing(tables: &[&str]) -> Self {
        let columns = tables.iter().filter_map(|t| t.split_once(": "));
        let columns = columns.map(|(t, c)| (t.to_owned(), c.split(' ').map(str::to_owned).collect())).collect();
        Self { columns, ..Self::default() }
    }

    pub fn positions(&self) -> Vec<Position> {
        self.positions.lock().unwrap().values().cloned().collect()
    }

    pub fn keep(&self, batch: Batch) {
        self.facts.lock().unwrap().extend(batch.facts);
        self.sealed.lock().unwrap().extend(batch.sealed);
        for mark in batch.marks {
            assert!(self.marks.lock().unwrap().insert(mark), "an execution is counted twice");
        }
        if let Some(position) = batch.position {
            let mut positions = self.positions.lock().unwrap();
            positions.retain(|stream, _| Some(stream) != position.replaces.as_ref());
            positions.insert(position.stream.clone(), position);
        }
    }
}

#[async_trait]
impl Known for Memory {
    fn columns(&self, dataset: &DatasetKey) -> Option<Vec<String>> {
        self.columns.get(dataset.name()).cloned()
    }

    fn revision(&self, dataset: &DatasetKey) -> Option<String> {
        let facts = self.facts.lock().unwrap();
        facts.iter().rev().find_map(|f| match f {
            Fact::Dataset(d) if d.key == *dataset => d.revision.clone(),
            _ => None,
        })
    }

    async fn seen(&self, marks: &[Mark]) -> Result<Vec<bool>> {
        let known = self.marks.lock().unwrap();
        Ok(marks.iter().map(|m| known.contains(m)).collect())
    }
}
