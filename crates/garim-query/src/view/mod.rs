//! Views, compiled: which columns a table has for somebody, and how each of their values is made from what the lake holds.

mod columns;
mod mask;
mod reveal;

pub(crate) use columns::{Shown, ViewColumn, physical, visible};
pub(crate) use mask::Masking;
