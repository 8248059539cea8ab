//! What a staging hands to its commit.

use garim_core::{Error, Result, schema::SchemaVersion};
use serde::{Deserialize, Serialize};

use super::TableAt;
use crate::layout::WrittenFiles;

/// What a staging hands to its commit: `Staged::token` is its JSON. It carries names and counts, no values.
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

    /// Reads `Staged::token`.
    pub(crate) fn read(token: &str) -> Result<Self> {
        serde_json::from_str(token).map_err(|e| Error::internal("reading a staging", e))
    }
}
