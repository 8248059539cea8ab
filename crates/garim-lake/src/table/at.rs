//! A table at one version.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use arrow_schema::{Field, Schema, SchemaRef};
use deltalake_core::{DeltaTable, table::state::DeltaTableState};
use garim_core::{
    Entity, Error, Result,
    name::{ColumnName, DatasetName},
    time::Day,
};
use garim_ports::{PartitionInfo, Rows};

use super::{log, types};
use crate::{
    LocalLake, failure,
    layout::PARTITION,
    locks::Reading,
    scan::{self, ScanFile},
};

const DOING: &str = "opening a table";

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
    folder: PathBuf,
    reading: Reading,
}

pub(crate) async fn open(lake: &LocalLake, dataset: &DatasetName, version: Option<i64>) -> Result<Option<TableAt>> {
    let reading = lake.locks().reading(dataset).await;
    let folder = lake.table_folder(dataset);
    let table = match version {
        None => log::load(&folder).await?,
        Some(version) => log::load_version(dataset, &folder, version).await?,
    };
    table.map(|table| TableAt::of(dataset, folder, reading, &table)).transpose()
}

impl TableAt {
    fn of(dataset: &DatasetName, folder: PathBuf, reading: Reading, table: &DeltaTable) -> Result<Self> {
        let state = table.snapshot().map_err(|e| failure::delta(DOING, &e))?;
        Ok(Self {
            dataset: dataset.clone(),
            version: log::version_of(state),
            schema: types::from_delta(&state.schema())?,
            files: files_of(state)?,
            folder,
            reading,
        })
    }

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
        let known = |name: &ColumnName| {
            let field = self.schema.fields().find(name.as_str()).map(|(_, field)| field.clone());
            field.ok_or_else(|| Error::not_found(Entity::Column, name))
        };
        let fields: Result<Vec<Arc<Field>>> = columns.iter().map(known).collect();
        self.scan_as(days, Arc::new(Schema::new(fields?)), include_dt)
    }

    /// Like `scan`, with the physical schema that the caller knows (see `layout::arrow_schema`): a column that the table
    /// does not have yet is null. A column that is stored as another type is an error when its file is reached.
    pub fn scan_as(&self, days: Option<BTreeSet<Day>>, columns: SchemaRef, include_dt: bool) -> Result<Rows> {
        if columns.column_with_name(PARTITION).is_some() {
            return Err(Error::internal("reading a table", "`dt` is not a stored column; ask for it with `include_dt`"));
        }
        let wanted = self.files.iter().filter(|f| days.as_ref().is_none_or(|days| days.contains(&f.day)));
        let files = wanted.map(|f| ScanFile { path: self.path_of(f), day: f.day }).collect();
        Ok(scan::rows(files, columns, include_dt, self.reading.clone()))
    }

    /// Where a file of this version stands.
    pub(crate) fn path_of(&self, file: &DataFile) -> PathBuf {
        self.folder.join(&file.path)
    }

    /// One file alone.
    pub(crate) fn scan_file(&self, file: &DataFile, columns: SchemaRef) -> Rows {
        scan::rows(vec![ScanFile { path: self.path_of(file), day: file.day }], columns, false, self.reading.clone())
    }
}

/// What a version names, by day and path.
pub(super) fn files_of(state: &DeltaTableState) -> Result<Vec<DataFile>> {
    let log = state.snapshot().try_log_data().map_err(|e| failure::delta(DOING, &e))?;
    let files: Result<Vec<DataFile>> = log
        .iter()
        .map(|view| {
            let path = view.path().into_owned();
            let day = path.split('/').next().and_then(crate::disk::partition_day);
            let day = day.ok_or_else(|| Error::internal(DOING, "a data file stands outside its day's folder"))?;
            let rows = view.num_records().or_else(|| stats_rows(&view.stats()?));
            let rows = rows.ok_or_else(|| Error::internal(DOING, "a data file without a row count"))? as u64;
            Ok(DataFile { path, day, rows, bytes: u64::try_from(view.size()).unwrap_or(0) })
        })
        .collect();
    let mut files = files?;
    files.sort_by(|a, b| (a.day, &a.path).cmp(&(b.day, &b.path)));
    Ok(files)
}

/// `numRecords` of a file's statistics.
fn stats_rows(json: &str) -> Option<usize> {
    let stats: serde_json::Value = serde_json::from_str(json).ok()?;
    usize::try_from(stats.get("numRecords")?.as_u64()?).ok()
}
