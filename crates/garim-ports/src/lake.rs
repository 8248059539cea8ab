//! The lake: reads sources, writes one atomic partition for each business day, erases physically.

use std::sync::Arc;

use async_trait::async_trait;
use garim_core::{
    Result,
    asset::{BadRows, DayRule, ErasureAction},
    erasure::{FileLinks, Scanned},
    name::{ColumnName, DatasetName, RunId},
    run::{ColumnProfile, Counts},
    schema::{Contradiction, LogicalType, SchemaVersion},
    subject::Pseudonym,
    time::{Day, Zone},
};

use crate::{Progress, Rows, Vault, Watch};

/// Where a source's rows are. URLs may hold a password: no `Debug`, never in a message.
#[derive(Clone, PartialEq, Eq)]
pub enum SourceLocation {
    /// CSV files, plain or gzip by content: a glob under the project's root.
    Csv {
        /// The project's root.
        root: std::path::PathBuf,
        /// The pattern.
        glob: String,
    },
    /// A table of a database: `sqlite:` or `mysql:` (also MariaDB).
    Table {
        /// The connection.
        url: String,
        /// The table, as the database names it.
        table: String,
    },
}

/// What is read of a source.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceQuery {
    /// Where.
    pub location: SourceLocation,
    /// What people see instead of the location in messages: the source's name and table.
    pub shown_as: String,
    /// Of a database table only rows whose epoch-seconds column is at or after an instant (others, and those that cannot
    /// be read as such, come too where the database cannot tell).
    pub from: Option<(ColumnName, i64)>,
}

/// A bounded look at a source.
#[derive(Debug, Clone, Default)]
pub struct Peek {
    /// Its columns, in order.
    pub columns: Vec<PeekColumn>,
    /// Rows that were looked at.
    pub rows: u64,
}

/// One column of a source with sampled values. The values are personal data until somebody says otherwise: they go to the
/// scanner and nowhere else.
#[derive(Clone)]
pub struct PeekColumn {
    /// As the source spells it.
    pub name: String,
    /// The type, where the source declares one.
    pub logical: Option<LogicalType>,
    /// Values as text, for the scanner only.
    pub sample: Vec<Option<String>>,
}

impl std::fmt::Debug for PeekColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PeekColumn({}, {} sampled)", self.name, self.sample.len())
    }
}

/// How a batch is to be written.
#[derive(Debug, Clone)]
pub struct WritePlan {
    /// Into which dataset.
    pub dataset: DatasetName,
    /// The run that writes.
    pub run: RunId,
    /// The job's name, for Delta's `txn`.
    pub job: String,
    /// The job's run sequence, for Delta's `txn`.
    pub sequence: i64,
    /// The columns with their classes and roles: every one is written as its treatment says.
    pub schema: SchemaVersion,
    /// Columns that the source had in an earlier run, lower layers judge vanishing by it.
    pub ever_present: std::collections::HashSet<ColumnName>,
    /// The run's day.
    pub day: Day,
    /// How a row finds its day.
    pub rule: DayRule,
    /// The project's zone.
    pub zone: Zone,
    /// Rows before it are counted and not brought.
    pub start: Day,
    /// Days before `day` in which late rows are merged.
    pub late_days: u32,
    /// The columns that make a row the same row.
    pub key: Vec<ColumnName>,
    /// Of duplicates the one with the earliest value here stays.
    pub received: Option<ColumnName>,
    /// What becomes of contradicting rows.
    pub bad_rows: BadRows,
    /// What happens to a suppressed person's rows.
    pub erasure: ErasureAction,
    /// The column that opens a new generation.
    pub since: Option<ColumnName>,
    /// The identifier column that owns a row.
    pub row_owner: Option<ColumnName>,
    /// Replace stored partitions even where that loses rows.
    pub allow_rewrite: bool,
    /// The freeze epoch under which it is staged; checked again at commit.
    pub freeze_epoch: u64,
}

/// What is written.
pub enum Input {
    /// A source's rows, unprotected, and who looks at them before they are written.
    Source(SourceQuery, Arc<dyn Watch>),
    /// A transformation's or metric's rows, for the plan's day: identifiers are 16-byte pseudonyms and protected columns
    /// are ordinals already.
    Rows(Rows),
}

/// What came of staging.
pub enum Staging {
    /// Files are written, nothing is published.
    Staged(Staged),
    /// The batch contradicts its schema: it is sealed away, the stored partitions stay.
    Quarantined {
        /// What was counted.
        counts: Counts,
        /// The first contradictions.
        contradictions: Vec<Contradiction>,
        /// How many there were in all.
        total: u64,
    },
    /// Whoever watched saw more than the plan knows of: nothing of the batch stays, and everything was looked at.
    Outgrown,
}

