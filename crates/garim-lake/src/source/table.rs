//! What tables of databases have in common: quoting, the one statement that is sent, errors that tell nothing secret.

use garim_core::{
    Error, Result,
    name::ColumnName,
    schema::{Contradiction, LogicalType, Reason, SchemaVersion},
};
use garim_ports::{SourceLocation, SourceQuery};

use super::Reading;
use crate::check::{Header, vanished};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    MySql,
}

/// A column of a table, as the database declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) name: String,
    /// The database's own word, in lower case.
    pub(super) kind: String,
    /// The nearest of ours.
    pub(super) logical: Option<LogicalType>,
}

impl Dialect {
    /// By the URL's scheme; the rest of it is never shown.
    pub(super) fn of(url: &str, shown_as: &str) -> Result<Self> {
        match url.split(':').next() {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("mysql" | "mariadb") => Ok(Self::MySql),
            _ => Err(Error::invalid(format!("source `{shown_as}` is not a `sqlite:` or `mysql:` address"))),
        }
    }

    /// A name as SQL reads it, whatever is in it.
    pub(super) fn quote(self, name: &str) -> String {
        match self {
            Self::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::MySql => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// Rows at or after an instant, by a column of digits. Texts of the same length compare as numbers do; others and
    /// nulls come too, and the stage judges them.
    fn since(self, column: &str, from: i64) -> String {
        let (text, length) = match self {
            Self::Sqlite => (format!("CAST({} AS TEXT)", self.quote(column)), "length"),
            Self::MySql => (format!("CAST({} AS CHAR)", self.quote(column)), "char_length"),
        };
        let digits = from.max(0).to_string();
        format!(" WHERE {text} >= '{digits}' OR {length}({text}) <> {} OR {} IS NULL", digits.len(), self.quote(column))
    }

    /// The one statement: names are quoted, numbers are ours.
    pub(super) fn select(self, table: &str, columns: &[Declared], from: Option<(&str, i64)>, limit: Option<usize>) -> String {
        let list = columns.iter().map(|c| self.quote(&c.name)).collect::<Vec<_>>().join(", ");
        let mut sql = format!("SELECT {list} FROM {}", self.quote(table));
        sql.extend(from.map(|(column, at)| self.since(column, at)));
        sql.extend(limit.map(|rows| format!(" LIMIT {rows}")));
        sql
    }
}

/// The connection and the table of a query.
pub(super) fn place(query: &SourceQuery) -> Result<(&str, &str)> {
    match &query.location {
        SourceLocation::Table { url, table } => Ok((url, table)),
        SourceLocation::Csv { .. } => Err(Error::internal("reading a table", "the source is files")),
    }
}

/// Where a statement is to begin, if the table has that column.
pub(super) fn begin<'a>(from: Option<&'a (ColumnName, i64)>, columns: &[Declared]) -> Option<(&'a str, i64)> {
    from.filter(|(column, _)| columns.iter().any(|c| c.name == column.as_str())).map(|(column, at)| (column.as_str(), *at))
}

/// The table's columns against the schema.
pub(super) fn header(query: &SourceQuery, columns: &[Declared], reading: &Reading) -> Header {
    let shown = &query.shown_as;
    let names = columns.iter().map(|c| c.name.clone()).collect();
    let mut header = Header::new(shown, names, &reading.schema);
    header.contradictions.extend(vanished(shown, &header, &reading.schema, &reading.ever_present));
    header.contradictions.extend(changed(shown, columns, &header, &reading.schema));
    header
}

/// Columns whose declared type can hold no value of the registered one.
fn changed(shown: &str, columns: &[Declared], header: &Header, schema: &SchemaVersion) -> Vec<Contradiction> {
    let registered = schema.schema.columns.iter().zip(&header.places);
    let declared = registered.filter_map(|(column, place)| Some((column, columns.get((*place)?)?)));
    let wrong = declared.filter(|(column, declared)| {
        use LogicalType as L;
        match declared.logical {
            Some(L::Integer | L::Number | L::Decimal) => matches!(column.logical, L::String | L::Date | L::Timestamp),
            Some(L::Date | L::Timestamp) => !matches!(column.logical, L::Date | L::Timestamp),
            _ => false,
        }
    });
    wrong
        .map(|(column, declared)| Contradiction {
            file: shown.to_owned(),
            row: None,
            column: Some(declared.name.clone()),
            reason: Reason::ColumnChangedType { expected: column.logical.as_str().to_owned(), found: declared.kind.clone() },
        })
        .collect()
}

/// A table that has no columns is not there.
pub(super) fn required(columns: Vec<Declared>, table: &str, shown_as: &str) -> Result<Vec<Declared>> {
    if columns.is_empty() {
        return Err(Error::invalid(format!("source `{shown_as}` has no table `{table}` that this user may read")));
    }
    Ok(columns)
}

/// What went wrong with a database, without its own words: they may hold the address, values or the statement.
pub(super) fn failed(shown_as: &str, error: &sqlx::Error) -> Error {
    let why = match error {
        sqlx::Error::Configuration(_) => "its address is not a connection URL".to_owned(),
        sqlx::Error::Io(e) => format!("no connection ({})", e.kind()),
        sqlx::Error::Tls(_) => "no secure connection".to_owned(),
        sqlx::Error::Database(e) => match e.code() {
            Some(code) => format!("the database refused (code {code})"),
            None => "the database refused".to_owned(),
        },
        _ => "the connection broke off".to_owned(),
    };
    Error::Unavailable(format!("source `{shown_as}` cannot be read: {why}"))
}
