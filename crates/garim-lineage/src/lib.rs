//! garim-lineage.
