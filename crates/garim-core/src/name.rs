//! Names that have been checked once, at the door.
//!
//! Every name is its own type, there is no conversion between them, and identity is structured: a column is a dataset and
//! a column name, never a joined string that someone parses back.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Longest name of anything, in bytes: PostgreSQL keeps 63, Hive 128; longer ones come from exports and are refused.
pub const MAX_NAME_BYTES: usize = 128;

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("a name is empty; give at least one character")]
    Empty,
    /// Too many bytes.
    #[error("`{0}…` is longer than {MAX_NAME_BYTES} bytes")]
    TooLong(String),
    /// A character that would make a joined name ambiguous or a file name unsafe.
    #[error("`{name}` contains {found:?}; letters of any language, digits, `_` and `-` are accepted")]
    Character {
        /// The name.
        name: String,
        /// The first character that was refused.
        found: char,
    },
    /// A dataset name without its schema.
    #[error("`{0}` is not `schema.table`, such as `shop.user`")]
    NotQualified(String),
}

/// Checks one part of a name: letters of any language, digits, `_` and `-`, not starting with `-`.
fn part(text: &str) -> Result<&str, NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text.len() > MAX_NAME_BYTES {
        return Err(NameError::TooLong(text.chars().take(24).collect()));
    }
    let bad = text.char_indices().find(|&(i, c)| !(c.is_alphanumeric() || c == '_' || (c == '-' && i > 0)));
    match bad {
        Some((_, found)) => Err(NameError::Character { name: text.chars().take(64).collect(), found }),
        None => Ok(text),
    }
}

macro_rules! simple_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks and keeps a name.
            pub fn new(text: impl AsRef<str>) -> Result<Self, NameError> {
                part(text.as_ref()).map(|t| Self(t.to_owned()))
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(s: &str) -> Result<Self, NameError> {
                Self::new(s)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(s: String) -> Result<Self, NameError> {
                Self::new(s)
            }
        }

        impl From<$name> for String {
            fn from(n: $name) -> String {
                n.0
            }
        }
    };
}

simple_name!(
    /// A column of a dataset, such as `u_email`. Kept as the source spells it.
    ColumnName
);
simple_name!(
    /// A metric, such as `dau`.
    MetricName
);
simple_name!(
    /// A pipeline, such as `daily`.
    PipelineName
);
simple_name!(
    /// A purpose of use, such as `reporting`.
    PurposeName
);
simple_name!(
    /// Someone who signs in or owns something, such as `kim`.
    PrincipalName
);
simple_name!(
    /// A role, such as `analyst`.
    RoleName
);
simple_name!(
    /// An entry of `[sources]` in `garim.toml`, such as `crm`.
    SourceName
);
simple_name!(
    /// A type of subject, such as `customer`: ids of one type name one population of people.
    SubjectType
);

/// A dataset: a schema and a table, such as `shop.user`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatasetName {
    schema: String,
    table: String,
}

impl DatasetName {
    /// Checks and keeps both parts.
    pub fn new(schema: impl AsRef<str>, table: impl AsRef<str>) -> Result<Self, NameError> {
        Ok(Self { schema: part(schema.as_ref())?.to_owned(), table: part(table.as_ref())?.to_owned() })
    }

    /// The part before the dot.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// The part after the dot.
    pub fn table(&self) -> &str {
        &self.table
    }
}

impl fmt::Display for DatasetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.schema, self.table)
    }
}

impl FromStr for DatasetName {
    type Err = NameError;
    fn from_str(s: &str) -> Result<Self, NameError> {
        match s.split_once('.') {
            Some((schema, table)) => Self::new(schema, table),
            None => Err(NameError::NotQualified(s.chars().take(64).collect())),
        }
    }
}

impl TryFrom<String> for DatasetName {
    type Error = NameError;
    fn try_from(s: String) -> Result<Self, NameError> {
        s.parse()
    }
}

impl From<DatasetName> for String {
    fn from(n: DatasetName) -> String {
        n.to_string()
    }
}

/// A column of a dataset, such as `shop.user.u_email`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnRef {
    /// The dataset.
    pub dataset: DatasetName,
    /// The column in it.
    pub column: ColumnName,
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.dataset, self.column)
    }
}

impl FromStr for ColumnRef {
    type Err = NameError;
    fn from_str(s: &str) -> Result<Self, NameError> {
        let (dataset, column) = s.rsplit_once('.').ok_or_else(|| NameError::NotQualified(s.chars().take(64).collect()))?;
        Ok(Self { dataset: dataset.parse()?, column: ColumnName::new(column)? })
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps an id that the caller made (ids are arguments, as the clock is).
            pub fn new(id: uuid::Uuid) -> Self {
                Self(id)
            }

            /// The id itself.
            pub fn uuid(&self) -> uuid::Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, uuid::Error> {
                s.parse().map(Self)
            }
        }
    };
}

id!(
    /// One run: a pipeline, for one business day, as attempted once.
    RunId
);
id!(
    /// One data subject request.
    RequestId
);

/// The name among `known` that is nearest to `wanted` by edit distance, if it is near enough to be meant.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let limit = (wanted.chars().count() / 3).max(1) + 1;
    known
        .into_iter()
        .map(|k| (edit_distance(wanted, k), k))
        .filter(|&(d, _)| d <= limit)
        .min_by_key(|&(d, k)| (d, k.len()))
        .map(|(_, k)| k.to_owned())
}

/// Levenshtein distance over characters (one row of memory).
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
