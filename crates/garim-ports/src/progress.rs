//! Somebody is watching a long step.

/// Told how far a long step is; the door draws it. Implementations are cheap: they are called once a batch.
pub trait Progress: Send + Sync {
    /// A step begins, of so many units if that is known.
    fn begin(&self, step: &str, total: Option<u64>);
    /// So many units more are done.
    fn advance(&self, units: u64);
    /// The step has ended, with a line to remember it by.
    fn end(&self, summary: &str);
}

/// Nobody is watching.
pub struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
    fn end(&self, _: &str) {}
}
