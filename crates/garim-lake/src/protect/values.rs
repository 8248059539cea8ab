//! Moves protected values to the vault, and splits rows into what the lake keeps and what is sealed.

use std::{collections::HashMap, sync::Arc};

use arrow_array::{
    Array, ArrayRef, BinaryArray, RecordBatch, RecordBatchOptions,
    builder::{Int32Builder, StringBuilder},
    cast::AsArray,
};
use arrow_schema::SchemaRef;
use garim_core::{
    Error, Result,
    class::Treatment,
    name::{DatasetName, RunId},
    schema::SchemaVersion,
    subject::{Ordinal, Pseudonym},
    time::Day,
};
use garim_ports::{NewValue, Vault, WritePlan};

use super::{Shape, nobodys, shape::Protected};
use crate::{check::Cells, failure, layout};

/// Turns rows with pseudonyms into what is written.
pub(crate) struct Protector<'a> {
    vault: &'a dyn Vault,
    run: RunId,
    dataset: &'a DatasetName,
    version: &'a SchemaVersion,
    shape: &'a Shape,
    schema: SchemaRef,
    sealed: SchemaRef,
}

impl<'a> Protector<'a> {
    pub(crate) fn new(plan: &'a WritePlan, shape: &'a Shape, vault: &'a dyn Vault) -> Self {
        Self {
            vault,
            run: plan.run,
            dataset: &plan.dataset,
            version: &plan.schema,
            shape,
            schema: layout::arrow_schema(&plan.schema),
            sealed: layout::sealed_schema(&plan.schema),
        }
    }

    /// The physical columns, and the sealed ones as text where the schema has any, of rows of one day.
    pub(crate) async fn protect(&self, day: Day, rows: &RecordBatch) -> Result<(RecordBatch, Option<RecordBatch>)> {
        let mut ordinals = self.ordinals(day, rows).await?;
        let mut physical = Vec::with_capacity(self.schema.fields().len());
        let mut sealed = Vec::with_capacity(self.shape.sealed.len());
        for (at, column) in self.version.schema.columns.iter().enumerate() {
            match column.treatment() {
                Treatment::Protected => physical.extend(ordinals.remove(&at)),
                Treatment::Sealed => sealed.push(as_text(rows.column(at))?),
                Treatment::Identifier | Treatment::Plain | Treatment::Quasi => physical.push(rows.column(at).clone()),
            }
        }
        let physical = batch(&self.schema, physical, rows.num_rows())?;
        let sealed = (!self.shape.sealed.is_empty()).then(|| batch(&self.sealed, sealed, rows.num_rows())).transpose()?;
        Ok((physical, sealed))
    }

    /// The ordinals of every protected column, by its place; all of them in one question.
    async fn ordinals(&self, day: Day, rows: &RecordBatch) -> Result<HashMap<usize, ArrayRef>> {
        if self.shape.protected.is_empty() || rows.num_rows() == 0 {
            let empty = || Arc::new(arrow_array::Int32Array::new_null(rows.num_rows())) as ArrayRef;
            return Ok(self.shape.protected.iter().map(|p| (p.column, empty())).collect());
        }
        ordinals(self.vault, self.run, (self.dataset, day), &self.shape.protected, rows).await
    }
}

/// Puts the values of these columns into the vault, in one question; the ordinals by the columns' places. `scope` is the
/// dataset's day: it owns values that name nobody.
pub(crate) async fn ordinals(
    vault: &dyn Vault,
    run: RunId,
    scope: (&DatasetName, Day),
    columns: &[Protected],
    rows: &RecordBatch,
) -> Result<HashMap<usize, ArrayRef>> {
    let day = scope.1;
    let mut bytes: Vec<u8> = Vec::new();
    let mut spans: Vec<(usize, usize, usize, Pseudonym)> = Vec::new();
    let mut nobody: Option<Pseudonym> = None;
    for (number, protected) in columns.iter().enumerate() {
        let cells = Cells::of(rows.column(protected.column).as_ref())?;
        for row in (0..rows.num_rows()).filter(|row| !cells.is_null(*row)) {
            let begin = bytes.len();
            bytes.push(cells.tag());
            cells.append(row, &mut bytes);
            let subject = match (owner(protected, rows, row)?, nobody) {
                (Some(owner), _) => owner,
                (None, Some(nobody)) => nobody,
                (None, None) => *nobody.insert(nobodys(vault, run, scope.0, day).await?),
            };
            spans.push((number, begin, bytes.len(), subject));
        }
    }
    let value = |(number, begin, end, subject): &(usize, usize, usize, Pseudonym)| NewValue {
        subject: *subject,
        kind: &columns[*number].kind,
        bytes: &bytes[*begin..*end],
    };
    let values: Vec<NewValue<'_>> = spans.iter().map(value).collect();
    let answers = if values.is_empty() { Vec::new() } else { vault.put(run, day, &values).await? };
    if answers.len() != values.len() {
        return Err(Error::internal("putting values away", "another number of answers"));
    }
    let mut answers = answers.into_iter();
    let mut columns_of = HashMap::new();
    for protected in columns {
        columns_of.insert(protected.column, filled(rows.column(protected.column), &mut answers)?);
    }
    Ok(columns_of)
}

/// The subject of a protected value: its identifier's, `None` where that is null or not there.
fn owner(protected: &Protected, rows: &RecordBatch, row: usize) -> Result<Option<Pseudonym>> {
    let Some(of) = protected.of_column else { return Ok(None) };
    let ids: &BinaryArray = rows.column(of).as_binary();
    if ids.is_null(row) {
        return Ok(None);
    }
    let bytes = ids.value(row).try_into().map_err(|_| Error::internal("reading a pseudonym", "it has not 16 bytes"))?;
    Ok(Some(Pseudonym::new(bytes)))
}

/// An ordinal wherever `like` is not null.
fn filled(like: &ArrayRef, answers: &mut impl Iterator<Item = Ordinal>) -> Result<ArrayRef> {
    let mut builder = Int32Builder::with_capacity(like.len());
    for row in 0..like.len() {
        let ordinal = if like.is_null(row) { None } else { answers.next() };
        let ordinal = ordinal.map(i32::try_from).transpose();
        builder.append_option(ordinal.map_err(|_| Error::internal("keeping an ordinal", "it is too large"))?);
    }
    Ok(Arc::new(builder.finish()))
}

/// A column as nullable text, for what is sealed.
pub(crate) fn as_text(column: &ArrayRef) -> Result<ArrayRef> {
    let cells = Cells::of(column.as_ref())?;
    let mut builder = StringBuilder::new();
    let mut text = Vec::new();
    for row in 0..column.len() {
        text.clear();
        cells.append(row, &mut text);
        match cells.is_null(row) {
            true => builder.append_null(),
            false => builder.append_value(String::from_utf8_lossy(&text)),
        }
    }
    Ok(Arc::new(builder.finish()))
}

fn batch(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options).map_err(|e| failure::arrow("building a batch", &e))
}
