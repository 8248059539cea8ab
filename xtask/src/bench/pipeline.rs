//! `cargo xtask bench pipeline`: rows per second for ingest with and without protection and for the KPI run, with peak memory.

use std::process::Command;

use crate::{build, run::Result};

/// Builds, and lets the binary measure itself: `garim bench` is hidden from its help.
pub fn pipeline(args: &[String]) -> Result {
    let binary = build::binary()?;
    let status =
        Command::new(&binary).args(["bench", "pipeline"]).args(args).status().map_err(|e| format!("garim bench: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("the benchmark failed ({status})")) }
}
