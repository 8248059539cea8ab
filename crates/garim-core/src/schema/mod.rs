//! Schemas: columns with their types and classes, versions of them, and what contradicts one.

mod contradiction;
mod evolve;
mod version;

pub use contradiction::{Contradiction, Reason, ValueClass};
pub use evolve::{Evolution, MAX_NEW_COLUMNS, evolve};
pub use version::{Column, LogicalType, Role, Schema, SchemaVersion};
