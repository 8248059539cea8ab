//! Writes the new partition of one day: data files of bounded size, each with its sealed sidecar. Nothing is published.

use std::sync::Arc;

use arrow_array::RecordBatch;
use garim_core::{
    Result,
    name::{DatasetName, RunId},
    schema::SchemaVersion,
    time::Day,
};
use garim_ports::Vault;

use super::{FileWriter, Place, WrittenFile, WrittenFiles, arrow_schema, durable, sealed_schema};
use crate::{LocalLake, disk, locks::Reading};

/// Rows of a data file: large enough to be few, small enough that an erasure rewrites little.
const MAX_FILE_ROWS: u64 = 1_000_000;

/// Writes one day's partition.
pub(crate) struct PartitionWriter {
    place: Place,
    run: RunId,
    vault: Arc<dyn Vault>,
    open: Option<FileWriter>,
    done: Vec<WrittenFile>,
    _reading: Reading,
}

impl PartitionWriter {
    /// Begins. The dataset's files are not purged while it lives. A writer that is dropped unfinished leaves files that
    /// `abandon` removes.
    pub(crate) async fn create(
        lake: &LocalLake,
        dataset: &DatasetName,
        day: Day,
        run: RunId,
        schema: &SchemaVersion,
        vault: Arc<dyn Vault>,
    ) -> Result<Self> {
        let place = Place { lake: lake.clone(), dataset: dataset.clone(), day, schema: schema.clone() };
        let _reading = lake.locks().reading(dataset).await;
        Ok(Self { place, run, vault, open: None, done: Vec::new(), _reading })
    }

    /// Appends rows: `batch` of `arrow_schema`, and the sealed columns of the same rows (`sealed_schema`) where the schema
    /// has any.
    pub(crate) async fn write(&mut self, batch: &RecordBatch, sealed: Option<&RecordBatch>) -> Result<()> {
        let mut file = match self.open.take() {
            Some(file) => file,
            None => self.begin().await?,
        };
        file.write(batch, sealed)?;
        match file.rows() >= MAX_FILE_ROWS {
            true => self.done.push(file.finish()?),
            false => self.open = Some(file),
        }
        Ok(())
    }

    /// Ends the last file and makes everything durable. A partition without rows has one file without rows.
    pub(crate) async fn finish(mut self) -> Result<WrittenFiles> {
        if self.open.is_none() && self.done.is_empty() {
            self.open = Some(self.begin().await?);
        }
        if let Some(file) = self.open.take() {
            self.done.push(file.finish()?);
        }
        durable(&self.place)?;
        Ok(WrittenFiles { day: self.place.day, files: self.done })
    }

    /// A file under a name that is free: one of the same run that is there already may be published.
    // `&mut` although it changes nothing: writers are `Send` and not `Sync`, and this waits for the vault.
    async fn begin(&mut self) -> Result<FileWriter> {
        let schema = &self.place.schema;
        let names = (self.done.len()..).map(|n| disk::part_name(self.run, n));
        let mut free = names.skip_while(|name| self.place.absolute(&self.place.relative(name)).exists());
        let name = free.next().unwrap_or_default();
        FileWriter::create(&self.place, &name, arrow_schema(schema), sealed_schema(schema), &*self.vault).await
    }
}
