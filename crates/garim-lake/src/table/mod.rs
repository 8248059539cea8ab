//! Delta tables: opening, what stands in a version, publishing, and throwing away what was not published.

mod at;

pub(crate) use at::open;
pub use at::{DataFile, TableAt};

use garim_core::{
    Error, Result,
    name::{DatasetName, RunId},
    schema::SchemaVersion,
};
use garim_ports::{Committed, Staged};
use serde::{Deserialize, Serialize};

use crate::{LocalLake, layout::WrittenFiles};

/// What a staging hands to its commit: `Staged::token` is its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The schema version that the files were written under.
    pub(crate) schema: SchemaVersion,
    /// The days that are replaced.
    pub(crate) days: Vec<ManifestDay>,
}

/// One day of a staging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManifestDay {
    /// The new files.
    pub(crate) written: WrittenFiles,
    /// The paths of the files that stood there when the staging looked: if others stand there at commit, it is a conflict.
    pub(crate) replaces: Vec<String>,
}

impl Manifest {
    /// For `written`, replacing the partitions of `base` (the table as the staging saw it; `None`: there was none).
    pub(crate) fn new(schema: &SchemaVersion, base: Option<&TableAt>, written: Vec<WrittenFiles>) -> Self {
        let replaced = |day| base.map(|t| t.files_of(day).map(|f| f.path.clone()).collect()).unwrap_or_default();
        let days = written.into_iter().map(|w| ManifestDay { replaces: replaced(w.day), written: w }).collect();
        Self { schema: schema.clone(), days }
    }

    /// The text for `Staged::token`.
    pub(crate) fn token(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::internal("describing a staging", e))
    }
}

/// The newest version of a dataset's table; `None` if it has none.
pub(crate) async fn stored(lake: &LocalLake, dataset: &DatasetName) -> Result<Option<TableAt>> {
    open(lake, dataset, None).await
}

pub(crate) async fn commit(lake: &LocalLake, staged: &Staged) -> Result<i64> {
    let _ = (lake, staged);
    Err(Error::internal("committing", "not there yet"))
}

pub(crate) async fn abandon(lake: &LocalLake, dataset: &DatasetName, run: RunId) -> Result<()> {
    let _ = (lake, dataset, run);
    Err(Error::internal("abandoning", "not there yet"))
}

pub(crate) async fn committed(lake: &LocalLake, dataset: &DatasetName, job: &str) -> Result<Option<Committed>> {
    let _ = (lake, dataset, job);
    Err(Error::internal("reading the log", "not there yet"))
}
