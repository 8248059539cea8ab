//! Arrow's types and Delta's: the ten that the layout knows.

use std::sync::Arc;

use arrow_schema::{DataType as Arrow, Field, Schema, SchemaRef, TimeUnit};
use deltalake_core::kernel::{DataType as Delta, PrimitiveType, StructField, StructType};
use garim_core::{Error, Result};

use crate::{failure, layout::PARTITION};

const DOING: &str = "describing a table";

/// Delta's schema of these columns, with `dt` behind them.
pub(super) fn to_delta(columns: &Schema) -> Result<StructType> {
    let fields: Result<Vec<StructField>> =
        columns.fields().iter().map(|f| Ok(StructField::nullable(f.name(), delta_type(f.data_type())?))).collect();
    let dt = StructField::nullable(PARTITION, Delta::STRING);
    StructType::try_new(fields?.into_iter().chain([dt])).map_err(|_| Error::internal(DOING, "column names collide"))
}

/// The columns of Delta's schema without `dt`.
pub(super) fn from_delta(schema: &StructType) -> Result<SchemaRef> {
    let columns = schema.fields().filter(|f| f.name() != PARTITION);
    let fields: Result<Vec<Field>> = columns.map(|f| Ok(Field::new(f.name(), arrow_type(f.data_type())?, true))).collect();
    Ok(Arc::new(Schema::new(fields?)))
}

fn delta_type(arrow: &Arrow) -> Result<Delta> {
    Ok(match arrow {
        Arrow::Binary => Delta::BINARY,
        Arrow::Int32 => Delta::INTEGER,
        Arrow::Int64 => Delta::LONG,
        Arrow::Float64 => Delta::DOUBLE,
        Arrow::Utf8 => Delta::STRING,
        Arrow::Boolean => Delta::BOOLEAN,
        Arrow::Date32 => Delta::DATE,
        Arrow::Timestamp(TimeUnit::Microsecond, Some(_)) => Delta::TIMESTAMP,
        Arrow::Decimal128(precision, scale) => {
            let scale = u8::try_from(*scale).map_err(|_| Error::internal(DOING, "a negative scale"))?;
            Delta::decimal(*precision, scale).map_err(|e| failure::delta(DOING, &e.into()))?
        }
        other => return Err(Error::internal(DOING, format!("type {other} is not stored"))),
    })
}

fn arrow_type(delta: &Delta) -> Result<Arrow> {
    let unknown = || Error::internal(DOING, "a type that this lake does not write");
    let Delta::Primitive(primitive) = delta else { return Err(unknown()) };
    Ok(match primitive {
        PrimitiveType::Binary => Arrow::Binary,
        PrimitiveType::Integer => Arrow::Int32,
        PrimitiveType::Long => Arrow::Int64,
        PrimitiveType::Double => Arrow::Float64,
        PrimitiveType::String => Arrow::Utf8,
        PrimitiveType::Boolean => Arrow::Boolean,
        PrimitiveType::Date => Arrow::Date32,
        PrimitiveType::Timestamp => Arrow::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
        PrimitiveType::Decimal(d) => Arrow::Decimal128(d.precision(), i8::try_from(d.scale()).map_err(|_| unknown())?),
        _ => return Err(unknown()),
    })
}
