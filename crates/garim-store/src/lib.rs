//! garim-store.
