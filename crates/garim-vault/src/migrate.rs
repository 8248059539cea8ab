//! Brings the vault's tables up to date. Files are embedded, numbered, and never edited once merged.

use garim_core::{Error, Result, time::Timestamp};
use sqlx::{Connection, SqliteConnection};

use crate::sql::failed;

/// Every migration, in order; its number is its place, from 1.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/vault/sqlite/0001_vault.sql")];

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS vault_migration (
  number     INTEGER PRIMARY KEY,
  applied_at INTEGER NOT NULL
) STRICT";

const NEWEST: &str = "SELECT coalesce(max(number), 0) FROM vault_migration";

const APPLIED: &str = "INSERT INTO vault_migration (number, applied_at) VALUES ($1, $2)";

/// Applies what is missing, in one transaction.
pub(crate) async fn migrate(conn: &mut SqliteConnection, now: Timestamp) -> Result<()> {
    let failed = failed("migrating the vault");
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    sqlx::query(TABLE).execute(&mut *tx).await.map_err(&failed)?;
    let newest: i64 = sqlx::query_scalar(NEWEST).fetch_one(&mut *tx).await.map_err(&failed)?;
    let newest = usize::try_from(newest).unwrap_or_default();
    if newest > MIGRATIONS.len() {
        return Err(Error::invalid("the vault was written by a newer version of garim; use that version"));
    }
    for (at, text) in MIGRATIONS.iter().enumerate().skip(newest) {
        sqlx::raw_sql(*text).execute(&mut *tx).await.map_err(&failed)?;
        let number = i64::try_from(at + 1).unwrap_or(i64::MAX);
        sqlx::query(APPLIED).bind(number).bind(now.micros()).execute(&mut *tx).await.map_err(&failed)?;
    }
    tx.commit().await.map_err(&failed)
}
