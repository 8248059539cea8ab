//! One entry of a log, whichever way it was written.

use garim_core::time::Timestamp;

/// What matters of an entry.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entry {
    /// When it was written.
    pub at: Option<Timestamp>,
    /// The role.
    pub user: Option<String>,
    /// The database.
    pub database: Option<String>,
    /// The session's id.
    pub session: String,
    /// `LOG`, `ERROR`, …
    pub severity: String,
    /// The message.
    pub message: String,
    /// Its detail: parameters, or the text of a prepared statement.
    pub detail: String,
    /// The statement that an error is about.
    pub statement: Option<String>,
    /// What kind of process wrote it; older servers do not say.
    pub backend: Option<String>,
    /// Its line.
    pub line: u64,
}
