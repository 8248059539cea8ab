//! What an erasure does to a batch of rows: pure.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow_schema::ArrowError;
use arrow_select::{filter::filter_record_batch, nullif::nullif};
use garim_core::{
    Result,
    asset::ErasureAction,
    class::Treatment,
    name::ColumnName,
    schema::{Column, Role, SchemaVersion},
};

use super::Wanted;
use crate::failure;

const DOING: &str = "rewriting rows";

/// What is done to the rows of a file.
pub(super) struct Action<'a> {
    schema: &'a SchemaVersion,
    /// The identifier whose rows go; `None`: every person is anonymised.
    owner: Option<ColumnName>,
    wanted: &'a Wanted,
}

/// Rows after the action.
pub(super) struct Acted {
    pub(super) rows: RecordBatch,
    pub(super) sealed: Option<RecordBatch>,
    /// Rows that were deleted or anonymised.
    pub(super) touched: u64,
}

impl<'a> Action<'a> {
    /// `delete` deletes rows by their declared owner, or by the only identifier there is; where several are there and none is
    /// declared, nobody owns a row, and every person is anonymised.
    pub(super) fn new(schema: &'a SchemaVersion, action: ErasureAction, owner: Option<&ColumnName>, wanted: &'a Wanted) -> Self {
        let only = || {
            let mut identifiers = schema.schema.identifiers();
            identifiers.next().filter(|_| identifiers.next().is_none()).map(|c| c.name.clone())
        };
        let owner = match action {
            ErasureAction::Delete => owner.cloned().or_else(only),
            ErasureAction::Anonymise => None,
        };
        Self { schema, owner, wanted }
    }

    /// Applies it to a batch and the sealed columns of the same rows.
    pub(super) fn apply(&self, batch: &RecordBatch, sealed: Option<RecordBatch>) -> Result<Acted> {
        let mut rows = batch.clone();
        let mut sealed = sealed;
        let mut deleted = 0;
        if let Some(owner) = &self.owner {
            let owned = self.wanted.named_in(&rows, owner.as_str());
            deleted = owned.true_count() as u64;
            let keep = BooleanArray::new(!owned.values(), None);
            rows = filter_record_batch(&rows, &keep).map_err(arrow)?;
            sealed = sealed.map(|s| filter_record_batch(&s, &keep)).transpose().map_err(arrow)?;
        }
        let anonymised = self.anonymise(&mut rows, &mut sealed)?;
        Ok(Acted { rows, sealed, touched: deleted + anonymised })
    }

    /// Nulls each person's columns, and every sealed column, in rows that name one of the wanted. Says how many rows.
    fn anonymise(&self, rows: &mut RecordBatch, sealed: &mut Option<RecordBatch>) -> Result<u64> {
        let mut anyone = vec![false; rows.num_rows()];
        let before = rows.clone();
        for identifier in self.schema.schema.identifiers() {
            let named = self.wanted.named_in(&before, identifier.name.as_str());
            if named.true_count() == 0 {
                continue;
            }
            anyone.iter_mut().zip(named.values()).for_each(|(any, named)| *any |= named);
            *rows = nulled(rows, &named, |column| self.is_of(column, identifier))?;
        }
        let anyone = BooleanArray::from(anyone);
        if let Some(all) = sealed.take() {
            *sealed = Some(nulled(&all, &anyone, |_| true)?);
        }
        Ok(anyone.true_count() as u64)
    }

    /// Whether a stored column is that person's identifier, or a protected or quasi value of theirs.
    fn is_of(&self, stored: &str, identifier: &Column) -> bool {
        let Some(column) = self.schema.schema.columns.iter().find(|c| c.name.as_str() == stored) else { return false };
        let theirs = matches!(&column.role, Role::BelongsTo { of: Some(of), .. } if *of == identifier.name);
        let personal = matches!(column.treatment(), Treatment::Protected | Treatment::Quasi);
        column.name == identifier.name || (theirs && personal)
    }
}

/// The batch with null in the chosen columns of the masked rows.
fn nulled(batch: &RecordBatch, mask: &BooleanArray, chosen: impl Fn(&str) -> bool) -> Result<RecordBatch> {
    let schema = batch.schema();
    let null = |(field, array): (&Arc<arrow_schema::Field>, &ArrayRef)| match chosen(field.name()) {
        true => nullif(array, mask),
        false => Ok(array.clone()),
    };
    let arrays: Result<Vec<ArrayRef>, ArrowError> = schema.fields().iter().zip(batch.columns()).map(null).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), arrays.map_err(arrow)?, &options).map_err(arrow)
}

fn arrow(error: ArrowError) -> garim_core::Error {
    failure::arrow(DOING, &error)
}
