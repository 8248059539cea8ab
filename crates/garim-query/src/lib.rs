//! garim-query.
