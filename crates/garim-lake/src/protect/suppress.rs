//! The contract's action on rows of people who are erased or frozen.

use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::nullif::nullif;
use garim_core::{Result, asset::ErasureAction};
use std::sync::Arc;

use super::{People, Person, Shape, Who};
use crate::failure;

/// Rows after the action.
pub(crate) struct Suppressed {
    /// Identifiers are pseudonyms; what belonged to a suppressed person is null.
    pub(crate) rows: RecordBatch,
    /// Rows that are to be left out altogether.
    pub(crate) deleted: Vec<bool>,
    /// Rows on which a suppression acted, deleted ones included.
    pub(crate) acted: Vec<bool>,
}

/// Puts pseudonyms in place of ids, and acts on the suppressed.
pub(crate) fn suppress(shape: &Shape, action: ErasureAction, rows: &RecordBatch, people: &People) -> Result<Suppressed> {
    let count = rows.num_rows();
    let gone = |identifier: usize, row: usize| people.columns[identifier][row] == Who::Suppressed;
    let anyone = |row| (0..people.columns.len()).any(|i| gone(i, row));
    let acted: Vec<bool> = (0..count).map(anyone).collect();
    // Where several people are named and nobody is said to own the row, every one of them is anonymised, as an erasure does.
    let deletes = |row| shape.owner.is_some_and(|owner| gone(owner, row));
    let deleted = match action {
        ErasureAction::Delete => (0..count).map(deletes).collect(),
        ErasureAction::Anonymise => vec![false; count],
    };
    let any = acted.iter().any(|a| *a);
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(rows.num_columns());
    let mut fields = Vec::with_capacity(rows.num_columns());
    for (at, field) in rows.schema().fields().iter().enumerate() {
        if let Some(identifier) = shape.identifiers.iter().position(|i| i.column == at) {
            columns.push(people.pseudonyms(identifier));
            fields.push(Field::new(field.name(), DataType::Binary, true));
            continue;
        }
        let whose = |row: usize| match shape.people[at] {
            Person::Named(identifier) => gone(identifier, row),
            Person::Anyone => acted[row],
            Person::Nobody => false,
        };
        let column = rows.column(at);
        columns.push(if any {
            let mask: BooleanArray = (0..count).map(|row| Some(whose(row))).collect();
            nullif(column, &mask).map_err(|e| failure::arrow("acting on a suppression", &e))?
        } else {
            column.clone()
        });
        fields.push(field.as_ref().clone());
    }
    let rows = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
        .map_err(|e| failure::arrow("acting on a suppression", &e))?;
    Ok(Suppressed { rows, deleted, acted })
}