/// Uncommitted files, with what was learnt while writing them.
#[derive(Debug, Clone)]
pub struct Staged {
    /// Into which dataset.
    pub dataset: DatasetName,
    /// By which run.
    pub run: RunId,
    /// The job and run sequence for `txn`.
    pub job: String,
    /// See `job`.
    pub sequence: i64,
    /// The days whose partitions this replaces; a day whose stored partition is equal already is not among them.
    pub days: Vec<StagedDay>,
    /// What was counted.
    pub counts: Counts,
    /// Rows that contradict and were let go to quarantine (`onBadRow: quarantine`, late ones).
    pub contradictions: Vec<Contradiction>,
    /// What was seen of each column over all written rows.
    pub profile: Vec<ColumnProfile>,
    /// The freeze epoch under which it was staged.
    pub freeze_epoch: u64,
    /// What the adapter needs to commit; opaque to app.
    pub token: String,
}

/// One day of a staging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedDay {
    /// The day.
    pub day: Day,
    /// Rows in the new partition.
    pub rows: u64,
    /// Rows in the partition that it replaces.
    pub replaced_rows: u64,
}

/// What the lake's own log says of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The run sequence in `txn`.
    pub sequence: i64,
    /// The version.
    pub version: i64,
}

/// One partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionInfo {
    /// Its day.
    pub day: Day,
    /// Its rows.
    pub rows: u64,
    /// Its data files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// How a dataset is rewritten for an erasure.
#[derive(Debug, Clone)]
pub struct Erase {
    /// The dataset.
    pub dataset: DatasetName,
    /// Its columns.
    pub schema: SchemaVersion,
    /// What to do with the rows.
    pub action: ErasureAction,
    /// The identifier column that owns a row, for `delete`.
    pub row_owner: Option<ColumnName>,
    /// Whose rows.
    pub pseudonyms: Vec<Pseudonym>,
    /// The request, as the job in `txn`.
    pub job: String,
}

/// What a rewrite did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rewritten {
    /// The version since then; the former one if no file held the subject.
    pub version: i64,
    /// Files replaced.
    pub files: u64,
    /// Rows deleted or anonymised.
    pub rows: u64,
}

/// What a purge removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// The version to read from now on: a checkpoint without tombstones.
    pub version: i64,
    /// Data files, sidecars and stagings removed.
    pub files: u64,
    /// Log entries, checkpoints and checksums removed.
    pub log_files: u64,
}

/// Holds and moves data.
#[async_trait]
pub trait Lake: Send + Sync {
    /// Takes a bounded sample of a source.
    async fn peek(&self, source: &SourceQuery, rows: usize) -> Result<Peek>;

    /// Streams, checks, deduplicates, protects and writes uncommitted files, in bounded memory.
    async fn stage(&self, plan: &WritePlan, input: Input, vault: Arc<dyn Vault>, progress: Arc<dyn Progress>) -> Result<Staging>;

    /// Publishes a staging: one Delta commit that replaces each of its days, with job and run sequence in `txn`.
    async fn commit(&self, staged: &Staged) -> Result<i64>;

    /// Throws a staging away: its files are removed. Also for stagings that a dead process left (by run).
    async fn abandon(&self, dataset: &DatasetName, run: RunId) -> Result<()>;

    /// The last sequence that a job committed to a dataset; `None` if it never did.
    async fn committed(&self, dataset: &DatasetName, job: &str) -> Result<Option<Committed>>;

    /// The newest version; `None` if the dataset has no table yet.
    async fn version(&self, dataset: &DatasetName) -> Result<Option<i64>>;

    /// The partitions at the newest version, by day.
    async fn partitions(&self, dataset: &DatasetName) -> Result<Vec<PartitionInfo>>;

    /// The data files that hold any of the pseudonyms in any identifier column.
    async fn locate(&self, dataset: &DatasetName, schema: &SchemaVersion, pseudonyms: &[Pseudonym]) -> Result<Vec<FileLinks>>;

    /// Sealed files of a dataset (sidecars and quarantined batches).
    async fn sealed_files(&self, dataset: &DatasetName) -> Result<u64>;

    /// Rewrites every file that holds the subject, and its sidecar; one commit. Idempotent.
    async fn rewrite(&self, erase: &Erase, vault: Arc<dyn Vault>) -> Result<Rewritten>;

    /// Removes old files, abandoned stagings, quarantined batches (destroyed whole) and the log below a fresh checkpoint.
    async fn purge(&self, dataset: &DatasetName, vault: Arc<dyn Vault>) -> Result<Purged>;

    /// Reads every file on disk of the dataset again, also those that no version names, and counts rows that still hold
    /// the subject.
    async fn read_back(&self, dataset: &DatasetName, schema: &SchemaVersion, pseudonyms: &[Pseudonym]) -> Result<Scanned>;
}
