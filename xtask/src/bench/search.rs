//! `cargo xtask bench search`: how good the answers are over the golden set, beside plain BM25; and what a million assets cost.

use std::process::Command;

use crate::{
    build::PROFILE,
    run::{Result, cargo, step, target},
    tools,
};

/// Builds the benchmark of `garim-search`, and runs it with the rest of the command line.
pub fn search(args: &[String]) -> Result {
    tools::ensure(&[&tools::COMPILER])?;
    // The whole workspace's features, so that tests and demo find their dependencies built.
    let build = ["build", "--workspace", "--profile", PROFILE, "--example", "search_bench"];
    step("build", &mut cargo(&build))?;
    let binary = target().join(PROFILE).join("examples").join("search_bench");
    let status = Command::new(&binary).args(args).status().map_err(|e| format!("search_bench: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("the benchmark failed ({status})")) }
}
