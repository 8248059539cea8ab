//! Sidecars: the sealed columns of a data file, row-aligned with it.

use std::path::PathBuf;

use arrow_array::RecordBatch;
use garim_core::{Error, Result, name::DatasetName};
use garim_ports::Vault;

use crate::{LocalLake, disk};

/// The sidecar of a data file that is named relative to the table's folder.
pub(crate) fn sidecar_path(lake: &LocalLake, dataset: &DatasetName, data_file: &str) -> PathBuf {
    lake.sealed_folder(dataset).join(format!("{data_file}{}", disk::SEALED_SUFFIX))
}

/// The sealed columns of a data file, as text, in the file's row order; `None` if it has no sidecar.
pub(crate) async fn open_sidecar(
    lake: &LocalLake,
    dataset: &DatasetName,
    data_file: &str,
    vault: &dyn Vault,
) -> Result<Option<Vec<RecordBatch>>> {
    let _ = (lake, dataset, data_file, vault);
    Err(Error::internal("opening a sealed file", "not there yet"))
}
