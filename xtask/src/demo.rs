//! `cargo xtask demo`: everything built, then `garim demo`.

use std::{os::unix::process::CommandExt, process::Command, time::Instant};

use crate::{build, run::Result};

/// Builds and becomes `garim demo`.
pub fn demo(args: &[String]) -> Result {
    let began = Instant::now();
    let binary = build::binary()?;
    println!("built in {:.0} s; from now on this is `garim demo`", began.elapsed().as_secs_f64());
    // Becoming it, rather than starting it, leaves signals and the terminal to it alone.
    let error = Command::new(&binary).arg("demo").args(args).exec();
    Err(format!("`{}` cannot be started: {error}", binary.display()))
}
