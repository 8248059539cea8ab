//! Reads SQL: a statement and the schemas of its tables in, column edges and a fingerprint out.
//!
//! This crate does no I/O and looks nothing up: it is *given* schemas ([`Schemas`]), and says where they were missing. It never
//! runs SQL, never panics on any text, and refuses what is larger than [`limits`] before it parses. It keeps no literal: what
//! it says of a statement holds names only.

mod analyser;
mod analysis;
mod children;
mod columns;
mod ddl;
mod dialect;
mod dml;
mod expr;
mod fingerprint;
mod flow;
mod from;
mod function;
mod insert_all;
pub mod limits;
pub mod measure;
mod merge;
mod names;
mod parse;
mod part;
mod pipe;
mod pivot;
mod query;
mod relation;
mod schemas;
mod scope;
mod script;
mod select;
mod target;
mod text;
mod tokens;
mod unnest;

pub use analysis::{Analysis, Column, Flow, Kind, Status, Usage, Used};
pub use dialect::Dialect;
pub use fingerprint::fingerprint;
pub use limits::Refused;
pub use schemas::Schemas;
pub use text::{analyse, analyse_text};

// So that the reader of test cases, which tests from outside use too, finds the crate by its name.
#[cfg(test)]
extern crate self as garim_lineage;
#[cfg(test)]
mod tests;
