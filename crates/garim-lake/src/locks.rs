//! Who may touch a dataset's files at the same time: many scans, one writer, or one purge alone.
//!
//! In-process only. Between processes the store's leases keep writers and purges apart.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use garim_core::{Error, Result, name::DatasetName};
use tokio::sync::{OwnedMutexGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// How long a purge waits for open scans before it says "try again": long enough for an ordinary query, short enough for a
/// person who waits.
const PURGE_PATIENCE: Duration = Duration::from_secs(30);

/// How often a waiting purge looks again. It polls instead of queueing, since a queued writer would block new readers, and a
/// reader that needs a second look at a table that it holds already would wait for itself.
const PURGE_POLL: Duration = Duration::from_millis(20);

/// Keeps a dataset's files from being purged.
pub(crate) type Reading = Arc<OwnedRwLockReadGuard<()>>;

#[derive(Debug, Default)]
pub(crate) struct Locks {
    datasets: Mutex<HashMap<DatasetName, DatasetLock>>,
}

#[derive(Debug, Clone, Default)]
struct DatasetLock {
    files: Arc<RwLock<()>>,
    log: Arc<tokio::sync::Mutex<()>>,
}

impl Locks {
    fn of(&self, dataset: &DatasetName) -> DatasetLock {
        let mut datasets = self.datasets.lock().unwrap_or_else(PoisonError::into_inner);
        datasets.entry(dataset.clone()).or_default().clone()
    }

    /// Files of the dataset stay while the result lives.
    pub(crate) async fn reading(&self, dataset: &DatasetName) -> Reading {
        Arc::new(self.of(dataset).files.read_owned().await)
    }

    /// Nobody else writes the dataset's log while the result lives.
    pub(crate) async fn writing(&self, dataset: &DatasetName) -> OwnedMutexGuard<()> {
        self.of(dataset).log.lock_owned().await
    }

    /// Nobody reads or stages while the result lives; "try again" if somebody does for too long.
    pub(crate) async fn purging(&self, dataset: &DatasetName) -> Result<OwnedRwLockWriteGuard<()>> {
        let files = self.of(dataset).files;
        let polls = PURGE_PATIENCE.as_millis() / PURGE_POLL.as_millis();
        for _ in 0..polls {
            if let Ok(guard) = files.clone().try_write_owned() {
                return Ok(guard);
            }
            tokio::time::sleep(PURGE_POLL).await;
        }
        Err(Error::Unavailable(format!("`{dataset}` is being read; try again when open queries have ended")))
    }
}
