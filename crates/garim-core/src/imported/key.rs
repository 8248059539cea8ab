//! Names that other systems give. They are not ours to judge: only empty, endless and unprintable ones are refused.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest namespace, in bytes: a connection's scheme, host and port with room to spare.
pub const MAX_NAMESPACE_BYTES: usize = 512;
/// Longest name within a namespace, in bytes: object stores allow paths of 1,024.
pub const MAX_KEY_BYTES: usize = 2_048;

/// Why another system's name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was given.
    #[error("a {0} is empty; give at least one character")]
    Empty(&'static str),
    /// Too many bytes.
    #[error("a {what} has {bytes} bytes; up to {most} are accepted")]
    TooLong {
        /// Which part.
        what: &'static str,
        /// How many it has.
        bytes: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A character that cannot be shown.
    #[error("a {0} contains a control character; printable text is accepted")]
    Unprintable(&'static str),
}

fn checked(what: &'static str, text: &str, most: usize) -> Result<String, KeyError> {
    if text.trim().is_empty() {
        return Err(KeyError::Empty(what));
    }
    if text.len() > most {
        return Err(KeyError::TooLong { what, bytes: text.len(), most });
    }
    if text.chars().any(char::is_control) {
        return Err(KeyError::Unprintable(what));
    }
    Ok(text.to_owned())
}

/// What keys are made from when they are read back: both parts, to be checked again.
#[derive(Deserialize)]
struct Unchecked {
    namespace: String,
    name: String,
}

macro_rules! key {
    ($(#[$doc:meta])* $key:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "Unchecked")]
        pub struct $key {
            namespace: String,
            name: String,
        }

        impl $key {
            /// Checks and keeps both parts.
            pub fn new(namespace: impl AsRef<str>, name: impl AsRef<str>) -> Result<Self, KeyError> {
                Ok(Self {
                    namespace: checked("namespace", namespace.as_ref(), MAX_NAMESPACE_BYTES)?,
                    name: checked($what, name.as_ref(), MAX_KEY_BYTES)?,
                })
            }

            /// The system.
            pub fn namespace(&self) -> &str {
                &self.namespace
            }

            /// The name within it.
            pub fn name(&self) -> &str {
                &self.name
            }
        }

        impl fmt::Display for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}/{}", self.namespace, self.name)
            }
        }

        impl TryFrom<Unchecked> for $key {
            type Error = KeyError;
            fn try_from(u: Unchecked) -> Result<Self, KeyError> {
                Self::new(u.namespace, u.name)
            }
        }
    };
}

key!(
    /// A dataset of another system: `warehouse` and `shop.public.orders`. Parts are joined by dots, as OpenLineage has it.
    DatasetKey,
    "dataset's name"
);
key!(
    /// A job of another system: `airflow` and `daily.load_orders`.
    JobKey,
    "job's name"
);
key!(
    /// A dashboard of another system: `superset` and `12`.
    DashboardKey,
    "dashboard's id"
);

impl DatasetKey {
    /// From a name in parts. A part that holds a dot or a quote is quoted, so that no two tables share a name.
    pub fn of_parts<S: AsRef<str>>(namespace: &str, parts: &[S]) -> Result<Self, KeyError> {
        let quoted = |part: &S| match part.as_ref() {
            p if p.contains(['.', '"']) => format!("\"{}\"", p.replace('"', "\"\"")),
            p => p.to_owned(),
        };
        Self::new(namespace, parts.iter().map(quoted).collect::<Vec<_>>().join("."))
    }

    /// A column of it.
    pub fn column(&self, name: impl Into<String>) -> ColumnKey {
        ColumnKey { dataset: self.clone(), column: name.into() }
    }
}

/// A column of another system's dataset. `*` stands for all columns of a table whose columns were not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnKey {
    /// The dataset.
    pub dataset: DatasetKey,
    /// The column, as its source spells it.
    pub column: String,
}

impl fmt::Display for ColumnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.dataset, self.column)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn parts_with_dots_do_not_meet() {
        let one = DatasetKey::of_parts("w", &["a.b", "c"]).unwrap();
        let other = DatasetKey::of_parts("w", &["a", "b.c"]).unwrap();
        assert_eq!((one.name(), other.name()), ("\"a.b\".c", "a.\"b.c\""));
    }

    #[test]
    fn empty_endless_and_unprintable_names_are_refused_also_when_read_back() {
        assert_eq!(DatasetKey::new("w", " "), Err(KeyError::Empty("dataset's name")));
        assert_eq!(JobKey::new("w", "a\u{0}b"), Err(KeyError::Unprintable("job's name")));
        assert!(matches!(DatasetKey::new("w", "x".repeat(MAX_KEY_BYTES + 1)), Err(KeyError::TooLong { .. })));
        assert!(serde_json::from_str::<DatasetKey>(r#"{"namespace":"","name":"a"}"#).is_err());
    }
}
