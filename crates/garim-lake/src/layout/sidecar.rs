//! Sidecars: the sealed columns of a data file as an Arrow stream, row-aligned with it, sealed as it is written.

use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use deltalake_core::arrow::ipc::{reader::StreamReader, writer::StreamWriter};
use garim_core::{Error, Result, name::DatasetName, time::Day};
use garim_ports::{SealScope, Vault};

use super::{Place, SealedWriter};
use crate::{LocalLake, disk, failure};

const WRITING: &str = "writing a sealed file";
const OPENING: &str = "opening a sealed file";

/// Writes one sidecar; plain text stays in memory, at most a batch and a chunk of it.
pub(crate) struct SidecarWriter {
    stream: StreamWriter<Vec<u8>>,
    file: SealedWriter,
}

impl SidecarWriter {
    /// Begins the sidecar of a data file that is named relative to the table's folder.
    pub(crate) async fn create(place: &Place, data_file: &str, columns: &SchemaRef, vault: &dyn Vault) -> Result<Self> {
        let path = sidecar_path(&place.lake, &place.dataset, data_file);
        let scope = scope(&place.dataset, place.day, &path);
        let stream = StreamWriter::try_new(Vec::new(), columns).map_err(|e| failure::arrow(WRITING, &e))?;
        Ok(Self { stream, file: SealedWriter::create(&path, &scope, vault).await? })
    }

    /// Appends the sealed columns of some rows.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.stream.write(batch).map_err(|e| failure::arrow(WRITING, &e))?;
        let plain = std::mem::take(self.stream.get_mut());
        self.file.append(&plain)
    }

    /// Ends the file and makes it durable.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.stream.finish().map_err(|e| failure::arrow(WRITING, &e))?;
        let plain = std::mem::take(self.stream.get_mut());
        self.file.append(&plain)?;
        self.file.finish()
    }
}

/// The sidecar of a data file that is named relative to the table's folder.
pub(crate) fn sidecar_path(lake: &LocalLake, dataset: &DatasetName, data_file: &str) -> PathBuf {
    lake.sealed_folder(dataset).join(format!("{data_file}{}", disk::SEALED_SUFFIX))
}

/// The sealed columns of a data file, as text, in the file's row order; `None` if it has no sidecar. The whole plain text is
/// in memory: at most the sealed columns of one data file.
pub(crate) async fn open_sidecar(
    lake: &LocalLake,
    dataset: &DatasetName,
    day: Day,
    data_file: &str,
    vault: &dyn Vault,
) -> Result<Option<Vec<RecordBatch>>> {
    let path = sidecar_path(lake, dataset, data_file);
    let sealed = match tokio::fs::read(&path).await {
        Ok(sealed) => sealed,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failure::disk(OPENING, &e)),
    };
    let plain = vault.opener(&scope(dataset, day, &path)).await?.open(&sealed)?;
    let stream = StreamReader::try_new(plain.as_slice(), None).map_err(|e| failure::arrow(OPENING, &e))?;
    let batches: Result<Vec<RecordBatch>, _> = stream.collect();
    batches.map(Some).map_err(|e| failure::arrow(OPENING, &e))
}

/// Only a file's own name is bound: folders are dataset and day, which the scope binds already.
fn scope(dataset: &DatasetName, day: Day, path: &Path) -> SealScope {
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    SealScope { dataset: dataset.clone(), day, file }
}

/// One batch out of many, for slicing by row.
pub(crate) fn joined(batches: &[RecordBatch]) -> Result<Option<RecordBatch>> {
    let Some(first) = batches.first() else { return Ok(None) };
    let joined = arrow_select::concat::concat_batches(&first.schema(), batches);
    joined.map(Some).map_err(|_| Error::internal(OPENING, "the sealed columns do not fit together"))
}
