//! The doors: one parsed statement, or a script.

use sqlparser::ast::Statement;

use crate::{Analysis, Dialect, Schemas, analyser::Analyser, fingerprint, script};

/// Analyses a statement that the caller has parsed, within limits of its own ([`crate::limits::check`]).
pub fn analyse(statement: &Statement, dialect: Dialect, schemas: &dyn Schemas) -> Analysis {
    let mut analyser = Analyser::new(dialect, None, schemas);
    let kind = analyser.statement(statement);
    analyser.finish(kind, fingerprint::of_statement(statement, dialect))
}

/// Analyses a script: its statements in order, each with what the ones before it made. `default_schema` completes names of
/// one part. What cannot be parsed is `Failed`, with a token-level fingerprint; the others are not affected.
pub fn analyse_text(sql: &str, dialect: Dialect, default_schema: Option<&str>, schemas: &dyn Schemas) -> Vec<Analysis> {
    script::run(sql, dialect, default_schema, schemas, true)
}
