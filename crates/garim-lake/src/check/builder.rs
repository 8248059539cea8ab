//! Builds one logical Arrow column.

use std::sync::Arc;

use arrow_array::{
    ArrayRef,
    builder::{
        BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder, StringBuilder,
        TimestampMicrosecondBuilder,
    },
};
use arrow_schema::{DataType, TimeUnit};
use garim_core::schema::LogicalType;

use super::parse::Parsed;

/// The Arrow type of a column before protection.
pub(crate) fn logical_type(logical: LogicalType) -> DataType {
    match logical {
        LogicalType::String => DataType::Utf8,
        LogicalType::Integer => DataType::Int64,
        LogicalType::Number => DataType::Float64,
        LogicalType::Decimal => DataType::Decimal128(38, 6),
        LogicalType::Boolean => DataType::Boolean,
        LogicalType::Date => DataType::Date32,
        LogicalType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
    }
}

pub(super) enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Decimal(Decimal128Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Micros(TimestampMicrosecondBuilder),
}

impl Builder {
    pub(super) fn new(logical: LogicalType) -> Self {
        match logical {
            LogicalType::String => Self::Text(StringBuilder::new()),
            LogicalType::Integer => Self::Integer(Int64Builder::new()),
            LogicalType::Number => Self::Number(Float64Builder::new()),
            LogicalType::Decimal => Self::Decimal(Decimal128Builder::new().with_data_type(logical_type(logical))),
            LogicalType::Boolean => Self::Boolean(BooleanBuilder::new()),
            LogicalType::Date => Self::Date(Date32Builder::new()),
            LogicalType::Timestamp => Self::Micros(TimestampMicrosecondBuilder::new().with_data_type(logical_type(logical))),
        }
    }

    /// Appends; a value of another type than the builder's is null (`parse` makes only the right ones).
    pub(super) fn append(&mut self, value: Parsed<'_>) {
        match (self, value) {
            (Self::Text(b), Parsed::Text(v)) => b.append_value(v),
            (Self::Integer(b), Parsed::Integer(v)) => b.append_value(v),
            (Self::Number(b), Parsed::Number(v)) => b.append_value(v),
            (Self::Decimal(b), Parsed::Decimal(v)) => b.append_value(v),
            (Self::Boolean(b), Parsed::Boolean(v)) => b.append_value(v),
            (Self::Date(b), Parsed::Date(v)) => b.append_value(v),
            (Self::Micros(b), Parsed::Micros(v)) => b.append_value(v),
            (Self::Text(b), _) => b.append_null(),
            (Self::Integer(b), _) => b.append_null(),
            (Self::Number(b), _) => b.append_null(),
            (Self::Decimal(b), _) => b.append_null(),
            (Self::Boolean(b), _) => b.append_null(),
            (Self::Date(b), _) => b.append_null(),
            (Self::Micros(b), _) => b.append_null(),
        }
    }

    /// The column so far; the builder begins anew.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(b) => Arc::new(b.finish()),
            Self::Integer(b) => Arc::new(b.finish()),
            Self::Number(b) => Arc::new(b.finish()),
            Self::Decimal(b) => Arc::new(b.finish()),
            Self::Boolean(b) => Arc::new(b.finish()),
            Self::Date(b) => Arc::new(b.finish()),
            Self::Micros(b) => Arc::new(b.finish()),
        }
    }
}
