//! Runs programs, says which, and how long they took.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

/// What can go wrong, in a line.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The project's root.
pub fn root() -> PathBuf {
    // Cargo says where it runs from: clones that share a target folder may run a binary that another one built.
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or(manifest.clone(), PathBuf::from)
}

/// A program to be run in the project's root.
pub fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root());
    command
}

/// Cargo, with the target folder outside the clone unless somebody has chosen one.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args);
    command.env("CARGO_TARGET_DIR", target());
    // What cargo says of this package to us is no business of the next cargo: build scripts (ring's) look at these variables, and
    // run again, with everything that stands on them, when they differ from those of a cargo that a person called.
    let ours = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(ours)) {
        command.env_remove(name);
    }
    command
}

/// Where things are built: `CARGO_TARGET_DIR`, else the user's cache folder, so that a fresh clone builds on what is there.
pub fn target() -> PathBuf {
    if let Some(chosen) = std::env::var_os("CARGO_TARGET_DIR") {
        return PathBuf::from(chosen);
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache"));
    cache.or(home).map_or_else(|| root().join("target"), |c| c.join("garim/target"))
}

/// Runs a step and says how long it took.
pub fn step(title: &str, command: &mut Command) -> Result {
    println!("── {title}");
    let began = Instant::now();
    let status = command.stdin(Stdio::null()).status().map_err(|e| format!("{title}: {e}"))?;
    println!("   {title}: {:.0} s", began.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(format!("{title} failed ({status})")) }
}

/// What a program prints; `None` if it cannot be run or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
