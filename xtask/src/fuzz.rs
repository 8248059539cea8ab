//! Fuzzing, for a while: every target of `fuzz/`. Needs no nightly toolchain: the stable compiler is told to act as one.
//!
//! What is found on the way stays in the target folder; a crash goes to `fuzz/crashes`, where tests replay it for ever.

use std::{fs, path::PathBuf};

use crate::{
    run::{Result, cargo, root, step, target},
    tools,
};

/// cargo-fuzz's version.
const CARGO_FUZZ: &str = "0.13.2";
/// Longest input, in bytes: a statement of a page; longer ones only slow the search down.
const LONGEST: usize = 4096;
/// Seconds after which an input counts as a hang.
const HANG: usize = 10;

/// Fuzzes each target for so many minutes; `only` names some.
pub fn fuzz(minutes: u64, only: &[&str]) -> Result {
    tools::ensure(&[&tools::COMPILER])?;
    tools::cargo_tool("cargo-fuzz", CARGO_FUZZ)?;
    for name in targets()?.iter().filter(|t| only.is_empty() || only.contains(&t.as_str())) {
        one(name, minutes)?;
    }
    Ok(())
}

/// The files of `fuzz/fuzz_targets`.
fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    let files = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<String> = files.flatten().filter_map(|f| Some(f.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

fn one(name: &str, minutes: u64) -> Result {
    let found = target().join("fuzz-corpus").join(name);
    let crashes = root().join("fuzz/crashes").join(name);
    let seeds = [root().join("fuzz/corpus").join(name), crashes.clone(), seeds(name)];
    for folder in seeds.iter().chain([&found]) {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let mut command = cargo(&["fuzz", "run", "--sanitizer", "none", name]);
    command.arg(&found).args(&seeds).arg("--");
    command.arg(format!("-max_total_time={}", minutes * 60)).arg(format!("-max_len={LONGEST}"));
    command.arg(format!("-timeout={HANG}")).arg(format!("-artifact_prefix={}/", crashes.display())).arg("-print_final_stats=1");
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", target().join("fuzz"));
    step(&format!("fuzz {name} for {minutes} min"), &mut command)
}

/// Statements of the open set as further seeds, one a file, written anew each time; other targets have none.
fn seeds(name: &str) -> PathBuf {
    let folder = target().join("fuzz-seeds").join(name);
    let _ = fs::create_dir_all(&folder);
    if name == "lineage" {
        let open = fs::read_dir(root().join("crates/garim-lineage/tests/open")).into_iter().flatten().flatten();
        for file in open.filter_map(|f| fs::read_to_string(f.path()).ok()) {
            for (n, case) in file.split("\n# ").skip(1).enumerate() {
                let sql = case.split("====").next().unwrap_or_default();
                let sql: String = sql.lines().skip(1).filter(|l| !l.starts_with('@')).collect::<Vec<_>>().join("\n");
                let _ = fs::write(folder.join(format!("{:016x}", hash(&sql))), [&[(n % 52) as u8], sql.as_bytes()].concat());
            }
        }
    }
    folder
}

/// A name for a seed that two runs share.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
