//! The audit log: appended, chained, never changed (triggers refuse it).

use async_trait::async_trait;
use garim_core::{Error, Result, audit::AuditRecord};
use garim_ports::AuditLog;
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, to_json};

pub(crate) struct AuditRows<'a>(pub(crate) &'a mut SqliteConnection);

type Row = (i64, i64, String, String, String);

const LAST_HASH: &str = "
SELECT
    hash
FROM audit_records
ORDER BY number DESC
LIMIT 1
";

const APPEND: &str = "
INSERT INTO audit_records (
    at,
    who,
    body,
    hash
)
VALUES ($1, $2, $3, $4)
";

/// Appends a record in the transaction of what it is about.
pub(crate) async fn append(conn: &mut SqliteConnection, record: &AuditRecord) -> Result<()> {
    let doing = "writing the audit log";
    let last: Option<(String,)> = sqlx::query_as(LAST_HASH).fetch_optional(&mut *conn).await.map_err(failed(doing))?;
    let previous = last.map(|(hash,)| hash).unwrap_or_default();
    sqlx::query(APPEND)
        .bind(record.at.micros())
        .bind(record.who.as_str())
        .bind(to_json(record)?)
        .bind(record.chained(&previous))
        .execute(conn)
        .await
        .map_err(failed(doing))?;
    Ok(())
}

const NEWEST: &str = "
SELECT
    number,
    at,
    who,
    body,
    hash
FROM audit_records
ORDER BY number DESC
LIMIT $1
";

const FROM: &str = "
SELECT
    number,
    at,
    who,
    body,
    hash
FROM audit_records
WHERE number >= $1
ORDER BY number
LIMIT $2
";

#[async_trait]
impl AuditLog for AuditRows<'_> {
    async fn append(&mut self, record: &AuditRecord) -> Result<()> {
        append(self.0, record).await
    }

    async fn newest(&mut self, limit: u32) -> Result<Vec<(i64, AuditRecord, String)>> {
        records(sqlx::query_as(NEWEST).bind(i64::from(limit)).fetch_all(&mut *self.0).await)
    }

    async fn from(&mut self, number: i64, limit: u32) -> Result<Vec<(i64, AuditRecord, String)>> {
        records(sqlx::query_as(FROM).bind(number).bind(i64::from(limit)).fetch_all(&mut *self.0).await)
    }
}

fn records(rows: Result<Vec<Row>, sqlx::Error>) -> Result<Vec<(i64, AuditRecord, String)>, Error> {
    let rows = rows.map_err(failed("reading the audit log"))?;
    let record = |(number, at, who, body, hash): Row| {
        let record: AuditRecord = from_json(&body)?;
        // The columns repeat the body for whoever asks in SQL. Where they say something else, no hash fits.
        let same = record.at.micros() == at && record.who.as_str() == who;
        Ok((number, record, if same { hash } else { String::new() }))
    };
    rows.into_iter().map(record).collect()
}
