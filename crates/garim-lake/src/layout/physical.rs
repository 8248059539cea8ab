//! Which Arrow type a column has in the lake.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use garim_core::{
    class::Treatment,
    schema::{Column, LogicalType, SchemaVersion},
};

/// The partition column: `yyyyMMdd` as text when read, not stored in files.
pub const PARTITION: &str = "dt";

/// Digits of a decimal column, and how many of them stand after the point.
const DECIMAL: (u8, i8) = (38, 6);

/// The type of a column in data files; `None` where it is sealed, and so absent from the lake.
///
/// An identifier is `Binary` of exactly 16 bytes (the pseudonym), a protected column `Int32` (the ordinal).
pub fn physical(column: &Column) -> Option<DataType> {
    match column.treatment() {
        Treatment::Identifier => Some(DataType::Binary),
        Treatment::Protected => Some(DataType::Int32),
        Treatment::Sealed => None,
        Treatment::Plain | Treatment::Quasi => Some(match column.logical {
            LogicalType::String => DataType::Utf8,
            LogicalType::Integer => DataType::Int64,
            LogicalType::Number => DataType::Float64,
            LogicalType::Decimal => DataType::Decimal128(DECIMAL.0, DECIMAL.1),
            LogicalType::Boolean => DataType::Boolean,
            LogicalType::Date => DataType::Date32,
            LogicalType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
        }),
    }
}

/// The columns of a data file, in the schema's order, all nullable; sealed columns and `dt` are not among them.
pub fn arrow_schema(version: &SchemaVersion) -> SchemaRef {
    let columns = version.schema.columns.iter();
    let fields = columns.filter_map(|c| physical(c).map(|t| Field::new(c.name.as_str(), t, true)));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The columns of a sealed sidecar, in the schema's order, as nullable text.
pub(crate) fn sealed_schema(version: &SchemaVersion) -> SchemaRef {
    let columns = version.schema.columns.iter();
    let sealed = columns.filter(|c| c.treatment() == Treatment::Sealed);
    Arc::new(Schema::new(sealed.map(|c| Field::new(c.name.as_str(), DataType::Utf8, true)).collect::<Vec<_>>()))
}
