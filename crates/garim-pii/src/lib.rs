//! garim-pii.
