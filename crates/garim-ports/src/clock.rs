//! Time and randomness come in from outside, so that tests are deterministic.

use garim_core::time::Timestamp;

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes ids: UUIDs of version 7, from the clock and a source of randomness.
pub trait Ids: Send + Sync {
    /// A new id.
    fn id(&self) -> uuid::Uuid;
}
