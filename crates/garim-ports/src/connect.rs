//! What other systems know, read in: an import yields facts in batches, each with the place to go on from.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    imported::{DatasetKey, Fact},
    time::{Day, Timestamp, Zone},
};
use serde::{Deserialize, Serialize};

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportKind {
    /// PostgreSQL's csvlog.
    PostgresCsvlog,
    /// PostgreSQL's jsonlog.
    PostgresJsonlog,
    /// MySQL's and MariaDB's general log.
    MysqlLog,
    /// Redshift: exports of STL_QUERY and STL_QUERYTEXT.
    RedshiftStl,
    /// Redshift: exports of SYS_QUERY_HISTORY and SYS_QUERY_TEXT.
    RedshiftSys,
    /// Snowflake: exports of QUERY_HISTORY and ACCESS_HISTORY.
    Snowflake,
    /// BigQuery: exports of INFORMATION_SCHEMA.JOBS.
    BigQuery,
    /// Trino's query events.
    Trino,
    /// Hive's LineageLogger.
    HiveLog,
    /// Any query log as lines of JSON.
    QueryJsonl,
    /// OpenLineage events as lines of JSON.
    OpenLineage,
    /// A dbt target folder: manifest, catalog, run results.
    Dbt,
    /// The database behind a Hive metastore.
    HiveMetastore,
    /// A PostgreSQL database's own description.
    Postgres,
    /// A MySQL or MariaDB database's own description.
    Mysql,
    /// A SQLite file's own description.
    Sqlite,
    /// Superset's metadata database.
    Superset,
    /// Dashboards, charts and views as lines of JSON.
    DashboardJsonl,
    /// Airflow's metadata database.
    Airflow,
    /// Jobs and runs as lines of JSON.
    SchedulerJsonl,
}

impl ImportKind {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::PostgresCsvlog,
        Self::PostgresJsonlog,
        Self::MysqlLog,
        Self::RedshiftStl,
        Self::RedshiftSys,
        Self::Snowflake,
        Self::BigQuery,
        Self::Trino,
        Self::HiveLog,
        Self::QueryJsonl,
        Self::OpenLineage,
        Self::Dbt,
        Self::HiveMetastore,
        Self::Postgres,
        Self::Mysql,
        Self::Sqlite,
        Self::Superset,
        Self::DashboardJsonl,
        Self::Airflow,
        Self::SchedulerJsonl,
    ];

    /// As people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PostgresCsvlog => "postgres-csvlog",
            Self::PostgresJsonlog => "postgres-jsonlog",
            Self::MysqlLog => "mysql-log",
            Self::RedshiftStl => "redshift-stl",
            Self::RedshiftSys => "redshift-sys",
            Self::Snowflake => "snowflake",
            Self::BigQuery => "bigquery",
            Self::Trino => "trino",
            Self::HiveLog => "hive-log",
            Self::QueryJsonl => "query-jsonl",
            Self::OpenLineage => "openlineage",
            Self::Dbt => "dbt",
            Self::HiveMetastore => "hive-metastore",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
            Self::Sqlite => "sqlite",
            Self::Superset => "superset",
            Self::DashboardJsonl => "dashboard-jsonl",
            Self::Airflow => "airflow",
            Self::SchedulerJsonl => "scheduler-jsonl",
        }
    }

    /// Whether an import shows everything there is, so that what it does not show is gone. Logs and events show what
    /// happened, and are gone on with from where they were left.
    pub fn is_complete(self) -> bool {
        matches!(
            self,
            Self::Dbt | Self::HiveMetastore | Self::Postgres | Self::Mysql | Self::Sqlite | Self::Superset | Self::Airflow
        )
    }

    /// Whether it is read over a connection rather than from files.
    pub fn is_database(self) -> bool {
        matches!(self, Self::HiveMetastore | Self::Postgres | Self::Mysql | Self::Sqlite | Self::Superset | Self::Airflow)
    }
}

impl std::fmt::Display for ImportKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for ImportKind {
    type Err = Error;
    fn from_str(s: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|k| k.as_str() == s).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|k| k.as_str()).collect();
            Error::invalid(format!(
                "`{}` cannot be imported; give one of {}",
                s.chars().take(64).collect::<String>(),
                known.join(", ")
            ))
        })
    }
}

/// Where the input is. A connection may hold a password: no `Debug`, never in a message.
pub enum ImportFrom {
    /// Files or folders (every file of a folder by name, oldest first), plain or gzip by content.
    Files(Vec<PathBuf>),
    /// A body that somebody sent, plain or gzip by content. It has no place to go on from.
    Body(Box<dyn std::io::Read + Send>),
    /// A database: `postgres:`, `mysql:` or `sqlite:`. From the project's configuration or the operator's own command line only.
    Database(String),
}

