//! One connection. URLs may hold passwords: they are in no message.

use std::time::Duration;

use garim_core::{Error, Result};
use serde_json::{Map, Value};
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Connection, MySqlConnection, PgConnection, Row as _, SqliteConnection, TypeInfo,
    ValueRef,
    mysql::{MySqlConnectOptions, MySqlRow},
    postgres::{PgConnectOptions, PgRow, PgValueFormat},
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use crate::input::Row;

/// How long a connection may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which engine it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    MySql,
    Sqlite,
}

/// An open database, in which nothing can be changed.
pub(crate) struct Database {
    inner: Inner,
    /// The name of the database that the connection is in.
    pub name: String,
}

enum Inner {
    Postgres(PgConnection),
    MySql(MySqlConnection),
    Sqlite(SqliteConnection),
}

/// A message without what the driver says of addresses.
fn failed(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(e) => Error::invalid(format!("the database answered: {}", e.message())),
        sqlx::Error::Io(e) => Error::Unavailable(format!("the database does not answer: {}", e.kind())),
        sqlx::Error::Tls(_) => Error::Unavailable("the database's certificate is not accepted".to_owned()),
        sqlx::Error::Configuration(_) => {
            Error::invalid("the database's URL cannot be read; give such as `postgres://user@host/name`")
        }
        _ => Error::Unavailable("the connection to the database failed".to_owned()),
    }
}

async fn in_time<T>(connecting: impl Future<Output = sqlx::Result<T>>) -> Result<T> {
    match tokio::time::timeout(PATIENCE, connecting).await {
        Ok(done) => done.map_err(|e| failed(&e)),
        Err(_) => Err(Error::Unavailable("the database did not answer within 30 seconds".to_owned())),
    }
}

impl Database {
    /// Connects, for reading only.
    pub async fn open(url: &str) -> Result<Self> {
        let (scheme, rest) = url.split_once(':').unwrap_or_default();
        let inner = match scheme {
            "postgres" | "postgresql" => {
                let options: PgConnectOptions = url.parse().map_err(|e| failed(&e))?;
                Inner::Postgres(in_time(options.disable_statement_logging().connect()).await?)
            }
            "mysql" | "mariadb" => {
                let options: MySqlConnectOptions = format!("mysql:{rest}").parse().map_err(|e| failed(&e))?;
                Inner::MySql(in_time(options.disable_statement_logging().connect()).await?)
            }
            "sqlite" => {
                let options: SqliteConnectOptions = url.parse().map_err(|e| failed(&e))?;
                let options = options.read_only(true).create_if_missing(false);
                Inner::Sqlite(in_time(options.disable_statement_logging().connect()).await?)
            }
            _ => {
                return Err(Error::invalid(
                    "the URL is of no database that is read; `postgres:`, `mysql:` and `sqlite:` are accepted",
                ));
            }
        };
        let mut database = Self { inner, name: String::new() };
        database.prepare().await?;
        Ok(database)
    }

    /// Forbids writing, and asks for the name.
    async fn prepare(&mut self) -> Result<()> {
        let (forbid, name) = match self.engine() {
            Engine::Postgres => ("SET default_transaction_read_only = on", "SELECT current_database() AS name"),
            Engine::MySql => ("SET SESSION TRANSACTION READ ONLY", "SELECT DATABASE() AS name"),
            Engine::Sqlite => ("PRAGMA query_only = on", "SELECT 'main' AS name"),
        };
        self.rows(forbid).await?;
        self.name = self.rows(name).await?.first().and_then(|r| r.text(&["name"])).unwrap_or_default();
        Ok(())
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Postgres(_) => Engine::Postgres,
            Inner::MySql(_) => Engine::MySql,
            Inner::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// All rows of a statement, by the lower-case names of its columns. Statements are ours; names within them are quoted.
    pub async fn rows(&mut self, sql: impl Into<String>) -> Result<Vec<Row>> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.into()));
        Ok(match &mut self.inner {
            Inner::Postgres(c) => sql.fetch_all(c).await.map_err(|e| failed(&e))?.iter().map(postgres_row).collect(),
            Inner::MySql(c) => sql.fetch_all(c).await.map_err(|e| failed(&e))?.iter().map(mysql_row).collect(),
            Inner::Sqlite(c) => sql.fetch_all(c).await.map_err(|e| failed(&e))?.iter().map(sqlite_row).collect(),
        })
    }

    /// Whether there is such a table, where the connection looks for short names.
    pub async fn has_table(&mut self, table: &str) -> bool {
        let name = super::name(table, self.engine());
        self.rows(format!("SELECT 1 AS one FROM {name} WHERE 1 = 0")).await.is_ok()
    }

    /// Says goodbye.
    pub async fn close(self) {
        // What was read was read: a connection that does not end well changes nothing.
        let _ = match self.inner {
            Inner::Postgres(c) => c.close().await,
            Inner::MySql(c) => c.close().await,
            Inner::Sqlite(c) => c.close().await,
        };
    }
}

fn row(values: impl Iterator<Item = (String, Option<String>)>) -> Row {
    let map: Map<String, Value> = values.map(|(name, value)| (name, value.map_or(Value::Null, Value::String))).collect();
    Row::of_json(Value::Object(map))
}

/// In the simple protocol every value is text.
fn postgres_row(from: &PgRow) -> Row {
    row(from.columns().iter().enumerate().map(|(at, column)| {
        let value = from.try_get_raw(at).ok().filter(|v| !v.is_null() && v.format() == PgValueFormat::Text);
        (column.name().to_owned(), value.and_then(|v| v.as_str().ok().map(str::to_owned)))
    }))
}

fn mysql_row(from: &MySqlRow) -> Row {
    row(from.columns().iter().enumerate().map(|(at, column)| {
        let value = from.try_get_raw(at).ok().filter(|v| !v.is_null());
        let bytes = value.and_then(|v| <&[u8] as sqlx::Decode<'_, sqlx::MySql>>::decode(v).ok());
        (column.name().to_owned(), bytes.map(|b| String::from_utf8_lossy(b).into_owned()))
    }))
}

fn sqlite_row(from: &SqliteRow) -> Row {
    row(from.columns().iter().enumerate().map(|(at, column)| {
        let Ok(value) = from.try_get_raw(at) else { return (column.name().to_owned(), None) };
        let kind = value.type_info().name().to_owned();
        let text = match kind.as_str() {
            "NULL" => None,
            "INTEGER" | "BOOLEAN" => <i64 as sqlx::Decode<'_, sqlx::Sqlite>>::decode(value).ok().map(|i| i.to_string()),
            "REAL" => <f64 as sqlx::Decode<'_, sqlx::Sqlite>>::decode(value).ok().map(|f| f.to_string()),
            "BLOB" => None,
            _ => <String as sqlx::Decode<'_, sqlx::Sqlite>>::decode(value).ok(),
        };
        (column.name().to_owned(), text)
    }))
}
