//! A brake on guessing: so many tries a minute for each name.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use garim_core::time::Timestamp;

/// Tries a minute.
const TRIES: u32 = 10;
/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;
/// Names remembered at once; beyond, the memory is cleared rather than grown.
const NAMES: usize = 10_000;

/// Counts tries.
#[derive(Default)]
pub(crate) struct Tries(Mutex<HashMap<String, (i64, u32)>>);

impl Tries {
    /// Whether one more try is allowed.
    pub(crate) fn allow(&self, name: &str, now: Timestamp) -> bool {
        let minute = now.micros() / MINUTE;
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() > NAMES {
            tries.clear();
        }
        let entry = tries.entry(name.to_owned()).or_insert((minute, 0));
        if entry.0 != minute {
            *entry = (minute, 0);
        }
        entry.1 += 1;
        entry.1 <= TRIES
    }
}