/// What shall be imported.
pub struct ImportAsk {
    /// What it is.
    pub kind: ImportKind,
    /// The namespace of what it holds, such as `warehouse`: imports of one system under one namespace meet.
    pub namespace: String,
    /// Where it is.
    pub from: ImportFrom,
    /// The SQL dialect, where the kind does not say (`hive`, `postgres`, …, as `garim eval lineage` has them).
    pub dialect: Option<String>,
    /// The database that names are completed with, where the input does not say.
    pub database: Option<String>,
    /// The schema that names of one part are completed with, where the input does not say.
    pub schema: Option<String>,
    /// The namespaces of the tables that dashboards or jobs read, by the name of the connection there; a connection that is not
    /// named here has its own name as namespace.
    pub connections: BTreeMap<String, String>,
    /// Decides the day of an execution.
    pub zone: Zone,
    /// Now: what holds for input that does not say when it was said.
    pub now: Timestamp,
    /// Where former imports of this kind and namespace stopped.
    pub positions: Vec<Position>,
}

/// A place in an input to go on from. The store keeps one for each stream and does not look inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The stream: for a file its beginning's digest, so that a renamed or copied file is known again.
    pub stream: String,
    /// The former name of the same stream, whose position this one replaces (a short file's digest changes as it grows).
    pub replaces: Option<String>,
    /// The place.
    pub place: String,
}

/// What is known already.
#[async_trait]
pub trait Known: Send + Sync {
    /// A dataset's columns in order, from former imports; asked for each table of each statement, so it must be in memory.
    fn columns(&self, dataset: &DatasetKey) -> Option<Vec<String>>;

    /// A dataset's revision, from former imports.
    fn revision(&self, dataset: &DatasetKey) -> Option<String>;

    /// Which of these executions were taken in before. Exports overlap, and must not count twice.
    async fn seen(&self, marks: &[Mark]) -> Result<Vec<bool>>;
}

/// Names one execution or event for good, by what the source calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// The digest of the source's own id, within kind and namespace.
    pub id: [u8; 16],
    /// Its day, so that old marks can be forgotten.
    pub day: Option<Day>,
}

/// Some of what an import yields. Facts, position and marks are kept in one transaction, or none of them.
#[derive(Debug, Default)]
pub struct Batch {
    /// What was learnt, in order.
    pub facts: Vec<Fact>,
    /// Where to go on after this batch.
    pub position: Option<Position>,
    /// Executions that are in this batch's counts.
    pub marks: Vec<Mark>,
    /// What this batch read.
    pub read: Tally,
    /// What only a sealed journal may keep: events with texts that may be personal, as they came.
    pub sealed: Vec<Vec<u8>>,
}

/// What was read, and what of it was not understood. Nothing is dropped silently.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Records: log entries, events, tables.
    pub records: u64,
    /// Records that rightly say nothing to us: connections, settings, checkpoints.
    pub passed_over: u64,
    /// Executions and events that were taken in before.
    pub repeated: u64,
    /// Statements that were traced fully.
    pub resolved: u64,
    /// Statements of which something could not be traced.
    pub partial: u64,
    /// Statements that were not parsed.
    pub failed: u64,
    /// Why records and statements were not understood, by reason.
    pub not_understood: BTreeMap<String, Occurrences>,
}

/// How often something occurred, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Occurrences {
    /// How often.
    pub times: u64,
    /// The first places, such as `pg.csv:17`; at most [`MAX_PLACES`].
    pub places: Vec<String>,
}

/// Places kept for each reason: enough to go and look.
pub const MAX_PLACES: usize = 5;
/// Reasons kept for each import: enough to see what is wrong; further ones are counted as `other reasons`.
pub const MAX_REASONS: usize = 100;

impl Tally {
    /// Counts something that was not understood.
    pub fn not_understood(&mut self, reason: impl Into<String>, place: impl Into<String>) {
        let mut reason = reason.into();
        if self.not_understood.len() >= MAX_REASONS && !self.not_understood.contains_key(&reason) {
            reason = "other reasons".to_owned();
        }
        let known = self.not_understood.entry(reason).or_default();
        known.times += 1;
        if known.places.len() < MAX_PLACES {
            known.places.push(place.into());
        }
    }

    /// Adds what another batch read.
    pub fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.passed_over += other.passed_over;
        self.repeated += other.repeated;
        self.resolved += other.resolved;
        self.partial += other.partial;
        self.failed += other.failed;
        for (reason, more) in &other.not_understood {
            let fits = self.not_understood.len() < MAX_REASONS || self.not_understood.contains_key(reason);
            let reason = if fits { reason.clone() } else { "other reasons".to_owned() };
            let known = self.not_understood.entry(reason).or_default();
            known.times += more.times;
            let room = MAX_PLACES.saturating_sub(known.places.len());
            known.places.extend(more.places.iter().take(room).cloned());
        }
    }
}

/// Reads other systems.
#[async_trait]
pub trait Connect: Send + Sync {
    /// Opens an input; says at once what is wrong with it as a whole.
    async fn open(&self, ask: ImportAsk, known: Arc<dyn Known>) -> Result<Box<dyn Import>>;

    /// Reads one OpenLineage event; `known` is asked for the columns of datasets that the event does not describe.
    fn event(&self, body: &[u8], known: &dyn Fn(&DatasetKey) -> Option<Vec<String>>) -> Result<Batch>;
}

/// An open import.
#[async_trait]
pub trait Import: Send {
    /// The next batch; `None` at the end.
    async fn next(&mut self) -> Result<Option<Batch>>;
}
