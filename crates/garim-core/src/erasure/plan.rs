//! What an erasure will touch, for a person to look at before anything is destroyed.

use serde::{Deserialize, Serialize};

use crate::{
    asset::ErasureAction,
    name::{ColumnName, DatasetName},
};

/// Why a dataset stands in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reach", rename_all = "snake_case")]
pub enum Reach {
    /// A subject column reaches it by identity edges: rows are rewritten.
    Holds {
        /// The contract's action.
        action: ErasureAction,
        /// The identifier columns of the subject's type.
        identifiers: Vec<ColumnName>,
    },
    /// It is computed from such datasets, and names nobody: kept.
    AggregateKept,
    /// Nobody can be told apart in it, but it has sealed files that may hold anybody: quarantined batches are destroyed
    /// whole, unclassified columns stay sealed until somebody classifies them.
    Sealed,
}

/// One dataset of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedDataset {
    /// The dataset.
    pub dataset: DatasetName,
    /// Why it stands here.
    #[serde(flatten)]
    pub reach: Reach,
    /// The datasets that the subject comes from, by lineage; empty for a source.
    pub through: Vec<DatasetName>,
    /// Partitions that hold the subject.
    pub partitions: u64,
    /// Data files that hold the subject.
    pub files: u64,
    /// Rows that hold the subject.
    pub rows: u64,
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasurePlan {
    /// In the order of lineage: sources first.
    pub datasets: Vec<PlannedDataset>,
    /// Protected values of the subject in the vault.
    pub vault_values: u64,
    /// Sealed files in scope (unclassified columns, quarantined batches), destroyed or rewritten.
    pub sealed_files: u64,
    /// What is out of reach, in words.
    pub out_of_reach: Vec<String>,
}
