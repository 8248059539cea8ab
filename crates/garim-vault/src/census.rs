//! What the vault holds, by kind: numbers only.

use garim_core::Result;
use sqlx::Row;

use crate::{local::LocalVault, sql::failed};

/// The inner grouping runs in key order, so that nothing is sorted but the few kinds.
const CENSUS: &str = "
SELECT kind, count(*), sum(held)
FROM (SELECT subject, kind, count(*) AS held FROM value GROUP BY subject, kind) AS by_subject
GROUP BY kind
ORDER BY kind";

impl LocalVault {
    /// (kind, subjects, values).
    pub(crate) async fn count_kinds(&self) -> Result<Vec<(String, u64, u64)>> {
        let rows =
            sqlx::query(CENSUS).fetch_all(&self.database.readers).await.map_err(failed("counting what the vault holds"))?;
        Ok(rows.iter().map(|r| (r.get(0), r.get::<i64, _>(1).unsigned_abs(), r.get::<i64, _>(2).unsigned_abs())).collect())
    }
}
