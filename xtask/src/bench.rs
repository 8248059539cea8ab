//! `cargo xtask bench pipeline`: rows per second for ingest with and without protection and for the KPI run, with peak memory.

use std::process::Command;

use crate::{build, run::Result};

/// Builds, and lets the binary measure itself: `garim bench` is hidden from its help.
pub fn bench(args: &[String]) -> Result {
    let Some((name, rest)) = args.split_first() else { return Err("say what: `cargo xtask bench pipeline`".to_owned()) };
    if name != "pipeline" {
        return Err(format!("`{name}` is not a benchmark; `pipeline` is"));
    }
    let binary = build::binary()?;
    let status =
        Command::new(&binary).args(["bench", "pipeline"]).args(rest).status().map_err(|e| format!("garim bench: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("the benchmark failed ({status})")) }
}
