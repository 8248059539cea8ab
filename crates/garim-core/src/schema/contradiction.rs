//! What a batch contained that its schema does not allow; never a value.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a refused value looks like, without saying what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueClass {
    /// Nothing there.
    Null,
    /// Digits only.
    Integer,
    /// Beyond 64 bits.
    HugeInteger,
    /// Digits with a point.
    Fraction,
    /// In quotes, where others are not.
    QuotedNumber,
    /// True or false.
    Boolean,
    /// Any other text.
    Text,
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// An object or a list.
    Nested,
}

impl fmt::Display for ValueClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Integer => "an integer",
            Self::HugeInteger => "an integer beyond 64 bits",
            Self::Fraction => "a number with a fraction",
            Self::QuotedNumber => "a number in quotes",
            Self::Boolean => "a boolean",
            Self::Text => "text",
            Self::NotUtf8 => "bytes that are not UTF-8",
            Self::Nested => "an object or list",
        })
    }
}

/// Why a row or a batch was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The value is not of the column's type.
    WrongType {
        /// The registered type.
        expected: String,
        /// What was found.
        found: ValueClass,
    },
    /// A required value is null.
    MissingRequired,
    /// The source had this column, and has it no longer (or renamed it).
    ColumnVanished,
    /// The source's own type for the column changed.
    ColumnChangedType {
        /// As registered.
        expected: String,
        /// As the source says now.
        found: String,
    },
    /// More new columns at once than a change of schema would bring.
    TooManyNewColumns {
        /// How many.
        found: usize,
    },
    /// A column that neither the contract nor this run's look at the source knows: one of several files has it alone.
    UnknownColumn,
    /// The row has more or fewer fields than the header.
    RaggedRow {
        /// Fields in the header.
        expected: usize,
        /// Fields in the row.
        found: usize,
    },
    /// A header names a column twice.
    DuplicateColumn,
    /// The event time cannot be read, so the row belongs to no day.
    NoDay,
    /// A subject id that cannot be read.
    UnreadableSubject,
    /// The row came after its window closed.
    Late,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { expected, found } => write!(f, "expected `{expected}`, found {found}"),
            Self::MissingRequired => f.write_str("a required value is missing"),
            Self::ColumnVanished => f.write_str("the source had this column and has it no longer"),
            Self::ColumnChangedType { expected, found } => write!(f, "the source's type was `{expected}` and is now `{found}`"),
            Self::TooManyNewColumns { found } => {
                write!(f, "{found} new columns at once; at most {} are taken as a change of schema", super::MAX_NEW_COLUMNS)
            }
            Self::UnknownColumn => f.write_str("the run's schema does not know this column"),
            Self::RaggedRow { expected, found } => write!(f, "the header has {expected} fields, the row {found}"),
            Self::DuplicateColumn => f.write_str("the header names this column twice"),
            Self::NoDay => f.write_str("the event time is not epoch seconds, so the row belongs to no day"),
            Self::UnreadableSubject => f.write_str("the subject id cannot be read"),
            Self::Late => f.write_str("the row came after its window closed"),
        }
    }
}

/// One thing that contradicts the schema: where, and why. It carries no value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contradiction {
    /// The file or the source's table.
    pub file: String,
    /// The row, counted from 1 (for CSV: the line); `None` where the whole batch is meant.
    pub row: Option<u64>,
    /// The column, as the source spells it.
    pub column: Option<String>,
    /// Why.
    #[serde(flatten)]
    pub reason: Reason,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ": column `{column}`")?;
        }
        write!(f, ": {}", self.reason)
    }
}
