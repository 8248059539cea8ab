//! Tables of MySQL and MariaDB, in the text protocol: every value comes as the server writes it, unbuffered.

use futures::TryStreamExt;
use garim_core::{Result, schema::LogicalType};
use garim_ports::SourceQuery;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Decode, MySql, MySqlConnection, Row, ValueRef,
    mysql::{MySqlConnectOptions, MySqlRow},
};

use super::{
    Batches, Reading,
    table::{self, Declared, Dialect},
};
use crate::check::Value;

const COLUMNS: &str = "
    SELECT column_name, data_type
    FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = ?
    ORDER BY ordinal_position";

/// Connects; the session's zone is UTC, so that instants mean the same everywhere.
pub(super) async fn connect(query: &SourceQuery) -> Result<MySqlConnection> {
    let (url, _) = table::place(query)?;
    let url = match url.strip_prefix("mariadb:") {
        Some(rest) => format!("mysql:{rest}"),
        None => url.to_owned(),
    };
    let failed = |e| table::failed(&query.shown_as, &e);
    let options: MySqlConnectOptions = url.parse().map_err(failed)?;
    options.disable_statement_logging().connect().await.map_err(failed)
}

/// The columns of the table.
pub(super) async fn columns(connection: &mut MySqlConnection, query: &SourceQuery) -> Result<Vec<Declared>> {
    let (_, name) = table::place(query)?;
    let rows = sqlx::query(COLUMNS).bind(name).fetch_all(connection).await.map_err(|e| table::failed(&query.shown_as, &e))?;
    // MySQL 8 says these are binary, MariaDB that they are text.
    let text = |row: &MySqlRow, at| String::from_utf8_lossy(bytes(row, at).unwrap_or_default()).into_owned();
    let declared = rows.iter().map(|row| {
        let kind = text(row, 1).to_lowercase();
        Declared { name: text(row, 0), logical: logical(&kind), kind }
    });
    table::required(declared.collect(), name, &query.shown_as)
}

/// The nearest of our types.
pub(super) fn logical(data_type: &str) -> Option<LogicalType> {
    match data_type {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" | "bit" => Some(LogicalType::Integer),
        "float" | "double" => Some(LogicalType::Number),
        "decimal" => Some(LogicalType::Decimal),
        "date" => Some(LogicalType::Date),
        "datetime" | "timestamp" => Some(LogicalType::Timestamp),
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" | "set" | "json" | "time" | "uuid" => {
            Some(LogicalType::String)
        }
        _ => None,
    }
}

/// Reads the table and sends batches.
pub(super) async fn read(query: &SourceQuery, reading: &Reading, batches: &Batches) -> Result<()> {
    let (_, name) = table::place(query)?;
    let mut connection = connect(query).await?;
    let columns = columns(&mut connection, query).await?;
    let sql = Dialect::MySql.select(name, &columns, table::begin(query.from.as_ref(), &columns), None);
    let mut checker = reading.checker();
    checker.begin(&query.shown_as, table::header(query, &columns, reading));
    let mut rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch(&mut connection);
    let mut number = 0;
    while let Some(row) = rows.try_next().await.map_err(|e| table::failed(&query.shown_as, &e))? {
        number += 1;
        checker.row(number, &values(&row, &columns));
        if checker.full() && batches.send(checker.finish()).await.is_err() {
            return Ok(());
        }
    }
    // Nobody listens any more: the stage has ended with an error of its own.
    let _ = batches.send(checker.finish()).await;
    Ok(())
}

/// The row's values by the types that the server declares.
pub(super) fn values<'r>(row: &'r MySqlRow, columns: &[Declared]) -> Vec<Value<'r>> {
    let value = |(at, column): (usize, &Declared)| match (bytes(row, at), column.logical) {
        (None, _) => Value::Null,
        (Some(b), _) if column.kind == "bit" => bits(b),
        (Some(b), Some(LogicalType::Integer)) => integer(b),
        (Some(b), Some(LogicalType::Number)) => real(b),
        (Some(b), Some(LogicalType::Decimal)) => Value::Decimal(b),
        (Some(b), _) => Value::Text(b),
    };
    columns.iter().enumerate().map(value).collect()
}

fn bytes(row: &MySqlRow, at: usize) -> Option<&[u8]> {
    let raw = row.try_get_raw(at).ok()?;
    if raw.is_null() {
        return None;
    }
    <&[u8] as Decode<MySql>>::decode(raw).ok()
}

fn integer(digits: &[u8]) -> Value<'_> {
    let parsed = std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok());
    parsed.map_or(Value::Huge(digits), Value::Integer)
}

fn real(digits: &[u8]) -> Value<'_> {
    let parsed = std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok());
    parsed.map_or(Value::Text(digits), Value::Real)
}

/// `BIT(n)` comes as big-endian bytes.
fn bits(bytes: &[u8]) -> Value<'_> {
    let number = bytes.iter().try_fold(0_i64, |sum, b| sum.checked_mul(256)?.checked_add(i64::from(*b)));
    number.map_or(Value::Text(bytes), Value::Integer)
}
