//! What `cargo xtask bench pii` runs: how well the open set is told, what a confidence is worth, and what a cell costs.
//!
//! `pii_bench [--peer FILE] [--misses] [--json]`: `--misses` names what was told wrongly; `FILE` holds another tool's answers to the same columns, one a line, and as its last
//! line how many cells it looked at in how many CPU seconds.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails should stop")]

#[path = "../../tests/it/columns.rs"]
mod columns;
mod peer;
mod speed;

use columns::{Score, Told, all, ask, score};
use serde_json::{Value, json};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let peer = args.iter().position(|a| a == "--peer").and_then(|at| args.get(at + 1)).map(|file| peer::read(file));
    let columns = all();
    let (named, bare) = (ask(&columns, true), ask(&columns, false));
    println!("{} columns of the open set, each asked with its name and with one that says nothing\n", columns.len());
    let (with, without) = (score(&named), score(&bare));
    labels(&with, &without);
    println!("\n                  macro-F1   false positives");
    line("with names", &with);
    line("without names", &without);
    let other = peer.as_ref().map(|p| (score(&p.told(&columns)), p));
    if let Some((other, peer)) = &other {
        line(&peer.name, other);
    }
    let bands = reliability(&named.iter().chain(&bare).collect::<Vec<_>>());
    if args.iter().any(|a| a == "--misses") {
        misses(&named);
        misses(&bare);
    }
    let cells = speed::cells_per_cpu_second(&columns);
    println!("\n{cells:>12.0} cells per CPU second, in columns of {} values", speed::VALUES);
    if let Some((_, peer)) = &other {
        println!("{:>12.0} cells per CPU second: {}; {:.0} times as many here", peer.cells, peer.name, cells / peer.cells);
    }
    if args.iter().any(|a| a == "--json") {
        println!("{}", object(columns.len(), (&with, &without), &bands, cells, other.as_ref().map(|(s, p)| (s, p.cells))));
    }
}

fn line(what: &str, score: &Score) {
    println!("{what:17} {:>8.3}   {:>14.1} %", score.macro_f1, score.false_positives * 100.0);
}

/// F1 of each label.
fn labels(with: &Score, without: &Score) {
    println!("label             with   without");
    for (label, f1) in &with.by_label {
        println!("{label:16} {f1:>5.2}   {:>7.2}", without.by_label.get(label).copied().unwrap_or_default());
    }
}

/// What was told wrongly, by column; never a value.
fn misses(told: &[Told]) {
    println!();
    for t in told.iter().filter(|t| t.want != t.got) {
        println!("{} wants {}, got {} ({:.2})", t.what, t.want, t.got, t.sure);
    }
}

/// Of what was told with a confidence, how much is right.
fn reliability(told: &[&Told]) -> Vec<(f64, usize, f64)> {
    println!("\nconfidence    told   sure   right");
    let mut bands = Vec::new();
    for (from, to) in [(0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)] {
        let band: Vec<&&Told> = told.iter().filter(|t| t.got != "null" && t.sure >= from && t.sure < to).collect();
        if band.is_empty() {
            continue;
        }
        let right = band.iter().filter(|t| t.want == t.got).count() as f64 / band.len() as f64;
        let sure = band.iter().map(|t| t.sure).sum::<f64>() / band.len() as f64;
        println!("{from:.2} - {:.2} {:>6}   {sure:.2}   {right:>5.2}", f64::min(to, 1.0), band.len());
        bands.push((from, band.len(), right));
    }
    bands
}

fn object(columns: usize, own: (&Score, &Score), bands: &[(f64, usize, f64)], cells: f64, peer: Option<(&Score, f64)>) -> Value {
    let of = |s: &Score| json!({"macroF1": s.macro_f1, "falsePositives": s.false_positives, "labels": s.by_label});
    let bands: Vec<Value> = bands.iter().map(|(from, told, right)| json!({"from": from, "told": told, "right": right})).collect();
    json!({
        "columns": columns, "withNames": of(own.0), "withoutNames": of(own.1), "reliability": bands, "cellsPerCpuSecond": cells,
        "presidio": peer.map(|(s, cells)| json!({"score": of(s), "cellsPerCpuSecond": cells})),
    })
}
