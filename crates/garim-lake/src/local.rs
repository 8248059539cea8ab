//! The lake on a local folder.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use garim_core::{
    Result,
    erasure::{FileLinks, Scanned},
    name::{DatasetName, RunId},
    schema::SchemaVersion,
    subject::Pseudonym,
};
use garim_ports::{
    Committed, Erase, Input, Lake, PartitionInfo, Peek, Progress, Purged, Rewritten, SourceQuery, Staged, Staging, Vault,
    WritePlan,
};

use crate::{disk, locks::Locks, purge, readback, rewrite, source, stage, table};

/// A lake in a folder. Cheap to clone; clones share their locks.
///
/// Scans, writers and purges of one dataset are kept apart by locks of this value and its clones: open one for a process.
/// Between processes the store's leases do it.
#[derive(Debug, Clone)]
pub struct LocalLake {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    state: PathBuf,
    locks: Locks,
}

impl LocalLake {
    /// Opens the lake below the state folder (`.garim`); folders are made when something is first written.
    pub fn open(state: &Path) -> Result<Self> {
        let state = std::path::absolute(state).map_err(|e| crate::failure::disk("opening the lake", &e))?;
        Ok(Self { inner: Arc::new(Inner { state, locks: Locks::default() }) })
    }

    /// A dataset's table at a version, the newest where `None` is said. `None` if the dataset has no table. While the
    /// result or a scan of it lives, a purge of the dataset waits.
    pub async fn table(&self, dataset: &DatasetName, version: Option<i64>) -> Result<Option<table::TableAt>> {
        table::open(self, dataset, version).await
    }

    pub(crate) fn locks(&self) -> &Locks {
        &self.inner.locks
    }

    /// The folder that everything stands in.
    pub(crate) fn state_folder(&self) -> &Path {
        &self.inner.state
    }

    /// The folder of a dataset's Delta table.
    pub(crate) fn table_folder(&self, dataset: &DatasetName) -> PathBuf {
        self.inner.state.join(disk::LAKE).join(dataset.schema()).join(dataset.table())
    }

    /// The folder of a dataset's sealed files.
    pub(crate) fn sealed_folder(&self, dataset: &DatasetName) -> PathBuf {
        self.inner.state.join(disk::SEALED).join(dataset.schema()).join(dataset.table())
    }
}

#[async_trait]
impl Lake for LocalLake {
    async fn peek(&self, source: &SourceQuery, rows: usize) -> Result<Peek> {
        source::peek(source, rows).await
    }

    async fn stage(&self, plan: &WritePlan, input: Input, vault: Arc<dyn Vault>, progress: Arc<dyn Progress>) -> Result<Staging> {
        stage::stage(self, plan, input, vault, progress).await
    }

    async fn commit(&self, staged: &Staged) -> Result<i64> {
        table::commit(self, staged).await
    }

    async fn abandon(&self, dataset: &DatasetName, run: RunId) -> Result<()> {
        table::abandon(self, dataset, run).await
    }

    async fn committed(&self, dataset: &DatasetName, job: &str) -> Result<Option<Committed>> {
        table::committed(self, dataset, job).await
    }

    async fn version(&self, dataset: &DatasetName) -> Result<Option<i64>> {
        Ok(table::stored(self, dataset).await?.map(|t| t.version()))
    }

    async fn partitions(&self, dataset: &DatasetName) -> Result<Vec<PartitionInfo>> {
        Ok(table::stored(self, dataset).await?.map(|t| t.partitions()).unwrap_or_default())
    }

    async fn locate(&self, dataset: &DatasetName, schema: &SchemaVersion, pseudonyms: &[Pseudonym]) -> Result<Vec<FileLinks>> {
        rewrite::locate(self, dataset, schema, pseudonyms).await
    }

    async fn sealed_files(&self, dataset: &DatasetName) -> Result<u64> {
        disk::count_sealed(&self.sealed_folder(dataset))
    }

    async fn rewrite(&self, erase: &Erase, vault: Arc<dyn Vault>) -> Result<Rewritten> {
        rewrite::rewrite(self, erase, vault).await
    }

    async fn purge(&self, dataset: &DatasetName, vault: Arc<dyn Vault>) -> Result<Purged> {
        purge::purge(self, dataset, vault).await
    }

    async fn read_back(&self, dataset: &DatasetName, schema: &SchemaVersion, pseudonyms: &[Pseudonym]) -> Result<Scanned> {
        readback::read_back(self, dataset, schema, pseudonyms).await
    }
}
