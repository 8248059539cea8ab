//! `cargo xtask soak`: what takes longer than CI may. `soak pipeline`, `soak tools` and `soak fuzz` do a third of it each; `soak
//! fuzz lineage --minutes 2` a bit of that.

use crate::{bench, fuzz, real_tools::real_tools, run::Result};

/// How long each target is fuzzed, in minutes, unless somebody says otherwise.
const MINUTES: u64 = 10;

/// The demo at a million users for thirty days; the real tools of others; every fuzz target for a while.
pub fn soak(args: &[String]) -> Result {
    let minutes = match args.iter().position(|a| a == "--minutes").map(|at| args.get(at + 1).and_then(|n| n.parse().ok())) {
        None => MINUTES,
        Some(Some(minutes)) => minutes,
        Some(None) => return Err("`--minutes` wants a whole number".to_owned()),
    };
    let words: Vec<&str> = args.iter().map(String::as_str).take_while(|a| *a != "--minutes").collect();
    match words.split_first() {
        None => pipeline().and_then(|()| real_tools()).and_then(|()| fuzz::fuzz(minutes, &[])),
        Some((&"tools", _)) => real_tools(),
        Some((&"pipeline", _)) => pipeline(),
        Some((&"fuzz", only)) => fuzz::fuzz(minutes, only),
        Some((other, _)) => Err(format!("`{other}` is no part of soak; there are `pipeline`, `tools` and `fuzz`")),
    }
}

fn pipeline() -> Result {
    let size = ["pipeline", "--users", "1000000", "--days", "30"].map(str::to_owned);
    bench::bench(&size)
}
