//! Finds assets: an index of metadata on disk, candidates within what the caller may discover, and a ranking that explains
//! itself.
//!
//! This crate never sees a value of the data and decides nobody's rights: a [`garim_core::search::Scope`] comes in, and is a
//! term of every query, count and completion. What is removed is rewritten away before the call returns where the index is
//! small, and with the next [`TantivyIndex::purge`] where it is large.

mod disk;
mod facets;
mod glossary;
mod index;
mod learned;
mod lexicon;
pub mod measure;
mod query;
mod rank;
mod search;
mod suggest;
mod text;
mod topics;
mod write;

pub use index::TantivyIndex;

#[cfg(test)]
mod tests;
