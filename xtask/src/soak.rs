//! `cargo xtask soak`: what takes longer than CI may.

use crate::{bench, run::Result};

/// The demo at a million users for thirty days.
pub fn soak() -> Result {
    let size = ["pipeline", "--users", "1000000", "--days", "30"].map(str::to_owned);
    bench::bench(&size)
}
