//! Who used what, from query logs. Texts are fingerprints: no literal is ever here.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key::{ColumnKey, DatasetKey};
use crate::time::{Day, Timestamp};

/// Names a query's shape: its source, where its short names were looked up, and its fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QueryId(pub [u8; 16]);

impl QueryId {
    /// The id of a fingerprint within a namespace and a search path.
    pub fn of(namespace: &str, context: &[&str], fingerprint: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [namespace].iter().chain(context).chain([&fingerprint]) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finalize()[..16]);
        Self(id)
    }
}

impl fmt::Display for QueryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

/// How far a statement was understood; the greater is the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Understood {
    /// Every column was traced.
    #[default]
    Resolved,
    /// Something could not be traced.
    Partial,
    /// It was not parsed.
    Failed,
}

/// Who a user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserKind {
    /// The source does not say.
    #[default]
    Unknown,
    /// Somebody.
    Person,
    /// A program: a scheduler, a dashboard's service account.
    Service,
}

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseKind {
    /// Its value flows into the result.
    Value,
    /// It filters.
    Filter,
    /// It joins.
    JoinKey,
    /// It groups.
    Group,
    /// It sorts.
    Sort,
    /// It partitions or orders a window.
    Window,
    /// It decides between values.
    Conditional,
}

/// A column and what a query uses it for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnUse {
    /// The column; `*` if the columns were not known.
    pub column: ColumnKey,
    /// What for.
    pub usage: UseKind,
}

/// What a query reads and writes: one for all its executions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryShape {
    /// Its id.
    pub id: QueryId,
    /// Where it ran: the namespace of its tables.
    pub namespace: String,
    /// Its text with literals removed.
    pub fingerprint: String,
    /// What it does: `select`, `insert`, `create_table`, …
    pub kind: String,
    /// What it reads.
    pub reads: Vec<DatasetKey>,
    /// What it writes.
    pub writes: Vec<DatasetKey>,
    /// Columns by use.
    pub columns: Vec<ColumnUse>,
    /// Columns that it equates.
    pub join_pairs: Vec<(ColumnKey, ColumnKey)>,
    /// How far it was understood.
    pub understood: Understood,
    /// What was not, in words, without literals.
    pub notes: Vec<String>,
}

/// Executions of a query by one user on one day. Adds to what is known; a batch is taken in once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryUsage {
    /// The query.
    pub query: QueryId,
    /// The day, in the project's time zone; `None`: the log does not say when.
    pub day: Option<Day>,
    /// Who, as the source names them; `None`: the log does not say.
    pub user: Option<String>,
    /// Whether that is a person.
    pub user_kind: UserKind,
    /// How often.
    pub times: u64,
    /// Of which failed.
    pub failed: u64,
    /// How many of them have a known duration.
    pub timed: u64,
    /// All durations together, in milliseconds.
    pub total_ms: u64,
    /// The longest, in milliseconds.
    pub max_ms: u64,
    /// The first execution of that day.
    pub first: Option<Timestamp>,
    /// The last.
    pub last: Option<Timestamp>,
}
