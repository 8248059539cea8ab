//! What the index has yet to hear of. Entries are never merged: one that is being read may already be out of date.

use async_trait::async_trait;
use garim_core::Result;
use garim_ports::{Outbox, OutboxEntry};
use sqlx::SqliteConnection;

use crate::convert::failed;

pub(crate) struct OutboxRows<'a>(pub(crate) &'a mut SqliteConnection);

const ADD: &str = "
INSERT INTO outbox (
    subject
)
VALUES ($1)
";

/// Adds an entry in the transaction of the change itself.
pub(crate) async fn tell(conn: &mut SqliteConnection, subject: &str) -> Result<()> {
    sqlx::query(ADD).bind(subject).execute(conn).await.map_err(failed("telling the index"))?;
    Ok(())
}

const PENDING: &str = "
SELECT
    number,
    subject
FROM outbox
ORDER BY number
LIMIT $1
";

const DONE: &str = "
DELETE FROM outbox
WHERE number <= $1
";

#[async_trait]
impl Outbox for OutboxRows<'_> {
    async fn add(&mut self, subject: &str) -> Result<()> {
        tell(self.0, subject).await
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<OutboxEntry>> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as(PENDING).bind(i64::from(limit)).fetch_all(&mut *self.0).await.map_err(failed("reading the outbox"))?;
        Ok(rows.into_iter().map(|(number, subject)| OutboxEntry { number, subject }).collect())
    }

    async fn done(&mut self, up_to: i64) -> Result<()> {
        sqlx::query(DONE).bind(up_to).execute(&mut *self.0).await.map_err(failed("emptying the outbox"))?;
        Ok(())
    }
}
