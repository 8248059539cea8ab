//! Connections: two that write, behind one lock, and a few that read.

use std::{fs::OpenOptions, io::ErrorKind, os::unix::fs::OpenOptionsExt, path::Path, time::Duration};

use garim_core::{Error, Result, time::Timestamp};
use sqlx::{
    ConnectOptions, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::Mutex;

use crate::{migrate::migrate, sql::failed};

/// How long a statement waits for another process's write: longer than any one transaction of ours.
const BUSY: Duration = Duration::from_secs(30);

/// Pages kept in memory by a writer: 384 MiB (in KiB, as the pragma wants it): lookups and the index of pseudonyms of a million
/// subjects, which are met in random order, and their keys, of which a page holds some thirty.
const WRITER_CACHE: &str = "-393216";

/// Pages in the log before they go to the main file: 128 MiB, so that pages hit by many batches are copied once.
const CHECKPOINT_PAGES: &str = "32768";

/// Prepared statements kept: each shape exists in a few sizes (see `sql::spans`).
const STATEMENTS: usize = 256;

/// Readers at once.
const READERS: u32 = 4;

/// The two connections that write.
pub(crate) struct Writers {
    /// For runs: survives a killed process; a power cut may take what [`Database::sync`] has not confirmed.
    pub(crate) bulk: SqliteConnection,
    /// For requests and for `sync`: what it commits survives a power cut, and everything committed before it too.
    pub(crate) careful: SqliteConnection,
}

/// The vault's database.
pub(crate) struct Database {
    options: SqliteConnectOptions,
    /// Whoever holds it is the only writer of this process.
    pub(crate) writers: Mutex<Writers>,
    /// Short reads only: an open reader keeps the log from being emptied.
    pub(crate) readers: SqlitePool,
}

impl Database {
    /// Opens or makes the file, and brings its tables up to date.
    pub(crate) async fn open(path: &Path, now: Timestamp) -> Result<Self> {
        let failed = failed("opening the vault");
        owner_only(path).map_err(|e| Error::internal("opening the vault", e))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY")
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging();
        let mut careful = options.connect().await.map_err(&failed)?;
        migrate(&mut careful, now).await?;
        let bulk = options.clone().synchronous(SqliteSynchronous::Normal).pragma("cache_size", WRITER_CACHE);
        let bulk = bulk.row_buffer_size(1024).connect().await.map_err(&failed)?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options.clone());
        Ok(Self { options, writers: Mutex::new(Writers { bulk, careful }), readers })
    }

    /// A connection of its own that hardly waits, for the checkpoint.
    pub(crate) async fn impatient(&self) -> Result<SqliteConnection> {
        self.options.clone().busy_timeout(Duration::from_millis(100)).connect().await.map_err(failed("opening the vault"))
    }

    /// After this, everything that was committed survives a power cut: a small commit that waits for the disk takes all
    /// earlier entries of the same log with it.
    pub(crate) async fn sync(&self) -> Result<()> {
        const SYNC: &str = "UPDATE meta SET number = number + 1 WHERE name = 'synced'";
        let mut writers = self.writers.lock().await;
        sqlx::query(SYNC).execute(&mut writers.careful).await.map_err(failed("syncing the vault"))?;
        Ok(())
    }
}

/// Makes the file for its owner's eyes; SQLite gives its log the same mode.
fn owner_only(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}
