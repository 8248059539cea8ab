//! Data files, sidecars, stagings and quarantined batches.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use garim_core::{Result, name::DatasetName, time::Day};
use garim_ports::Vault;

use crate::{LocalLake, disk, failure, layout::sidecar_path, table};

const DOING: &str = "purging a dataset";

/// Every path that stays: the newest version's data files and their sidecars.
pub(super) async fn named(lake: &LocalLake, dataset: &DatasetName) -> Result<BTreeSet<PathBuf>> {
    let paths = table::named(&lake.table_folder(dataset)).await?;
    let keep = |path: &String| [lake.table_folder(dataset).join(path), sidecar_path(lake, dataset, path)];
    Ok(paths.iter().flat_map(keep).collect())
}

/// Removes every other file of the dataset but its log, and says how many. A day's sealing key goes first, where nothing
/// sealed of the day stays: should we die in between, what is left over is unreadable already, and is found again.
pub(super) async fn remove(lake: &LocalLake, dataset: &DatasetName, keep: &BTreeSet<PathBuf>, vault: &dyn Vault) -> Result<u64> {
    let sealed_folder = lake.sealed_folder(dataset);
    let table_folder = lake.table_folder(dataset);
    let log = table_folder.join(disk::LOG);
    let sealed = disk::walk(&sealed_folder).map_err(|e| failure::disk(DOING, &e))?;
    let data = disk::walk(&table_folder).map_err(|e| failure::disk(DOING, &e))?;

    for day in orphaned(&sealed, keep) {
        vault.destroy_seal(dataset, day).await?;
    }
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for path in sealed.iter().chain(data.iter().filter(|p| !p.starts_with(&log))).filter(|p| !keep.contains(*p)) {
        removed += u64::from(disk::remove(path).map_err(|e| failure::disk(DOING, &e))?);
        folders.extend(path.parent().map(Path::to_owned));
    }
    for folder in folders {
        // A day without files keeps no folder; one that still has some refuses to go, which is right.
        let above = folder.parent().unwrap_or(&folder).to_owned();
        let synced = match folder != table_folder && folder != sealed_folder && std::fs::remove_dir(&folder).is_ok() {
            true => &above,
            false => &folder,
        };
        disk::sync_folders(synced, synced).map_err(|e| failure::disk(DOING, &e))?;
    }
    Ok(removed)
}

/// Days with sealed files of which none stays.
fn orphaned(sealed: &[PathBuf], keep: &BTreeSet<PathBuf>) -> BTreeSet<Day> {
    let staying: BTreeSet<Day> = sealed.iter().filter(|p| keep.contains(*p)).filter_map(|p| sealed_day(p)).collect();
    sealed.iter().filter_map(|p| sealed_day(p)).filter(|day| !staying.contains(day)).collect()
}

/// The day of `dt=20201025/part-….sealed` and of `quarantine/20201025-….sealed`.
fn sealed_day(path: &Path) -> Option<Day> {
    let folder = path.parent()?.file_name()?.to_str()?;
    match folder == disk::QUARANTINE {
        true => path.file_name()?.to_str()?.get(..8)?.parse().ok(),
        false => disk::partition_day(folder),
    }
}
