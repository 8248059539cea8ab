//! Writes a day: new rows protected, stored rows copied with what is sealed of them.

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema::SchemaRef;
use arrow_select::concat::concat_batches;
use futures::TryStreamExt;
use garim_core::{Error, Result, time::Day};

use super::{context::Context, tally::Tally};
use crate::{
    failure,
    layout::{self, PartitionWriter, WrittenFiles, open_sidecar},
    protect::Protector,
    table::{DataFile, TableAt},
};

/// Rows that are protected and written at once: as many as are worth a question to the vault.
const WRITE_ROWS: usize = 32_768;

/// A day that is written.
pub(super) struct Page {
    pub(super) written: WrittenFiles,
}

/// Writes one day.
pub(super) struct Pen<'a> {
    context: &'a Context<'a>,
    protector: Protector<'a>,
    writer: PartitionWriter,
    day: Day,
}

impl<'a> Pen<'a> {
    pub(super) async fn begin(context: &'a Context<'a>, day: Day) -> Result<Self> {
        let plan = context.plan;
        let vault = context.vault.clone();
        let writer = PartitionWriter::create(context.lake, &plan.dataset, day, plan.run, &plan.schema, vault).await?;
        Ok(Self { context, protector: Protector::new(plan, &context.shape, &*context.vault), writer, day })
    }

    /// Protects and writes rows with pseudonyms.
    pub(super) async fn write(&mut self, rows: &RecordBatch, tally: &mut Tally) -> Result<()> {
        if rows.num_rows() == 0 {
            return Ok(());
        }
        let (physical, sealed) = self.protector.protect(self.day, rows).await?;
        self.put(&physical, sealed.as_ref(), tally).await
    }

    /// The same for many small batches, put together where that makes fewer questions to the vault.
    pub(super) async fn write_all(&mut self, held: &[RecordBatch], tally: &mut Tally) -> Result<()> {
        let Some(first) = held.first() else { return Ok(()) };
        let mut from = 0;
        while from < held.len() {
            let mut to = from + 1;
            let mut rows = held[from].num_rows();
            while to < held.len() && rows + held[to].num_rows() <= WRITE_ROWS {
                rows += held[to].num_rows();
                to += 1;
            }
            let joined = concat_batches(&first.schema(), &held[from..to]).map_err(|e| failure::arrow("joining rows", &e))?;
            self.write(&joined, tally).await?;
            from = to;
        }
        Ok(())
    }

    /// Writes rows that are physical already.
    pub(super) async fn put(&mut self, physical: &RecordBatch, sealed: Option<&RecordBatch>, tally: &mut Tally) -> Result<()> {
        tally.profile(physical, sealed);
        self.writer.write(physical, sealed).await
    }

    /// Copies what is stored of the day.
    pub(super) async fn copy_stored(&mut self, table: &TableAt, tally: &mut Tally) -> Result<()> {
        let columns = layout::arrow_schema(&self.context.plan.schema);
        for file in table.files_of(self.day) {
            let sealed = sealed_of(self.context, file).await?;
            let mut rows = table.scan_file(file, columns.clone()).stream;
            let mut at = 0;
            while let Some(batch) = rows.try_next().await? {
                let beside = sealed.as_ref().map(|s| s.slice(at, batch.num_rows()));
                at += batch.num_rows();
                self.put(&batch, beside.as_ref(), tally).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn finish(self) -> Result<Page> {
        Ok(Page { written: self.writer.finish().await? })
    }
}

fn sealed_batch(schema: &SchemaRef, rows: usize, column: impl Fn(&str) -> Option<ArrayRef>) -> Result<RecordBatch> {
    let columns = schema.fields().iter().map(|f| column(f.name()).unwrap_or_else(|| new_null_array(f.data_type(), rows)));
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(schema.clone(), columns.collect(), &options)
        .map_err(|e| failure::arrow("copying stored rows", &e))
}

/// The sealed columns of a stored file in the plan's schema; `None` if the schema has none. A column that was sealed and
/// is not any more has values that wait to be brought in: they must not be lost on the way.
async fn sealed_of(context: &Context<'_>, file: &DataFile) -> Result<Option<RecordBatch>> {
    let plan = context.plan;
    let schema = layout::sealed_schema(&plan.schema);
    let sidecar = open_sidecar(context.lake, &plan.dataset, file.day, &file.path, &*context.vault).await?;
    let rows = usize::try_from(file.rows).map_err(|_| Error::internal("copying stored rows", "too many"))?;
    let stored = match sidecar.as_deref() {
        Some([first, ..]) => concat_batches(&first.schema(), sidecar.iter().flatten()).ok().filter(|b| b.num_rows() == rows),
        _ => return without_sidecar(&schema, rows),
    };
    let stored = stored.ok_or_else(|| Error::internal("copying stored rows", "a sidecar is not aligned with its file"))?;
    if let Some(waiting) = stored.schema().fields().iter().find(|f| schema.column_with_name(f.name()).is_none()) {
        let (dataset, column) = (&plan.dataset, waiting.name());
        let message = format!("`{dataset}.{column}` was classified since {}: bring its sealed values in first", file.day);
        return Err(Error::conflict(message));
    }
    sealed_batch(&schema, rows, |name| stored.column_by_name(name).cloned()).map(Some)
}

fn without_sidecar(schema: &SchemaRef, rows: usize) -> Result<Option<RecordBatch>> {
    (!schema.fields().is_empty()).then(|| sealed_batch(schema, rows, |_| None)).transpose()
}
