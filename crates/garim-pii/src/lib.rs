//! Recognises personal data from a column's name and a sample of its values.
//!
//! This crate is pure and keeps nothing: a finding names a class, how sure it is and why, in words, and never holds a value.
//! It may say that a column is personal; it never says that one is not, since a scan may protect and never decide `none`.

mod checksum;
pub mod measure;
mod name;
mod score;
mod shape;

pub use score::{Finding, recognise};
