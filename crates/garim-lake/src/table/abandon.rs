//! Throwing away what a run staged and never published.

use std::{collections::BTreeSet, path::PathBuf};

use garim_core::{
    Result,
    name::{DatasetName, RunId},
};

use super::stored;
use crate::{LocalLake, disk, failure, layout::sidecar_path};

const DOING: &str = "abandoning a staging";

/// Removes the run's data files that the newest version does not name, with their sidecars; and its quarantined rows, if
/// nothing of the run was published (what it quarantined comes again with the next attempt).
pub(crate) async fn abandon(lake: &LocalLake, dataset: &DatasetName, run: RunId) -> Result<()> {
    let _writing = lake.locks().writing(dataset).await;
    let table = stored(lake, dataset).await?;
    let named: BTreeSet<&str> = table.iter().flat_map(|t| t.files()).map(|f| f.path.as_str()).collect();
    let prefix = disk::part_prefix(run);
    let published = named.iter().any(|p| p.split('/').next_back().is_some_and(|name| name.starts_with(&prefix)));

    let keep: BTreeSet<PathBuf> =
        named.iter().flat_map(|p| [lake.table_folder(dataset).join(p), sidecar_path(lake, dataset, p)]).collect();
    let quarantined = format!("-{run}{}", disk::SEALED_SUFFIX);
    for folder in [lake.table_folder(dataset), lake.sealed_folder(dataset)] {
        for path in disk::walk(&folder).map_err(|e| failure::disk(DOING, &e))? {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let staged = name.starts_with(&prefix) && !keep.contains(&path);
            let set_aside =
                !published && path.parent().is_some_and(|p| p.ends_with(disk::QUARANTINE)) && name.ends_with(&quarantined);
            if staged || set_aside {
                disk::remove(&path).map_err(|e| failure::disk(DOING, &e))?;
            }
        }
    }
    Ok(())
}
