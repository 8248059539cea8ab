//! garim-core.
