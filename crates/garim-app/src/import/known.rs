//! What former imports have told, for the one that reads: columns of tables, revisions, executions that were counted.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use garim_core::{
    Result,
    imported::{DatasetKey, DatasetState, Fact},
};
use garim_ports::{ImportSource, Known, Mark, Store};

/// A dataset's columns and revision.
#[derive(Debug, Clone, Default)]
struct Told {
    columns: Option<Vec<String>>,
    revision: Option<String>,
}

/// What is known, in memory but for the marks.
pub(crate) struct ImportKnown {
    store: Arc<dyn Store>,
    source: ImportSource,
    datasets: RwLock<HashMap<DatasetKey, Told>>,
}

impl ImportKnown {
    pub(crate) fn new(store: Arc<dyn Store>, source: ImportSource, datasets: Vec<(DatasetKey, DatasetState)>) -> Self {
        let told = |state: DatasetState| Told {
            columns: state.columns.map(|c| c.value.into_iter().map(|c| c.name).collect()),
            revision: state.revision.map(|r| r.value),
        };
        let datasets = RwLock::new(datasets.into_iter().map(|(key, state)| (key, told(state))).collect());
        Self { store, source, datasets }
    }

    /// A table that was described is known to the statements that follow.
    pub(crate) fn learn(&self, facts: &[Fact]) {
        let mut datasets = self.datasets.write().unwrap_or_else(PoisonError::into_inner);
        for fact in facts {
            let Fact::Dataset(said) = fact else { continue };
            let told = datasets.entry(said.key.clone()).or_default();
            if let Some(columns) = &said.columns {
                told.columns = Some(columns.iter().map(|c| c.name.clone()).collect());
            }
            if let Some(revision) = &said.revision {
                told.revision = Some(revision.clone());
            }
        }
    }

    fn told(&self, dataset: &DatasetKey) -> Option<Told> {
        self.datasets.read().unwrap_or_else(PoisonError::into_inner).get(dataset).cloned()
    }
}

#[async_trait]
impl Known for ImportKnown {
    fn columns(&self, dataset: &DatasetKey) -> Option<Vec<String>> {
        self.told(dataset)?.columns
    }

    fn revision(&self, dataset: &DatasetKey) -> Option<String> {
        self.told(dataset)?.revision
    }

    async fn seen(&self, marks: &[Mark]) -> Result<Vec<bool>> {
        let mut tx = self.store.read().await?;
        tx.imports().seen(&self.source, marks).await
    }
}
