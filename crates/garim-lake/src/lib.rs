//! garim-lake.
