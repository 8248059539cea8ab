//! Which rows hold one of the pseudonyms.

use std::collections::HashSet;

use arrow_array::{Array, BinaryArray, BooleanArray, FixedSizeBinaryArray, RecordBatch, cast::AsArray};
use arrow_schema::{DataType, SchemaRef};
use garim_core::{name::ColumnName, schema::SchemaVersion, subject::Pseudonym};

/// The pseudonyms that are looked for.
pub(crate) struct Wanted(HashSet<[u8; 16]>);

impl Wanted {
    pub(crate) fn new(pseudonyms: &[Pseudonym]) -> Self {
        Self(pseudonyms.iter().map(|p| *p.bytes()).collect())
    }

    /// Row by row, whether an identifier column names one of them; never null. No row where the batch lacks the column.
    pub(crate) fn named_in(&self, batch: &RecordBatch, column: &str) -> BooleanArray {
        let array = batch.column_by_name(column);
        let rows = batch.num_rows();
        let found = |row: usize| array.is_some_and(|a| self.holds(a, row));
        BooleanArray::from_iter((0..rows).map(|row| Some(found(row))))
    }

    /// How many rows hold one of them in any column that could hold a pseudonym.
    pub(crate) fn count(&self, batch: &RecordBatch) -> u64 {
        let columns: Vec<_> = batch.columns().iter().filter(|c| could_hold(c.data_type())).collect();
        (0..batch.num_rows()).filter(|&row| columns.iter().any(|c| self.holds(c, row))).count() as u64
    }

    fn holds(&self, array: &dyn Array, row: usize) -> bool {
        if array.is_null(row) {
            return false;
        }
        let bytes = match array.data_type() {
            DataType::Binary => array.as_any().downcast_ref::<BinaryArray>().map(|a| a.value(row)),
            DataType::LargeBinary => Some(array.as_binary::<i64>().value(row)),
            DataType::BinaryView => Some(array.as_binary_view().value(row)),
            DataType::FixedSizeBinary(_) => array.as_any().downcast_ref::<FixedSizeBinaryArray>().map(|a| a.value(row)),
            _ => None,
        };
        bytes.is_some_and(|b| self.0.contains(b))
    }
}

/// Whether a column of this type could hold a pseudonym.
pub(crate) fn could_hold(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_))
}

/// The identifier columns of a schema version that a file has.
pub(crate) fn identifiers_in(version: &SchemaVersion, file: &SchemaRef) -> Vec<ColumnName> {
    let present = |name: &ColumnName| file.column_with_name(name.as_str()).is_some_and(|(_, f)| could_hold(f.data_type()));
    version.schema.identifiers().map(|c| c.name.clone()).filter(present).collect()
}
