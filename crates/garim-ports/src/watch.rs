//! Somebody looks at a source's rows as they stream past.

use arrow_array::RecordBatch;

/// Looks at a source's rows before any of them is written. It is asked of every batch, so it bounds its own work.
pub trait Watch: Send + Sync {
    /// Takes a batch: the plan's columns in their order, as the source holds them. Whether a column has turned out more personal
    /// than the plan says: then nothing more is written, and what is left is only shown.
    fn look(&self, rows: &RecordBatch) -> bool;

    /// The source has ended: whether a column has turned out more personal, all in all.
    fn end(&self) -> bool;
}

/// Nobody looks.
pub struct Unwatched;

impl Watch for Unwatched {
    fn look(&self, _: &RecordBatch) -> bool {
        false
    }

    fn end(&self) -> bool {
        false
    }
}
