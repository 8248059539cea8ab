//! Writes one data file and, where the schema has sealed columns, the sidecar that is row-aligned with it.

use std::{fs::File, path::PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use garim_core::{Error, Result, name::DatasetName, schema::SchemaVersion, time::Day};
use garim_ports::Vault;
use parquet::{arrow::ArrowWriter, file::metadata::KeyValue};
use serde::{Deserialize, Serialize};

use super::{SidecarWriter, properties};
use crate::{LocalLake, disk, failure};

const DOING: &str = "writing a data file";

/// Where the footer says how many rows there are, if every column is sealed: Parquet counts rows by their columns.
pub(crate) const ROWS_KEY: &str = "garim.rows";

/// A data file that was written and made durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrittenFile {
    /// Relative to the table's folder.
    pub(crate) path: String,
    /// Its rows.
    pub(crate) rows: u64,
    /// Its bytes.
    pub(crate) bytes: u64,
}

/// The files of one day's new partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrittenFiles {
    /// The day.
    pub(crate) day: Day,
    /// At least one: an empty partition has one file without rows.
    pub(crate) files: Vec<WrittenFile>,
}

impl WrittenFiles {
    /// Rows of all files.
    pub(crate) fn rows(&self) -> u64 {
        self.files.iter().map(|f| f.rows).sum()
    }
}

/// Where data files go and under which schema.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) lake: LocalLake,
    pub(crate) dataset: DatasetName,
    pub(crate) day: Day,
    pub(crate) schema: SchemaVersion,
}

impl Place {
    /// A file of this day, relative to the table's folder.
    pub(crate) fn relative(&self, name: &str) -> String {
        format!("{}/{name}", disk::partition_folder(self.day))
    }

    /// Where that file stands.
    pub(crate) fn absolute(&self, relative: &str) -> PathBuf {
        self.lake.table_folder(&self.dataset).join(relative)
    }
}

/// Writes one data file with its sidecar.
pub(crate) struct FileWriter {
    relative: String,
    path: PathBuf,
    columns: SchemaRef,
    parquet: ArrowWriter<File>,
    sidecar: Option<SidecarWriter>,
    rows: u64,
}

impl FileWriter {
    /// Begins a file of these columns, with a sidecar of `sealed` columns unless there are none. A file of that name is
    /// overwritten: names are never used again once a version has named them.
    pub(crate) async fn create(
        place: &Place,
        name: &str,
        columns: SchemaRef,
        sealed: SchemaRef,
        vault: &dyn Vault,
    ) -> Result<Self> {
        let relative = place.relative(name);
        let path = place.absolute(&relative);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| failure::disk(DOING, &e))?;
        }
        let sidecar = match sealed.fields().is_empty() {
            true => None,
            false => Some(SidecarWriter::create(place, &relative, &sealed, vault).await?),
        };
        let file = File::create(&path).map_err(|e| failure::disk(DOING, &e))?;
        let parquet = ArrowWriter::try_new(file, columns.clone(), Some(properties(&place.schema)))
            .map_err(|e| failure::format(DOING, &e))?;
        Ok(Self { relative, path, columns, parquet, sidecar, rows: 0 })
    }

    /// Rows so far.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Appends rows; `sealed` holds the sealed columns of the same rows.
    pub(crate) fn write(&mut self, batch: &RecordBatch, sealed: Option<&RecordBatch>) -> Result<()> {
        self.fits(batch, sealed)?;
        self.parquet.write(batch).map_err(|e| failure::format(DOING, &e))?;
        if let (Some(sidecar), Some(sealed)) = (&mut self.sidecar, sealed) {
            sidecar.write(sealed)?;
        }
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    /// Ends the file and makes its bytes durable; its folders are the caller's to make durable, with `durable`.
    pub(crate) fn finish(mut self) -> Result<WrittenFile> {
        if self.columns.fields().is_empty() {
            let rows = KeyValue::new(ROWS_KEY.to_owned(), self.rows.to_string());
            self.parquet.append_key_value_metadata(rows);
        }
        let file = self.parquet.into_inner().map_err(|e| failure::format(DOING, &e))?;
        file.sync_all().map_err(|e| failure::disk(DOING, &e))?;
        if let Some(sidecar) = self.sidecar {
            sidecar.finish()?;
        }
        let bytes = std::fs::metadata(&self.path).map_err(|e| failure::disk(DOING, &e))?.len();
        Ok(WrittenFile { path: self.relative, rows: self.rows, bytes })
    }

    fn fits(&self, batch: &RecordBatch, sealed: Option<&RecordBatch>) -> Result<()> {
        let schema = batch.schema();
        let same = schema.fields().len() == self.columns.fields().len()
            && schema
                .fields()
                .iter()
                .zip(self.columns.fields())
                .all(|(a, b)| a.name() == b.name() && a.data_type() == b.data_type());
        let aligned = match (&self.sidecar, sealed) {
            (Some(_), Some(sealed)) => sealed.num_rows() == batch.num_rows(),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        match (same, aligned) {
            (true, true) => Ok(()),
            (false, _) => Err(Error::internal(DOING, "the batch has other columns than the schema version")),
            (_, false) => Err(Error::internal(DOING, "the sealed columns are not aligned with the rows")),
        }
    }
}

/// Makes the folders of a dataset's day durable, those of sealed files too, up to the state folder.
pub(crate) fn durable(place: &Place) -> Result<()> {
    let day = disk::partition_folder(place.day);
    let sync = |folder: PathBuf| match folder.exists() {
        true => disk::sync_folders(&folder, place.lake.state_folder()).map_err(|e| failure::disk(DOING, &e)),
        false => Ok(()),
    };
    sync(place.lake.table_folder(&place.dataset).join(&day))?;
    sync(place.lake.sealed_folder(&place.dataset).join(&day))
}
