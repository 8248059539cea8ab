//! Delta tables: opening, what stands in a version, publishing, and throwing away what was not published.

mod abandon;
mod at;
mod commit;
mod committed;
mod log;
mod manifest;
mod publish;
mod types;

pub use at::{DataFile, TableAt};

pub(crate) use abandon::abandon;
pub(crate) use at::open;
pub(crate) use commit::commit;
pub(crate) use committed::committed;
pub(crate) use log::{checkpoint, log_names, log_version};
pub(crate) use manifest::Manifest;
pub(crate) use publish::{Change, publish, publish_nothing};

use std::path::Path;

use garim_core::{Result, name::DatasetName};

use crate::{LocalLake, failure};

/// The paths that the newest version names, without holding the dataset's files; none if there is no table.
pub(crate) async fn named(folder: &Path) -> Result<Vec<String>> {
    let Some(table) = log::load(folder).await? else { return Ok(Vec::new()) };
    let state = table.snapshot().map_err(|e| failure::delta("opening a table", &e))?;
    Ok(at::files_of(state)?.into_iter().map(|f| f.path).collect())
}

/// The newest version of a dataset's table; `None` if it has none.
pub(crate) async fn stored(lake: &LocalLake, dataset: &DatasetName) -> Result<Option<TableAt>> {
    open(lake, dataset, None).await
}
