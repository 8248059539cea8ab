//! A transformation's or metric's rows: protected already, for the plan's day.

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema::SchemaRef;
use futures::TryStreamExt;
use garim_core::{Error, Result};
use garim_ports::{Progress, Rows, Staging};

use super::{context::Context, pen::Pen, tally::Tally};
use crate::{failure, layout, protect::as_text};

/// Writes the rows; an empty result makes an empty partition.
pub(super) async fn transform(context: &Context<'_>, rows: Rows, progress: &dyn Progress) -> Result<Staging> {
    let plan = context.plan;
    let physical = layout::arrow_schema(&plan.schema);
    let sealed = layout::sealed_schema(&plan.schema);
    fits(context, &rows.schema, &physical, &sealed)?;
    progress.begin(&format!("write {}", plan.dataset), None);
    let mut tally = Tally::new(&plan.schema.schema);
    let mut pen = Pen::begin(context, plan.day).await?;
    let mut stream = rows.stream;
    while let Some(batch) = stream.try_next().await? {
        let count = batch.num_rows() as u64;
        tally.counts.read += count;
        tally.counts.kept += count;
        tally.counts.without_subject += without_subject(context, &batch);
        let kept = shaped(&batch, &physical, |column| Ok(column.clone()))?;
        let beside = (!sealed.fields().is_empty()).then(|| shaped(&batch, &sealed, as_text)).transpose()?;
        pen.put(&kept, beside.as_ref(), &mut tally).await?;
        progress.advance(count);
    }
    let pages = vec![pen.finish().await?];
    progress.end(&format!("{} rows", tally.counts.kept));
    context.staged(pages, tally).map(Staging::Staged)
}

/// Columns are compared before anything is written: nothing is cast.
fn fits(context: &Context<'_>, found: &SchemaRef, physical: &SchemaRef, sealed: &SchemaRef) -> Result<()> {
    let dataset = &context.plan.dataset;
    for field in physical.fields() {
        match found.column_with_name(field.name()) {
            None => return Err(Error::invalid(format!("the rows of `{dataset}` lack column `{}`", field.name()))),
            Some((_, f)) if f.data_type() != field.data_type() => {
                let (name, wanted, got) = (field.name(), field.data_type(), f.data_type());
                return Err(Error::invalid(format!("`{dataset}.{name}` is to be {wanted}, and the rows have {got}")));
            }
            Some(_) => {}
        }
    }
    let known = |name: &str| physical.column_with_name(name).is_some() || sealed.column_with_name(name).is_some();
    match found.fields().iter().find(|f| !known(f.name())) {
        Some(field) => Err(Error::invalid(format!("`{dataset}` has no column `{}`", field.name()))),
        None => Ok(()),
    }
}

fn shaped(batch: &RecordBatch, schema: &SchemaRef, make: impl Fn(&ArrayRef) -> Result<ArrayRef>) -> Result<RecordBatch> {
    let columns = schema.fields().iter().map(|field| match batch.column_by_name(field.name()) {
        Some(column) => make(column),
        None => Ok(new_null_array(field.data_type(), batch.num_rows())),
    });
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns.collect::<Result<_>>()?, &options)
        .map_err(|e| failure::arrow("writing rows", &e))
}

fn without_subject(context: &Context<'_>, batch: &RecordBatch) -> u64 {
    let owner = context.shape.owner.map(|owner| context.shape.identifiers[owner].column);
    let name = owner.map(|at| context.plan.schema.schema.columns[at].name.as_str());
    name.and_then(|n| batch.column_by_name(n)).map_or(0, |column| column.null_count() as u64)
}
