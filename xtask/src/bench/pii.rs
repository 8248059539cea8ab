//! `cargo xtask bench pii`: how well personal data is told over the open set, what a confidence is worth, and what a cell
//! costs, beside Presidio in the same run (`--alone` leaves it out).

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    bench::python,
    build::PROFILE,
    run::{Result, cargo, output, root, step, target},
    tools,
};

/// What Presidio runs: from PyPI, in an environment of its own beside what is built.
const PRESIDIO: &str = "presidio-analyzer==2.2.366";
const SCRIPT: &str = include_str!("presidio.py");
/// The open set.
const COLUMNS: &str = "crates/garim-pii/tests/columns";

/// Builds the benchmark of `garim-pii`, asks Presidio the same columns, and runs it with the rest of the command line.
pub fn pii(args: &[String]) -> Result {
    tools::ensure(&[&tools::COMPILER])?;
    // The whole workspace's features, so that tests and demo find their dependencies built.
    step("build", &mut cargo(&["build", "--workspace", "--profile", PROFILE, "--example", "pii_bench"]))?;
    let mut bench = Command::new(target().join(PROFILE).join("examples").join("pii_bench"));
    bench.args(args.iter().filter(|a| *a != "--alone"));
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    if !args.iter().any(|a| a == "--alone") {
        match presidio(folder.path()) {
            Ok(answers) => {
                bench.arg("--peer").arg(answers);
            }
            Err(why) => println!("without Presidio: {why}"),
        }
    }
    let status = bench.status().map_err(|e| format!("pii_bench: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("the benchmark failed ({status})")) }
}

/// Installs Presidio where it is not yet, and keeps its answers in a file.
fn presidio(folder: &Path) -> Result<PathBuf> {
    let python = python::environment("presidio", PRESIDIO, "presidio_analyzer")?;
    let script = folder.join("presidio.py");
    std::fs::write(&script, SCRIPT).map_err(|e| e.to_string())?;
    let said = output(Command::new(&python).arg(&script).arg(root().join(COLUMNS))).ok_or("it stopped with an error")?;
    let answers = folder.join("answers.jsonl");
    std::fs::write(&answers, said).map_err(|e| e.to_string())?;
    Ok(answers)
}
