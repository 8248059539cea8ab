//! Checks values against a schema version, strictly: nothing is truncated, coerced or widened.

mod builder;
mod cells;
mod checker;
mod header;
mod parse;
mod value;

pub(crate) use cells::Cells;
pub(crate) use checker::{Checker, Field, RawRow, SourceBatch};
pub(crate) use header::{Header, vanished};
pub(crate) use value::Value;
