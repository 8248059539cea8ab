//! Finds assets: an index of metadata on disk, candidates within what the caller may discover, and a ranking that explains
//! itself.
//!
//! This crate never sees a value of the data, decides nobody's rights (a [`garim_core::search::Scope`] comes in, and is a term
//! of every query), and keeps nothing of a document that was removed: its segments are rewritten before the call returns.

mod candidates;
mod exact;
mod index;
mod keys;
mod korean;
pub mod measure;
mod query;
mod schema;
mod score;
mod search;
mod stop;
mod suggest;
mod text;
mod trust;
mod typo;
mod weights;
mod words;

pub use index::TantivyIndex;

#[cfg(test)]
mod tests;
