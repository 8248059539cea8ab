//! Empties the write-ahead log: what was deleted is then in no file of the database (`secure_delete` zeroes its pages).

use std::time::{Duration, Instant};

use garim_core::{Error, Result};
use sqlx::Row;

use crate::{database::Database, sql::failed};

/// How long readers may keep the log from being emptied before the caller hears of it: longer than any read of ours, and
/// as long as other processes' caches of the subject may live.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// Its first column is 1 if a reader or writer was in the way.
const CHECKPOINT: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Tries until the checkpoint reports that nobody was in the way.
pub(crate) async fn within(database: &Database, patience: Duration) -> Result<()> {
    let begun = Instant::now();
    loop {
        let writers = database.writers.lock().await;
        let mut conn = database.impatient().await?;
        let row = sqlx::query(CHECKPOINT).fetch_one(&mut conn).await.map_err(failed("emptying the vault's log"))?;
        let busy: i64 = row.get(0);
        sqlx::Connection::close(conn).await.map_err(failed("emptying the vault's log"))?;
        drop(writers);
        if busy == 0 {
            return Ok(());
        }
        if begun.elapsed() >= patience {
            return Err(Error::Unavailable("somebody is reading the vault, so that its log cannot be emptied; try again".into()));
        }
        tokio::time::sleep(PAUSE).await;
    }
}
