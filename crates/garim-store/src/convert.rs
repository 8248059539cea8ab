//! Between rows and the core's types, and from a database's failures to the seven meanings.

use std::str::FromStr;

use garim_core::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};

/// SQLite's result codes for "somebody else holds the lock" (`SQLITE_BUSY`, `SQLITE_LOCKED`), without their extensions.
const BUSY_CODES: [i32; 2] = [5, 6];

/// Says what was being done when the database failed. Constraint messages name tables and columns, never values.
pub(crate) fn failed(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Error {
    move |error| match busy(&error) {
        true => Error::Unavailable(format!("{doing}: the catalog is busy; try again")),
        false => Error::internal(doing, error),
    }
}

fn busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(inner) => {
            inner.code().and_then(|c| c.parse::<i32>().ok()).is_some_and(|c| BUSY_CODES.contains(&(c & 0xff)))
        }
        _ => false,
    }
}

/// Whether a unique index refused the row.
pub(crate) fn is_duplicate(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_unique_violation())
}

/// Whether the row that this one belongs to is not there.
pub(crate) fn is_orphan(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_foreign_key_violation())
}

/// A core type as JSON text.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| unreadable("writing", &e))
}

/// A core type from JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| unreadable("reading", &e))
}

/// serde's own message may repeat a value; where it stands says enough.
fn unreadable(doing: &str, error: &serde_json::Error) -> Error {
    let place = format!("{:?} error at {}:{}", error.classify(), error.line(), error.column());
    Error::internal(&format!("{doing} a row of the catalog"), place)
}

/// A checked name, id or day from its text.
pub(crate) fn parsed<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal("reading a row of the catalog", std::any::type_name::<T>()))
}

/// A count that the database keeps as a signed number.
pub(crate) fn count<T: TryFrom<i64>>(number: i64) -> Result<T> {
    T::try_from(number).map_err(|_| Error::internal("reading a row of the catalog", "a number is out of its range"))
}
