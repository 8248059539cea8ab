//! `cargo xtask bench lineage`: right and wrong by category over the open set, and statements a second on one core with
//! sqlglot beside us in the same run, the parser alone as the limit, a wide star, memory over a million statements.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{
    bench::python,
    build::PROFILE,
    run::{Result, cargo, output, target},
};

/// The peer that is timed beside us: pinned, so that figures of two days compare.
const SQLGLOT: &str = "30.30.0";
/// How long it is timed, in seconds.
const SECONDS: &str = "3";
/// What it is asked to do.
const SCRIPT: &str = include_str!("time_sqlglot.py");

/// Measures, and draws.
pub fn lineage(args: &[String]) -> Result {
    let measured = run(&[])?;
    let parts: Vec<Value> = measured.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let part = |name: &str| parts.iter().find(|p| p["part"] == name).cloned().unwrap_or_default();
    let (speed, star, memory) = (part("speed"), part("star"), part("memory"));
    let categories: Vec<&Value> = parts.iter().filter(|p| p["part"] == "category").collect();
    let peer = match sqlglot() {
        Ok(peer) => peer,
        Err(why) => {
            println!("sqlglot cannot be had, so it is left out: {why}");
            Value::Null
        }
    };
    table(&categories);
    speeds(&speed, &peer);
    println!("{} columns through three CTEs: {:.1} ms", star["columns"], star["ms"].as_f64().unwrap_or(f64::NAN));
    println!(
        "memory over {} statements: {:.0} MB after a hundredth of them, {:.0} MB at the end, {:.0} MB at most",
        memory["statements"],
        number(&memory["early_mb"]),
        number(&memory["end_mb"]),
        number(&memory["most_mb"])
    );
    if args.iter().any(|a| a == "--json") {
        println!("{}", json!({ "categories": categories, "speed": speed, "sqlglot": peer, "star": star, "memory": memory }));
    }
    Ok(())
}

/// The crate's own benchmark, in the profile of everything else; what it prints.
fn run(args: &[&str]) -> Result<String> {
    let mut all = vec!["bench", "--quiet", "--package", "garim-lineage", "--bench", "lineage", "--profile", PROFILE, "--"];
    all.extend(args);
    output(&mut cargo(&all)).ok_or_else(|| "the benchmark of `garim-lineage` failed".to_owned())
}

fn table(categories: &[&Value]) {
    println!("{:<16} {:>5} {:>7} {:>10} {:>8}", "category", "cases", "exact", "precision", "recall");
    for row in categories {
        let share = 100.0 * number(&row["exact"]) / number(&row["cases"]);
        println!(
            "{:<16} {:>5} {share:>5.1} % {:>8.1} % {:>6.1} %",
            row["name"].as_str().unwrap_or_default(),
            row["cases"],
            number(&row["precision"]),
            number(&row["recall"])
        );
    }
    println!();
}

fn speeds(speed: &Value, peer: &Value) {
    println!("{:<34} {:>16} {:>10}", "statements a CPU second, one core", "", "× sqlglot");
    let base = number(&peer["lineage"]);
    let line = |what: &str, rate: f64| println!("{what:<34} {rate:>16.0} {:>10.1}", rate / base);
    line("garim, JSON in and out", number(&speed["ours"]));
    line("sqlparser, parsing only (the limit)", number(&speed["parse"]));
    if !peer.is_null() {
        line(&format!("sqlglot {}, lineage", peer["version"].as_str().unwrap_or_default()), base);
        line("sqlglot, parsing only", number(&peer["parse"]));
        println!("({} statements; sqlglot is timed on the {} that it reads)", speed["statements"], peer["read"]);
    }
    println!();
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// sqlglot's figures on the same statements.
fn sqlglot() -> Result<Value> {
    let python = python::environment(&format!("sqlglot-{SQLGLOT}"), &format!("sqlglot=={SQLGLOT}"), "sqlglot")?;
    let script = target().join("time_sqlglot.py");
    fs::write(&script, SCRIPT).map_err(|e| format!("{}: {e}", script.display()))?;
    let statements = run(&["statements"])?;
    let mut child = Command::new(python)
        .arg(&script)
        .arg(SECONDS)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("python: {e}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(statements.as_bytes()).map_err(|e| format!("python: {e}"))?;
    }
    let printed = child.wait_with_output().map_err(|e| format!("python: {e}"))?;
    serde_json::from_slice(&printed.stdout).map_err(|e| format!("what sqlglot's script printed is no JSON: {e}"))
}
