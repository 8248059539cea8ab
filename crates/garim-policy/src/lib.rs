//! garim-policy.
