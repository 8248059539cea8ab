//! Cutting the log, so that no removed path, old Add or tombstone remains.

use std::path::Path;

use garim_core::{Error, Result};

use crate::{disk, failure, table};

const DOING: &str = "cutting a table's log";

/// Commits nothing as version V, writes a checkpoint of it and removes everything below, also what writers left behind. Says
/// V and how many files went; (0, 0) where there is no table.
pub(super) async fn cut(folder: &Path) -> Result<(i64, u64)> {
    if table::log_names(folder)?.is_empty() {
        return Ok((0, 0));
    }
    let wanted = table::publish_nothing(folder).await?;
    let version = table::checkpoint(folder).await?;
    if version != wanted {
        return Err(Error::conflict("another process wrote during the purge; try again"));
    }
    let log = folder.join(disk::LOG);
    let mut removed = 0;
    for path in disk::walk(&log).map_err(|e| failure::disk(DOING, &e))? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !stays(&name, version.unsigned_abs()) {
            removed += u64::from(disk::remove(&path).map_err(|e| failure::disk(DOING, &e))?);
        }
    }
    disk::sync_folders(&log, &log).map_err(|e| failure::disk(DOING, &e))?;
    Ok((version, removed))
}

/// The entry and the checkpoint of V and of what another process adds above it, and the pointer to the checkpoint.
fn stays(name: &str, version: u64) -> bool {
    let whole = name == "_last_checkpoint" || name.ends_with(".json") || name.ends_with(".checkpoint.parquet");
    let compacted = name.ends_with(".compacted.json");
    match table::log_version(name) {
        None => name == "_last_checkpoint",
        Some(at) => at >= version && whole && !compacted,
    }
}

#[cfg(test)]
mod tests {
    use super::stays;

    #[test]
    fn only_the_new_checkpoint_and_what_follows_stays() {
        let names = [
            ("_last_checkpoint", true),
            ("00000000000000000007.json", true),
            ("00000000000000000007.checkpoint.parquet", true),
            ("00000000000000000008.json", true),
            ("00000000000000000006.json", false),
            ("00000000000000000006.checkpoint.parquet", false),
            ("00000000000000000007.crc", false),
            ("00000000000000000000.00000000000000000007.compacted.json", false),
            ("00000000000000000007.json#1", false),
            ("_commit_abc.json.tmp", false),
        ];
        for (name, expected) in names {
            assert_eq!(stays(name, 7), expected, "{name}");
        }
    }
}
