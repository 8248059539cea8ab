//! garim-verify.
