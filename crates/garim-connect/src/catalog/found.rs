//! A table as a database describes it.

use garim_core::{imported::DatasetKind, time::Timestamp};

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Found {
    /// Its name in parts.
    pub parts: Vec<String>,
    /// What it is.
    pub kind: Option<DatasetKind>,
    /// Its comment.
    pub comment: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Its columns in order.
    pub columns: Vec<FoundColumn>,
    /// The columns of its primary key.
    pub primary_key: Vec<String>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// About how many rows.
    pub rows: Option<u64>,
    /// About how many bytes.
    pub bytes: Option<u64>,
    /// Where it is stored.
    pub location: Option<String>,
    /// When it changed last.
    pub changed: Option<Timestamp>,
    /// The query of a view.
    pub view: Option<String>,
    /// What the database calls this state of it.
    pub revision: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct FoundColumn {
    pub name: String,
    pub data_type: String,
    pub nullable: Option<bool>,
    pub comment: Option<String>,
    pub partition: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ForeignKey {
    /// Its name, which keeps the columns of one together.
    pub name: String,
    pub columns: Vec<String>,
    pub to: Vec<String>,
    pub to_columns: Vec<String>,
}
