//! Reading data files: on a blocking thread, through a bounded channel, in batches.

use std::{fs::File, ops::ControlFlow, path::PathBuf, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray, new_null_array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use futures::{StreamExt, stream};
use garim_core::{Error, Result, time::Day};
use garim_ports::Rows;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use tokio::{sync::mpsc, task::JoinHandle};

use crate::{
    failure,
    layout::{PARTITION, ROWS_KEY},
    locks::Reading,
};

/// Rows of a batch: DataFusion's own size.
pub(crate) const BATCH_ROWS: usize = 8_192;
/// Batches that wait for a slow reader: enough to overlap reading with work, few enough to bound memory.
const BATCHES_AHEAD: usize = 4;
const DOING: &str = "reading a data file";

/// A data file to read.
#[derive(Debug, Clone)]
pub(crate) struct ScanFile {
    pub(crate) path: PathBuf,
    pub(crate) day: Day,
}

/// Reads files one after the other, in these columns; a file's missing column is null. Nothing is read before the stream is
/// first polled, and files stay while it lives.
pub(crate) fn rows(files: Vec<ScanFile>, columns: SchemaRef, include_dt: bool, reading: Reading) -> Rows {
    let schema = if include_dt { with_dt(&columns) } else { columns.clone() };
    let out = schema.clone();
    let stream = stream::once(async move { Running::start(files, columns, out) }).flat_map(move |running| {
        let reading = reading.clone();
        stream::unfold((running, reading), |(mut running, reading)| async move {
            running.next().await.map(|batch| (batch, (running, reading)))
        })
    });
    Rows { schema, stream: stream.boxed() }
}

/// The columns of one file, as it was written.
pub(crate) async fn file_schema(path: PathBuf) -> Result<SchemaRef> {
    let read = tokio::task::spawn_blocking(move || {
        let file = File::open(&path).map_err(|e| failure::disk(DOING, &e))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| failure::format(DOING, &e))?;
        Ok(builder.schema().clone())
    });
    read.await.map_err(|_| Error::internal(DOING, "the reader died"))?
}

/// The schema with `dt` as the last column.
fn with_dt(columns: &SchemaRef) -> SchemaRef {
    let dt = Arc::new(Field::new(PARTITION, DataType::Utf8, false));
    Arc::new(Schema::new(columns.fields().iter().cloned().chain([dt]).collect::<Vec<_>>()))
}

struct Running {
    batches: mpsc::Receiver<Result<RecordBatch>>,
    reader: Option<JoinHandle<()>>,
}

impl Running {
    fn start(files: Vec<ScanFile>, columns: SchemaRef, out: SchemaRef) -> Self {
        let (sender, batches) = mpsc::channel(BATCHES_AHEAD);
        let reader = tokio::task::spawn_blocking(move || {
            for file in &files {
                let mut send = |batch| match sender.blocking_send(Ok(batch)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                };
                match read(file, &columns, &out, &mut send) {
                    Ok(ControlFlow::Continue(())) => {}
                    Ok(ControlFlow::Break(())) => return,
                    Err(error) => {
                        // Whoever does not listen any more does not miss it.
                        let _ = sender.blocking_send(Err(error));
                        return;
                    }
                }
            }
        });
        Self { batches, reader: Some(reader) }
    }

    /// The next batch; a reader that died is an error, never a short result.
    async fn next(&mut self) -> Option<Result<RecordBatch>> {
        if let Some(batch) = self.batches.recv().await {
            return Some(batch);
        }
        let died = self.reader.take()?.await.is_err();
        died.then(|| Err(Error::internal(DOING, "the reader died")))
    }
}

fn read(
    file: &ScanFile,
    columns: &SchemaRef,
    out: &SchemaRef,
    send: &mut dyn FnMut(RecordBatch) -> ControlFlow<()>,
) -> Result<ControlFlow<()>> {
    let open = File::open(&file.path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Error::conflict("the version that is read was purged; read the newest one"),
        _ => failure::disk(DOING, &e),
    })?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(open).map_err(|e| failure::format(DOING, &e))?;
    let dt = file.day.dt();
    if builder.schema().fields().is_empty() {
        return unstored(&builder, columns, out, &dt, send);
    }
    let present: Vec<usize> = builder
        .schema()
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, f)| columns.column_with_name(f.name()).is_some())
        .map(|(i, _)| i)
        .collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), present);
    let reader = builder.with_projection(mask).with_batch_size(BATCH_ROWS).build().map_err(|e| failure::format(DOING, &e))?;
    for batch in reader {
        let batch = batch.map_err(|e| failure::arrow(DOING, &e))?;
        if send(shaped(&batch, columns, out, &dt)?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The rows of a file whose every column is sealed: nothing but their number stands there.
fn unstored(
    builder: &ParquetRecordBatchReaderBuilder<File>,
    columns: &SchemaRef,
    out: &SchemaRef,
    dt: &str,
    send: &mut dyn FnMut(RecordBatch) -> ControlFlow<()>,
) -> Result<ControlFlow<()>> {
    let pairs = builder.metadata().file_metadata().key_value_metadata();
    let rows = pairs.and_then(|p| p.iter().find(|kv| kv.key == ROWS_KEY)).and_then(|kv| kv.value.as_ref()?.parse().ok());
    let mut left: usize = rows.ok_or_else(|| Error::internal(DOING, "a file without columns does not say its rows"))?;
    let empty = Arc::new(Schema::empty());
    while left > 0 {
        let options = RecordBatchOptions::new().with_row_count(Some(left.min(BATCH_ROWS)));
        let batch = RecordBatch::try_new_with_options(empty.clone(), Vec::new(), &options);
        let batch = batch.map_err(|e| failure::arrow(DOING, &e))?;
        left -= batch.num_rows();
        if send(shaped(&batch, columns, out, dt)?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The batch in the wanted columns: missing ones null, `dt` behind them if `out` has it.
fn shaped(batch: &RecordBatch, columns: &SchemaRef, out: &SchemaRef, dt: &str) -> Result<RecordBatch> {
    let rows = batch.num_rows();
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(out.fields().len());
    for field in columns.fields() {
        arrays.push(match batch.column_by_name(field.name()) {
            None => new_null_array(field.data_type(), rows),
            Some(array) if array.data_type() == field.data_type() => array.clone(),
            Some(_) => {
                let context = format!("column `{}` is stored as another type than the schema says", field.name());
                return Err(Error::internal(DOING, context));
            }
        });
    }
    if out.fields().len() > columns.fields().len() {
        arrays.push(Arc::new(StringArray::from_iter_values(std::iter::repeat_n(dt, rows))));
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(out.clone(), arrays, &options).map_err(|e| failure::arrow(DOING, &e))
}
