//! `cargo xtask bench NAME`: one file a benchmark. Each prints a table for people and, with `--json`, one JSON object as its
//! last line.

mod graph;
mod lineage;
mod pii;
mod pipeline;
mod python;
mod search;

use crate::run::Result;

/// A benchmark: what it is called, and what runs it with the rest of the command line.
type Bench = (&'static str, fn(&[String]) -> Result);

const BENCHES: &[Bench] = &[
    ("graph", graph::graph),
    ("lineage", lineage::lineage),
    ("pii", pii::pii),
    ("pipeline", pipeline::pipeline),
    ("search", search::search),
];

/// Runs the benchmark that is named first.
pub fn bench(args: &[String]) -> Result {
    let known = BENCHES.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let Some((name, rest)) = args.split_first() else { return Err(format!("say which benchmark: {known}")) };
    match BENCHES.iter().find(|(known, _)| known == name) {
        Some((_, run)) => run(rest),
        None => Err(format!("`{name}` is not a benchmark; there are {known}")),
    }
}
