//! Opening the catalog: one connection that writes, several that read.

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use garim_core::{Error, Result};
use garim_ports::{Store, Tx};
use sqlx::{
    SqlSafeStr, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    convert::failed,
    people::{self, PeopleKey},
    tx::SqliteTx,
};

/// How long a writer waits for another process (a command beside a running server) before it gives up: transactions are
/// short, so a longer wait means that something hangs.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait before a catalog that is being made is opened again.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// How long a writer waits for others of this process; a little longer, since each of them may wait as above.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);

/// Connections that read. More would not be faster on the few cores that this is meant for.
const READERS: u32 = 8;

/// The migrations, oldest first: (version, what it does, its text). Never edited once merged.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "catalog", include_str!("../../../migrations/catalog/sqlite/0001_catalog.sql")),
    (2, "endorsements", include_str!("../../../migrations/catalog/sqlite/0002_endorsements.sql")),
    (3, "recomputed values", include_str!("../../../migrations/catalog/sqlite/0003_recomputed_values.sql")),
    (4, "imports", include_str!("../../../migrations/catalog/sqlite/0004_imports.sql")),
    (5, "discovery", include_str!("../../../migrations/catalog/sqlite/0005_discovery.sql")),
];

const TRUNCATE_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// A deferred transaction sees the database as of its first read; so we read at once.
const FIX_SNAPSHOT: &str = "
SELECT
    count(*)
FROM meta
";

/// The catalog in one SQLite file.
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
    people: Arc<PeopleKey>,
}

impl SqliteStore {
    /// Opens the catalog at `path`; makes it, readable by its owner only, and migrates it where needed.
    ///
    /// # Errors
    /// `Unavailable` if another process holds it for longer than ten seconds, `Internal` if it cannot be opened or was
    /// written by a newer version.
    pub async fn open(path: &Path) -> Result<Self> {
        // While one process turns a new file to WAL, SQLite tells others that it is busy at once, whatever the timeout.
        for _ in 0..BUSY_TIMEOUT.as_millis() / LOOK_AGAIN.as_millis() {
            match Self::try_open(path).await {
                Err(Error::Unavailable(_)) => tokio::time::sleep(LOOK_AGAIN).await,
                opened => return opened,
            }
        }
        Self::try_open(path).await
    }

    async fn try_open(path: &Path) -> Result<Self> {
        private_file(path).map_err(|e| Error::internal("opening the catalog", e))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("secure_delete", "ON");
        let writer = pool(1).connect_with(options.clone()).await.map_err(failed("opening the catalog"))?;
        migrate(&writer).await?;
        let people = Arc::new(people::key(&writer).await?);
        let readers = pool(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { writer, readers, people })
    }

    /// Closes every connection; what is not committed is rolled back.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false)
}

/// Makes the file before SQLite does, so that it and its log never stand open to other users of the machine.
fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

/// Two processes that open a catalog at once race for each migration; the one that lost finds it applied when it looks again.
async fn migrate(writer: &SqlitePool) -> Result<()> {
    let migrations = MIGRATIONS
        .iter()
        .map(|&(version, what, text)| Migration::new(version, what.into(), MigrationType::Simple, text.into_sql_str(), false));
    let migrator = Migrator::with_migrations(migrations.collect());
    for _ in MIGRATIONS {
        if migrator.run(writer).await.is_ok() {
            return Ok(());
        }
    }
    migrator.run(writer).await.map_err(|e| Error::internal("migrating the catalog", e))
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn Tx>> {
        let tx = self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed("beginning a transaction"))?;
        Ok(Box::new(SqliteTx::new(tx, self.people.clone())))
    }

    async fn read(&self) -> Result<Box<dyn Tx>> {
        let mut tx = self.readers.begin_with("BEGIN DEFERRED").await.map_err(failed("beginning to read"))?;
        sqlx::query(FIX_SNAPSHOT).execute(&mut *tx).await.map_err(failed("beginning to read"))?;
        Ok(Box::new(SqliteTx::new(tx, self.people.clone())))
    }

    async fn compact(&self) -> Result<()> {
        let (busy, _, _): (i64, i64, i64) =
            sqlx::query_as(TRUNCATE_LOG).fetch_one(&self.writer).await.map_err(failed("truncating the catalog's log"))?;
        match busy {
            0 => Ok(()),
            _ => Err(Error::Unavailable("the catalog's log is still being read; try again".to_owned())),
        }
    }
}
