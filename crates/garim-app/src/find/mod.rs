//! Finding: documents for the index, the feed that keeps it in step, search and completion.

mod document;
mod feed;
mod imported;
mod search;

pub(crate) use imported::IMPORTED_SCOPE;
