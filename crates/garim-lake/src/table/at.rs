//! A table at one version.

use std::collections::{BTreeMap, BTreeSet};

use arrow_schema::SchemaRef;
use garim_core::{
    Error, Result,
    name::{ColumnName, DatasetName},
    time::Day,
};
use garim_ports::{PartitionInfo, Rows};

use crate::{LocalLake, locks::Reading};

/// A data file that a version names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// Relative to the table's folder: `dt=20201025/part-….parquet`.
    pub path: String,
    /// Its business day.
    pub day: Day,
    /// Its rows.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
}

/// A dataset's table at one version. While it, a clone or a scan of it lives, no file of it is purged.
#[derive(Debug, Clone)]
pub struct TableAt {
    dataset: DatasetName,
    version: i64,
    schema: SchemaRef,
    files: Vec<DataFile>,
    folder: std::path::PathBuf,
    reading: Reading,
}

pub(crate) async fn open(lake: &LocalLake, dataset: &DatasetName, version: Option<i64>) -> Result<Option<TableAt>> {
    let _ = (lake, dataset, version);
    Err(Error::internal("opening a table", "not there yet"))
}

impl TableAt {
    /// The dataset.
    pub fn dataset(&self) -> &DatasetName {
        &self.dataset
    }

    /// The version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The physical columns that any file of this version may have, all nullable, without `dt`.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The data files, by day and path.
    pub fn files(&self) -> &[DataFile] {
        &self.files
    }

    /// The data files of one day.
    pub fn files_of(&self, day: Day) -> impl Iterator<Item = &DataFile> {
        self.files.iter().filter(move |f| f.day == day)
    }

    /// Rows of one day; `None` where the day has no partition (a day that ran and is empty has one).
    pub fn rows_of(&self, day: Day) -> Option<u64> {
        let mut files = self.files_of(day).peekable();
        files.peek()?;
        Some(files.map(|f| f.rows).sum())
    }

    /// The partitions, by day.
    pub fn partitions(&self) -> Vec<PartitionInfo> {
        let mut days: BTreeMap<Day, PartitionInfo> = BTreeMap::new();
        for file in &self.files {
            let at = days.entry(file.day).or_insert(PartitionInfo { day: file.day, rows: 0, files: 0, bytes: 0 });
            at.rows += file.rows;
            at.files += 1;
            at.bytes += file.bytes;
        }
        days.into_values().collect()
    }

    /// Reads the columns, in the order given, of the partitions of `days` (every one where `None`), with `dt` as the last
    /// column, `Utf8`, if asked. Batches of at most 8,192 rows; a column that an older file lacks is null. With no column at
    /// all the batches still count the rows. A column that the table does not have is not found.
    pub fn scan(&self, days: Option<BTreeSet<Day>>, columns: &[ColumnName], include_dt: bool) -> Result<Rows> {
        let _ = (days, columns, include_dt, &self.folder, &self.reading);
        Err(Error::internal("reading a table", "not there yet"))
    }

    /// Like `scan`, with the physical schema that the caller knows (see `layout::arrow_schema`): a column that the table
    /// does not have yet is null.
    pub fn scan_as(&self, days: Option<BTreeSet<Day>>, columns: SchemaRef, include_dt: bool) -> Result<Rows> {
        let _ = (days, columns, include_dt);
        Err(Error::internal("reading a table", "not there yet"))
    }
}
