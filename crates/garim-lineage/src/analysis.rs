//! What is known of one statement.

use std::fmt;

use garim_core::lineage::Transformation;
use serde::{Deserialize, Serialize};

/// A column of a stored table. The table's name is in parts (`["shop", "user"]`), never joined. `*` stands for all columns of
/// a table whose schema was not given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Column {
    /// The table, in parts.
    pub table: Vec<String>,
    /// The column.
    pub name: String,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table.join("."), self.name)
    }
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Reads only.
    Select,
    /// INSERT, also INSERT OVERWRITE and REPLACE.
    Insert,
    /// CREATE TABLE, with or without AS SELECT.
    CreateTable,
    /// CREATE VIEW, also materialised.
    CreateView,
    /// UPDATE.
    Update,
    /// DELETE.
    Delete,
    /// MERGE.
    Merge,
    /// DROP of tables or views.
    Drop,
    /// ALTER TABLE, TRUNCATE and renaming: a table is changed without columns moving in or out.
    Alter,
    /// Something that moves no columns.
    Other,
}

/// How far a statement was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every column was traced to its tables.
    Resolved,
    /// Something could not be traced: `notes` say what, and the edges concerned are unresolved.
    Partial,
    /// It was not parsed: only the fingerprint says anything.
    Failed,
}

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// Its value flows into the result.
    Value,
    /// WHERE, HAVING, QUALIFY.
    Filter,
    /// A join condition.
    JoinKey,
    /// GROUP BY, DISTINCT.
    Group,
    /// ORDER BY.
    Sort,
    /// PARTITION BY or ORDER BY of a window.
    Window,
    /// CASE conditions.
    Conditional,
}

/// A column and what it is used for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Used {
    /// The column.
    pub column: Column,
    /// What for.
    pub usage: Usage,
}

/// One edge. `to` is `None` where the statement is a query and the result goes to whoever asked. `to_column` is `None` for
/// indirect edges, which shape the whole result.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Flow {
    /// The column that is read.
    pub from: Column,
    /// The table that is written; `None`: the query's own result.
    pub to: Option<Vec<String>>,
    /// The column that is written, for a direct edge.
    pub to_column: Option<String>,
    /// What happens on the way.
    pub transformation: Transformation,
}

/// What is known of one statement. Holds names only, no literal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// What it does.
    pub kind: Kind,
    /// How far it was understood.
    pub status: Status,
    /// Stored tables that it reads, each once, in order of appearance. Names of CTEs are not among them.
    pub tables_read: Vec<Vec<String>>,
    /// Tables that it writes.
    pub tables_written: Vec<Vec<String>>,
    /// Tables that are not there any more afterwards: dropped, or renamed to one that it writes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables_dropped: Vec<Vec<String>>,
    /// Files and stages that it reads, or writes (`true`). A path may hold anything, so that they are never stored.
    #[serde(skip)]
    pub locations: Vec<(String, bool)>,
    /// The routine that it belongs to, counted within its script.
    #[serde(skip)]
    pub routine: Option<u32>,
    /// The result's columns in order, as named; of a table of unknown columns one `*`.
    pub output: Vec<String>,
    /// Columns of stored tables by what they are used for, sorted.
    pub columns_used: Vec<Used>,
    /// Direct edges, then indirect ones, each once, sorted.
    pub edges: Vec<Flow>,
    /// What decides about single columns without flowing into them: CASE conditions and windows, each into the column whose
    /// value it decides about. Among `edges` they are as well, into the whole result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciding: Vec<Flow>,
    /// Columns that the statement equates across tables, sorted within the pair and over all.
    pub join_pairs: Vec<(Column, Column)>,
    /// Its text with literals removed: equal for statements that differ in literals, case and layout only.
    pub fingerprint: String,
    /// What could not be traced, in words, without literals.
    pub notes: Vec<String>,
}

impl Analysis {
    /// Nothing known but the kind.
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            status: Status::Resolved,
            tables_read: Vec::new(),
            tables_written: Vec::new(),
            tables_dropped: Vec::new(),
            locations: Vec::new(),
            routine: None,
            output: Vec::new(),
            columns_used: Vec::new(),
            edges: Vec::new(),
            deciding: Vec::new(),
            join_pairs: Vec::new(),
            fingerprint: String::new(),
            notes: Vec::new(),
        }
    }

    /// A statement that was not parsed, and why.
    pub(crate) fn failed(fingerprint: String, why: String) -> Self {
        Self { status: Status::Failed, fingerprint, notes: vec![why], ..Self::new(Kind::Other) }
    }
}
