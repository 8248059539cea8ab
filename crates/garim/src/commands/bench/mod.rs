//! `garim bench NAME`: one file a benchmark.

mod graph;
mod pipeline;

use garim_core::Error;

use super::{Context, Done};
use crate::cli::Bench;

/// Measures what is named.
pub async fn bench(context: &Context, bench: &Bench) -> Done {
    match bench.what.as_str() {
        "pipeline" => pipeline::pipeline(context, bench.users, bench.days).await,
        "graph" => graph::graph(context, bench.edges).await,
        other => Err(Error::invalid(format!("`{other}` is not a benchmark; `pipeline` and `graph` are")).into()),
    }
}

/// The most memory that this process ever held, as Linux counts it.
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kib: u64 = line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or_default();
    kib * 1024
}
