//! garim-search.
