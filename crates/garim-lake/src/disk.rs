//! Folders and files: their names, and making them durable.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use garim_core::{Result, name::RunId, time::Day};

use crate::failure;

/// The folder of Delta tables below the state folder.
pub(crate) const LAKE: &str = "lake";
/// The folder of sealed files below the state folder.
pub(crate) const SEALED: &str = "sealed";
/// The folder of quarantined batches below a dataset's sealed folder.
pub(crate) const QUARANTINE: &str = "quarantine";
/// What a sealed file's name ends with.
pub(crate) const SEALED_SUFFIX: &str = ".sealed";
/// The log below a table's folder.
pub(crate) const LOG: &str = "_delta_log";

/// `dt=20201025`.
pub(crate) fn partition_folder(day: Day) -> String {
    format!("dt={}", day.dt())
}

/// The day of `dt=20201025`.
pub(crate) fn partition_day(folder: &str) -> Option<Day> {
    folder.strip_prefix("dt=")?.parse().ok()
}

/// `part-<run>-3.parquet`.
pub(crate) fn part_name(run: RunId, number: usize) -> String {
    format!("{}{number}.parquet", part_prefix(run))
}

/// What every data file of a run begins with.
pub(crate) fn part_prefix(run: RunId) -> String {
    format!("part-{run}-")
}

/// `20201025-<run>.sealed`, below the quarantine folder.
pub(crate) fn quarantine_name(day: Day, run: RunId) -> String {
    format!("{}-{run}{SEALED_SUFFIX}", day.dt())
}

/// Makes a file's bytes durable.
pub(crate) fn sync_file(path: &Path) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

/// Makes the entries of a folder, and of its parents up to `above` (excluded), durable.
pub(crate) fn sync_folders(folder: &Path, above: &Path) -> io::Result<()> {
    let mut at = Some(folder);
    while let Some(path) = at.filter(|p| p.starts_with(above)) {
        fs::File::open(path)?.sync_all()?;
        at = path.parent();
    }
    Ok(())
}

/// Every file below a folder, at any depth, in order; none where the folder is not there.
pub(crate) fn walk(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = match fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(e),
        };
        for entry in entries {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => folders.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a file; one that is gone already is fine. Says whether it was there.
pub(crate) fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

/// How many sealed files stand below a folder.
pub(crate) fn count_sealed(folder: &Path) -> Result<u64> {
    let files = walk(folder).map_err(|e| failure::disk("listing sealed files", &e))?;
    Ok(files.iter().filter(|p| p.to_string_lossy().ends_with(SEALED_SUFFIX)).count() as u64)
}
