//! `cargo xtask bench graph`: ten hops, impact and paths over a million column edges, and a change between two questions.

use std::process::Command;

use crate::{build, run::Result};

/// Builds, and lets the binary measure itself: `garim bench` is hidden from its help.
pub fn graph(args: &[String]) -> Result {
    let binary = build::binary()?;
    let status = Command::new(&binary).args(["bench", "graph"]).args(args).status().map_err(|e| format!("garim bench: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("the benchmark failed ({status})")) }
}
