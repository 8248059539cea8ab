//! The linkage set: where the subject stood, written down before anything is destroyed, so that the read-back can prove it.

use serde::{Deserialize, Serialize};

use crate::{name::DatasetName, subject::Pseudonym};

/// One file that holds the subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLinks {
    /// The dataset.
    pub dataset: DatasetName,
    /// The partition, `yyyyMMdd`.
    pub dt: String,
    /// The file, relative to the dataset's folder.
    pub path: String,
    /// How many of its rows hold the subject.
    pub rows: u64,
}

/// Where the subject stood. Kept sealed under the request's own key; destroyed after the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkageSet {
    /// The subject's pseudonyms: one for each generation.
    pub pseudonyms: Vec<Pseudonym>,
    /// The files.
    pub files: Vec<FileLinks>,
}
