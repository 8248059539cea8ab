//! Removing, by file name, what no version may name again: data files, sidecars, stagings, quarantined batches, and the log.
//!
//! A crash between any two steps leaves a table that opens at its newest version; purging again finishes.

mod files;
mod log;

use std::sync::Arc;

use garim_core::{Result, name::DatasetName};
use garim_ports::{Purged, Vault};

use crate::LocalLake;

/// Purges a dataset. Waits for open scans and stagings of it; "try again" if they take too long. Quarantined batches are
/// destroyed whole, with the day's sealing key where nothing sealed remains of the day.
pub(crate) async fn purge(lake: &LocalLake, dataset: &DatasetName, vault: Arc<dyn Vault>) -> Result<Purged> {
    let _writing = lake.locks().writing(dataset).await;
    let _alone = lake.locks().purging(dataset).await?;
    let named = files::named(lake, dataset).await?;
    let files = files::remove(lake, dataset, &named, &*vault).await?;
    let (version, log_files) = log::cut(&lake.table_folder(dataset)).await?;
    Ok(Purged { version, files, log_files })
}
