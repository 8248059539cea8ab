//! Recorded queries: what was run here, as fingerprints.

use async_trait::async_trait;
use garim_core::{
    Result,
    name::{ColumnRef, DatasetName, PrincipalName},
    time::Timestamp,
};

/// A query that somebody ran: its fingerprint, never its literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedQuery {
    /// The text with literals removed.
    pub fingerprint: String,
    /// What it read.
    pub tables: Vec<DatasetName>,
    /// Columns by name.
    pub columns: Vec<ColumnRef>,
    /// How often.
    pub times: u64,
    /// By how many different people.
    pub people: u32,
    /// When last.
    pub last: Timestamp,
}

/// Recorded queries.
#[async_trait]
pub trait Queries: Send {
    /// Records one execution. Writes an outbox entry.
    async fn record(
        &mut self,
        who: &PrincipalName,
        fingerprint: &str,
        tables: &[DatasetName],
        columns: &[ColumnRef],
        at: Timestamp,
    ) -> Result<()>;
    /// All of them, most used first.
    async fn list(&mut self, limit: u32) -> Result<Vec<RecordedQuery>>;
    /// How many different people ran any query that reads a dataset.
    async fn people(&mut self, dataset: &DatasetName) -> Result<u32>;
    /// What else those people read: the tables of each other query, with how many of them ran it, the most first.
    async fn also(&mut self, dataset: &DatasetName, limit: u32) -> Result<Vec<(Vec<DatasetName>, u32)>>;
}
