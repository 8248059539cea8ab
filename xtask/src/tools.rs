//! What has to be on the machine: installed where that is possible, else named in one line.

use std::path::PathBuf;

use crate::run::{Result, output, program, step};

/// Whether a program is on the PATH.
pub fn has(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|paths| std::env::split_paths(&paths).any(|p| p.join(name).is_file()))
}

/// A Debian package with the program that it brings.
pub struct Package {
    /// The program, or a path.
    pub program: &'static str,
    /// The package.
    pub package: &'static str,
}

/// A C compiler, for what links C.
pub const COMPILER: Package = Package { program: "cc", package: "gcc" };
/// Node's package manager.
pub const NPM: Package = Package { program: "npm", package: "npm" };
/// A MariaDB server for tests.
pub const MARIADB: Package = Package { program: "mariadbd", package: "mariadb-server" };
/// A PostgreSQL server for tests.
pub const POSTGRES: Package = Package { program: "initdb", package: "postgresql" };
/// Python, for the real tools of others.
pub const PYTHON: Package = Package { program: "python3", package: "python3-venv" };
/// A browser for tests.
pub const CHROMIUM: Package = Package { program: "chromium", package: "chromium" };

/// Sees to it that packages are there: installs them as root on Debian, else says exactly which are missing.
pub fn ensure(packages: &[&Package]) -> Result {
    let missing: Vec<&str> = packages.iter().filter(|p| !present(p)).map(|p| p.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    let root = output(&mut program("id", &["-u"])).is_some_and(|id| id.trim() == "0");
    if !root || !has("apt-get") {
        return Err(format!("missing: {names}; install with `sudo apt-get install -y {names}`"));
    }
    step("apt-get update", program("apt-get", &["update", "-qq"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    step(&format!("apt-get install {names}"), program("apt-get", &install).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn present(package: &Package) -> bool {
    let folders = ["/usr/sbin", "/sbin"].iter().map(PathBuf::from).chain(postgres_folders());
    has(package.program) || folders.into_iter().any(|d| d.join(package.program).is_file())
}

/// Debian keeps PostgreSQL's programs of each version in a folder of its own, off the PATH: the oldest first.
pub fn postgres_folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|e| e.path().join("bin")).filter(|p| p.join("initdb").is_file()).collect();
    folders.sort();
    folders
}

/// A cargo subcommand from crates.io.
pub fn cargo_tool(name: &str, version: &str) -> Result {
    if has(name) {
        return Ok(());
    }
    // Its own target folder, so that it does not disturb ours; without debug info, since nobody will debug it here.
    let args = ["install", name, "--version", version, "--locked", "--quiet"];
    step(
        &format!("cargo install {name}"),
        program("cargo", &args)
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off"),
    )
}
