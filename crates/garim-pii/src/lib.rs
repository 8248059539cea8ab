//! Recognises personal data from a column's name and its values.
//!
//! This crate is pure and keeps nothing: a finding names a class, how sure it is and why, in words, and never holds a value.
//! It may say that a column is personal; it never says that one is not, since a scan may protect and never decide `none`.

mod cell;
mod decide;
mod dict;
mod evidence;
mod finding;
mod judge;
mod kind;
mod mark;
pub mod measure;
mod name;
mod regime;
mod words;

pub use decide::{verdict, verdicts};
pub use evidence::Evidence;
pub use finding::{Finding, recognise};
pub use kind::Kind;
pub use regime::Regime;
