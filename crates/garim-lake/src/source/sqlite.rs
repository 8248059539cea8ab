//! Tables of an SQLite file, opened read-only. Its values carry types of their own, which are judged one by one.

use std::path::Path;

use futures::TryStreamExt;
use garim_core::{Error, Result, schema::LogicalType};
use garim_ports::SourceQuery;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Decode, Row, Sqlite, SqliteConnection, TypeInfo, ValueRef,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use super::{
    Batches, Reading,
    table::{self, Declared, Dialect},
};
use crate::check::Value;

/// Rows that SQLite's thread may be ahead: enough that the two rarely wait for each other.
const ROWS_AHEAD: usize = 4_096;

const COLUMNS: &str = "SELECT name, type FROM pragma_table_xinfo($1) WHERE hidden <> 1 ORDER BY cid";
const ENCODING: &str = "PRAGMA encoding";

/// Opens the file of a `sqlite:` address, read-only; nothing is made.
pub(super) async fn connect(query: &SourceQuery) -> Result<SqliteConnection> {
    let (url, _) = table::place(query)?;
    let path = url.trim_start_matches("sqlite:");
    let path = path.strip_prefix("//").unwrap_or(path);
    if !Path::new(path).is_file() {
        return Err(Error::Unavailable(format!("source `{}` cannot be read: there is no such file", query.shown_as)));
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .create_if_missing(false)
        .row_buffer_size(ROWS_AHEAD)
        .disable_statement_logging();
    let failed = |e| table::failed(&query.shown_as, &e);
    let mut connection = options.connect().await.map_err(failed)?;
    let encoding: String = sqlx::query_scalar(ENCODING).fetch_one(&mut connection).await.map_err(failed)?;
    if encoding != "UTF-8" {
        return Err(Error::invalid(format!("source `{}` is stored in {encoding}; UTF-8 is accepted", query.shown_as)));
    }
    Ok(connection)
}

/// The columns of the table.
pub(super) async fn columns(connection: &mut SqliteConnection, query: &SourceQuery) -> Result<Vec<Declared>> {
    let (_, name) = table::place(query)?;
    let rows: Vec<(String, String)> =
        sqlx::query_as(COLUMNS).bind(name).fetch_all(connection).await.map_err(|e| table::failed(&query.shown_as, &e))?;
    let declared = rows.into_iter().map(|(name, kind)| {
        let kind = kind.to_lowercase();
        Declared { name, logical: affinity(&kind), kind }
    });
    table::required(declared.collect(), name, &query.shown_as)
}

/// By SQLite's own rules of affinity, and the words that people use for types that it does not have.
pub(super) fn affinity(declared: &str) -> Option<LogicalType> {
    let has = |word: &str| declared.contains(word);
    match declared {
        _ if has("int") => Some(LogicalType::Integer),
        _ if has("char") || has("clob") || has("text") => Some(LogicalType::String),
        _ if has("real") || has("floa") || has("doub") => Some(LogicalType::Number),
        _ if has("decimal") || has("numeric") => Some(LogicalType::Decimal),
        _ if has("bool") => Some(LogicalType::Boolean),
        _ => None,
    }
}

/// Reads the table and sends batches.
pub(super) async fn read(query: &SourceQuery, reading: &Reading, batches: &Batches) -> Result<()> {
    let (_, name) = table::place(query)?;
    let mut connection = connect(query).await?;
    // SQLite holds a value of any type in any column: declared types decide nothing here.
    let columns: Vec<Declared> =
        columns(&mut connection, query).await?.into_iter().map(|c| Declared { logical: None, ..c }).collect();
    let sql = Dialect::Sqlite.select(name, &columns, table::begin(query.from.as_ref(), &columns), None);
    let mut checker = reading.checker();
    checker.begin(&query.shown_as, table::header(query, &columns, reading));
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut connection);
    let mut number = 0;
    while let Some(row) = rows.try_next().await.map_err(|e| table::failed(&query.shown_as, &e))? {
        number += 1;
        checker.row(number, &values(&row, columns.len()));
        if checker.full() && batches.send(checker.finish()).await.is_err() {
            return Ok(());
        }
    }
    // Nobody listens any more: the stage has ended with an error of its own.
    let _ = batches.send(checker.finish()).await;
    Ok(())
}

/// The row's values as SQLite holds them.
pub(super) fn values(row: &SqliteRow, columns: usize) -> Vec<Value<'_>> {
    (0..columns).map(|at| value(row, at)).collect()
}

fn value(row: &SqliteRow, at: usize) -> Value<'_> {
    let Ok(raw) = row.try_get_raw(at) else { return Value::Null };
    if raw.is_null() {
        return Value::Null;
    }
    let kind = raw.type_info().into_owned();
    match kind.name() {
        "INTEGER" => <i64 as Decode<Sqlite>>::decode(raw).map_or(Value::Null, Value::Integer),
        "REAL" => <f64 as Decode<Sqlite>>::decode(raw).map_or(Value::Null, Value::Real),
        _ => <&[u8] as Decode<Sqlite>>::decode(raw).map_or(Value::Null, Value::Text),
    }
}
