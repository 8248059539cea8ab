//! A schema version: what the registry knows of a dataset's columns at one time.

use serde::{Deserialize, Serialize};

use crate::{
    class::{Class, Treatment},
    name::{ColumnName, SubjectType},
    subject::Kind,
};

/// The type of a column, as ODCS's `logicalType` names it, with the widths that the lake stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogicalType {
    /// UTF-8 text.
    String,
    /// Signed, 64 bits.
    Integer,
    /// IEEE 754, 64 bits.
    Number,
    /// decimal(38,6): exact.
    Decimal,
    /// True or false.
    Boolean,
    /// A calendar date.
    Date,
    /// An instant, microseconds UTC.
    Timestamp,
}

impl LogicalType {
    /// As written in contracts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
        }
    }
}

impl std::str::FromStr for LogicalType {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        const ALL: [LogicalType; 7] = [
            LogicalType::String,
            LogicalType::Integer,
            LogicalType::Number,
            LogicalType::Decimal,
            LogicalType::Boolean,
            LogicalType::Date,
            LogicalType::Timestamp,
        ];
        ALL.into_iter().find(|t| t.as_str() == s).ok_or_else(|| {
            format!(
                "`{s}` is not a logical type; `string`, `integer`, `number`, `decimal`, `boolean`, `date` and `timestamp` are"
            )
        })
    }
}

/// What a column is to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nothing.
    Neutral,
    /// It names a subject of this type.
    Identifies(SubjectType),
    /// It holds a value of the subject that the identifier column `of` names; kept in the vault under `kind` where the
    /// class protects. `of` is `None` where the row names nobody: the value then belongs to a subject of the dataset and day.
    BelongsTo {
        /// The identifier column of the same row.
        of: Option<ColumnName>,
        /// The vault kind, fixed when the column was first protected.
        kind: Kind,
    },
}

/// One column as the registry knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: ColumnName,
    /// Its type, before protection.
    pub logical: LogicalType,
    /// Whether null is refused.
    pub required: bool,
    /// Whether the source may lack it altogether.
    pub optional: bool,
    /// The classification that held when this version was registered.
    pub class: Class,
    /// What it is to a person.
    pub role: Role,
}

impl Column {
    /// What becomes of its bytes.
    pub fn treatment(&self) -> Treatment {
        self.class.treatment()
    }
}

/// The columns of a dataset, in order; `dt` is not among them, it is the partition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schema {
    /// In the order of the contract; what the source had in addition follows.
    pub columns: Vec<Column>,
}

impl Schema {
    /// The column of that name.
    pub fn column(&self, name: &ColumnName) -> Option<&Column> {
        self.columns.iter().find(|c| &c.name == name)
    }

    /// Whether any column names a subject.
    pub fn has_subject(&self) -> bool {
        self.columns.iter().any(|c| matches!(c.role, Role::Identifies(_)))
    }

    /// The identifier columns.
    pub fn identifiers(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| c.treatment() == Treatment::Identifier)
    }
}

/// A numbered schema of a dataset; 1 is the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaVersion {
    /// Counts up by one for each change.
    pub number: u32,
    /// The columns.
    pub schema: Schema,
}
