//! The seven meanings of failure that a caller can act on, free of transport.
//!
//! Messages are lowercase, without a full stop, with input in backticks, and say what would be accepted. They never carry
//! a personal value: what an operator needs beyond them travels in [`Error::Internal`]'s `context`, which no door shows.

use std::fmt;

/// The result of anything that can fail in one of the seven ways.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What was looked for, for "not found" and "already exists".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Entity {
    /// A table under the catalog's care.
    Dataset,
    /// A column of a dataset.
    Column,
    /// A metric definition.
    Metric,
    /// A pipeline.
    Pipeline,
    /// One run of a pipeline's job.
    Run,
    /// A data subject request.
    Request,
    /// A partition of one business day.
    Partition,
    /// Someone who signs in.
    Principal,
    /// A file of the project folder.
    File,
    /// An import of what another system knows.
    Import,
    /// Anything that lineage leads to or from.
    Asset,
    /// A group of assets that are about the same.
    Topic,
    /// A search that somebody keeps.
    SavedSearch,
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dataset => "dataset",
            Self::Column => "column",
            Self::Metric => "metric",
            Self::Pipeline => "pipeline",
            Self::Run => "run",
            Self::Request => "request",
            Self::Partition => "partition",
            Self::Principal => "principal",
            Self::File => "file",
            Self::Import => "import",
            Self::Asset => "asset",
            Self::Topic => "topic",
            Self::SavedSearch => "saved search",
        })
    }
}

/// Why something was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the caller may not know that it does.
    #[error("{entity} `{name}` was not found{}", hint(.nearest))]
    NotFound {
        /// What was looked for.
        entity: Entity,
        /// The name as the caller gave it.
        name: String,
        /// The nearest name that the caller may know of.
        nearest: Option<String>,
    },
    /// It is there already.
    #[error("{entity} `{name}` already exists")]
    AlreadyExists {
        /// What it is.
        entity: Entity,
        /// Its name.
        name: String,
    },
    /// The input breaks a rule; the message says which and what would be accepted.
    #[error("{0}")]
    Invalid(String),
    /// The caller is known and may not.
    #[error("{0}")]
    Forbidden(String),
    /// Something else happened first; trying again after a fresh look may work.
    #[error("{0}")]
    Conflict(String),
    /// Something that we depend on does not answer; trying again later may work.
    #[error("{0}")]
    Unavailable(String),
    /// Our fault. The message is fit for everyone, the context for operators only.
    #[error("{message}")]
    Internal {
        /// What everyone may read.
        message: String,
        /// What only the operator's log shows; no personal values even here.
        context: String,
    },
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default()
}

impl Error {
    /// "Not found" without a suggestion.
    pub fn not_found(entity: Entity, name: impl fmt::Display) -> Self {
        Self::NotFound { entity, name: name.to_string(), nearest: None }
    }

    /// The input breaks a rule.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }

    /// Something else happened first.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict(message.into())
    }

    /// Our fault: what was being done, and what the layer below said.
    pub fn internal(doing: &str, context: impl fmt::Display) -> Self {
        Self::Internal { message: format!("{doing} failed"), context: context.to_string() }
    }

    /// The message with the operator's context, for logs and for the operator's own terminal.
    pub fn for_operator(&self) -> String {
        match self {
            Self::Internal { message, context } => format!("{message}: {context}"),
            other => other.to_string(),
        }
    }
}
