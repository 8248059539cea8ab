//! One execution of a statement, as a log has it.

use std::{collections::BTreeSet, sync::Arc};

use garim_core::{
    imported::{DatasetKey, ImportedEdge, UserKind},
    time::Timestamp,
};

/// Where short names are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Context {
    /// The database, catalog or project.
    pub database: Option<String>,
    /// Schemas in the order in which they are searched; empty: the log does not say.
    pub path: Vec<String>,
}

/// One execution.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Statement {
    /// When it began.
    pub at: Option<Timestamp>,
    /// Who ran it, as the source names them.
    pub user: Option<String>,
    /// Whether that is a person.
    pub user_kind: UserKind,
    /// Where short names are looked up.
    pub context: Context,
    /// The SQL, with its literals: it is read and forgotten.
    pub sql: Option<String>,
    /// What the engine itself says that it read and wrote.
    pub told: Option<Told>,
    /// Edges that the engine itself tells, instead of `told.flows` where it also says how.
    pub edges: BTreeSet<ImportedEdge>,
    /// How long it took, in microseconds.
    pub micros: Option<u64>,
    /// Whether it succeeded; `None`: the log does not say.
    pub ok: Option<bool>,
    /// What the source calls this execution, if that is unique for good.
    pub id: Option<String>,
    /// The input that it stands in.
    pub file: Arc<str>,
    /// Its line.
    pub line: u64,
}

/// What an engine says that a statement did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    /// What it read.
    pub reads: Vec<DatasetKey>,
    /// What it wrote.
    pub writes: Vec<DatasetKey>,
    /// Which columns it read.
    pub columns: Vec<ToldColumn>,
    /// From which column into which: source, target.
    pub flows: Vec<(ToldColumn, ToldColumn)>,
    /// It counts only where the text says nothing.
    pub hearsay: bool,
}

/// A column that an engine names.
pub(crate) type ToldColumn = garim_core::imported::ColumnKey;

impl Told {
    /// Whether it says anything.
    pub fn is_empty(&self) -> bool {
        self.reads.is_empty() && self.writes.is_empty()
    }
}
