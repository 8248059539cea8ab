//! Writes the new partition of one day: data files of bounded size, each with its sealed sidecar. Nothing is published.

use std::sync::Arc;

use arrow_array::RecordBatch;
use garim_core::{
    Error, Result,
    name::{DatasetName, RunId},
    schema::SchemaVersion,
    time::Day,
};
use garim_ports::Vault;
use serde::{Deserialize, Serialize};

use crate::LocalLake;

/// Rows of a data file: large enough to be few, small enough that an erasure rewrites little.
pub(crate) const MAX_FILE_ROWS: u64 = 1_000_000;

/// A data file that was written and made durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrittenFile {
    /// Relative to the table's folder.
    pub(crate) path: String,
    /// Its rows.
    pub(crate) rows: u64,
    /// Its bytes.
    pub(crate) bytes: u64,
}

/// The files of one day's new partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrittenFiles {
    /// The day.
    pub(crate) day: Day,
    /// At least one: an empty partition has one file without rows.
    pub(crate) files: Vec<WrittenFile>,
}

impl WrittenFiles {
    /// Rows of all files.
    pub(crate) fn rows(&self) -> u64 {
        self.files.iter().map(|f| f.rows).sum()
    }
}

/// Writes one day's partition.
pub(crate) struct PartitionWriter {}

impl PartitionWriter {
    /// Begins. The dataset's files are not purged while it lives. A writer that is dropped unfinished leaves files that
    /// `abandon` removes.
    pub(crate) async fn create(
        lake: &LocalLake,
        dataset: &DatasetName,
        day: Day,
        run: RunId,
        schema: &SchemaVersion,
        vault: Arc<dyn Vault>,
    ) -> Result<Self> {
        let _ = (lake, dataset, day, run, schema, vault);
        Err(Error::internal("writing a partition", "not there yet"))
    }

    /// Appends rows: `batch` of `arrow_schema`, and the sealed columns of the same rows (`sealed_schema`) where the schema
    /// has any.
    pub(crate) async fn write(&mut self, batch: &RecordBatch, sealed: Option<&RecordBatch>) -> Result<()> {
        let _ = (batch, sealed);
        Err(Error::internal("writing a partition", "not there yet"))
    }

    /// Ends the last file and makes everything durable.
    pub(crate) async fn finish(self) -> Result<WrittenFiles> {
        Err(Error::internal("writing a partition", "not there yet"))
    }
}
