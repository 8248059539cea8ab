//! Leases: who may write into what. The fence grows with every new holding.

use async_trait::async_trait;
use garim_core::{Result, time::Timestamp};
use garim_ports::Leases;
use sqlx::SqliteConnection;

use crate::convert::failed;

pub(crate) struct LeaseRows<'a>(pub(crate) &'a mut SqliteConnection);

/// Prolonging one's own lease keeps the fence; taking one that is free or has run out makes it grow.
const TAKE: &str = "
INSERT INTO leases (
    name,
    holder,
    held_until,
    fence
)
VALUES ($1, $2, $4, 1)
ON CONFLICT (name) DO UPDATE
SET fence = CASE WHEN leases.holder = excluded.holder AND leases.held_until > $3 THEN leases.fence ELSE leases.fence + 1 END,
    holder = excluded.holder,
    held_until = excluded.held_until
WHERE leases.holder = excluded.holder
   OR leases.held_until <= $3
RETURNING fence
";

const HOLDER: &str = "
SELECT
    holder
FROM leases
WHERE name = $1
  AND holder <> ''
";

const RELEASE: &str = "
UPDATE leases
SET holder = '',
    held_until = 0
WHERE name = $1
  AND holder = $2
";

#[async_trait]
impl Leases for LeaseRows<'_> {
    async fn take(&mut self, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<Option<i64>> {
        let taken: Option<(i64,)> = sqlx::query_as(TAKE)
            .bind(name)
            .bind(holder)
            .bind(now.micros())
            .bind(until.micros())
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("taking a lease"))?;
        Ok(taken.map(|(fence,)| fence))
    }

    async fn holder(&mut self, name: &str) -> Result<Option<String>> {
        let row: Option<(String,)> =
            sqlx::query_as(HOLDER).bind(name).fetch_optional(&mut *self.0).await.map_err(failed("reading a lease"))?;
        Ok(row.map(|(holder,)| holder))
    }

    async fn release(&mut self, name: &str, holder: &str) -> Result<()> {
        sqlx::query(RELEASE).bind(name).bind(holder).execute(&mut *self.0).await.map_err(failed("releasing a lease"))?;
        Ok(())
    }
}
