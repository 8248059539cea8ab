//! One column's values as tagged bytes: for the vault, for seals, for comparing rows.

use arrow_array::{
    Array, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray, cast::AsArray,
};
use arrow_schema::{DataType, TimeUnit};
use chrono::{Days, NaiveDate};
use garim_core::{Error, Result};
use std::io::Write;

/// A column, downcast once.
pub(crate) enum Cells<'a> {
    Text(&'a StringArray),
    Integer(&'a Int64Array),
    Number(&'a Float64Array),
    Decimal(&'a Decimal128Array),
    Boolean(&'a BooleanArray),
    Date(&'a Date32Array),
    Micros(&'a TimestampMicrosecondArray),
    /// Pseudonyms.
    Bytes(&'a BinaryArray),
    /// Ordinals.
    Ordinal(&'a Int32Array),
}

impl<'a> Cells<'a> {
    /// The column; internal error for a type that the lake does not have.
    pub(crate) fn of(array: &'a dyn Array) -> Result<Self> {
        use arrow_array::types as t;
        Ok(match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::Int64 => Self::Integer(array.as_primitive::<t::Int64Type>()),
            DataType::Float64 => Self::Number(array.as_primitive::<t::Float64Type>()),
            DataType::Decimal128(_, 6) => Self::Decimal(array.as_primitive::<t::Decimal128Type>()),
            DataType::Boolean => Self::Boolean(array.as_boolean()),
            DataType::Date32 => Self::Date(array.as_primitive::<t::Date32Type>()),
            DataType::Timestamp(TimeUnit::Microsecond, _) => Self::Micros(array.as_primitive::<t::TimestampMicrosecondType>()),
            DataType::Binary => Self::Bytes(array.as_binary()),
            DataType::Int32 => Self::Ordinal(array.as_primitive::<t::Int32Type>()),
            other => return Err(Error::internal("reading a column", format!("type {other}"))),
        })
    }

    fn array(&self) -> &'a dyn Array {
        match self {
            Self::Text(a) => *a,
            Self::Integer(a) => *a,
            Self::Number(a) => *a,
            Self::Decimal(a) => *a,
            Self::Boolean(a) => *a,
            Self::Date(a) => *a,
            Self::Micros(a) => *a,
            Self::Bytes(a) => *a,
            Self::Ordinal(a) => *a,
        }
    }

    /// Whether the row's value is null.
    pub(crate) fn is_null(&self, row: usize) -> bool {
        self.array().is_null(row)
    }

    /// The type's tag in the vault.
    pub(crate) fn tag(&self) -> u8 {
        match self {
            Self::Text(_) => b's',
            Self::Integer(_) => b'i',
            Self::Number(_) => b'f',
            Self::Decimal(_) => b'd',
            Self::Boolean(_) => b'b',
            Self::Date(_) => b'D',
            Self::Micros(_) => b't',
            Self::Bytes(_) => b'p',
            Self::Ordinal(_) => b'o',
        }
    }

    /// Appends the row's value as canonical text (pseudonyms as their bytes). Nothing for null.
    pub(crate) fn append(&self, row: usize, out: &mut Vec<u8>) {
        if self.is_null(row) {
            return;
        }
        // Writing into memory cannot fail.
        let _ = match self {
            Self::Text(a) => out.write_all(a.value(row).as_bytes()),
            Self::Integer(a) => write!(out, "{}", a.value(row)),
            Self::Number(a) => write!(out, "{}", a.value(row)),
            Self::Decimal(a) => out.write_all(decimal_text(a.value(row)).as_bytes()),
            Self::Boolean(a) => write!(out, "{}", a.value(row)),
            Self::Date(a) => write!(out, "{}", date_of(a.value(row)).format("%Y-%m-%d")),
            Self::Micros(a) => write!(out, "{}", a.value(row)),
            Self::Bytes(a) => out.write_all(a.value(row)),
            Self::Ordinal(a) => write!(out, "{}", a.value(row)),
        };
    }
}

/// Six digits after the point, without the zeros at the end.
fn decimal_text(unscaled: i128) -> String {
    let sign = if unscaled < 0 { "-" } else { "" };
    let (whole, fraction) = (unscaled.unsigned_abs() / 1_000_000, unscaled.unsigned_abs() % 1_000_000);
    let text = format!("{sign}{whole}.{fraction:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn date_of(days: i32) -> NaiveDate {
    let epoch = NaiveDate::default();
    let by = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 { epoch.checked_sub_days(by) } else { epoch.checked_add_days(by) }.unwrap_or(epoch)
}
