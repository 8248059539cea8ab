//! The page: installed from its lock file, built when it changed.

use std::{fs, path::Path, time::SystemTime};

use crate::run::{Result, program, root, step};

/// Builds `ui/dist` unless it is newer than everything that it is made from.
pub fn build() -> Result {
    let ui = root().join("ui");
    if let Some(built) = modified(&ui.join("dist/index.html")) {
        let sources = ["src", "public", "index.html", "package-lock.json", "vite.config.ts", "tsconfig.json"];
        if sources.iter().filter_map(|s| newest(&ui.join(s))).all(|t| t <= built) {
            return Ok(());
        }
    }
    install()?;
    step("build the page", npm(&["run", "--silent", "build"]).current_dir(&ui))
}

/// Installs the page's packages, if the lock file is newer than what is installed.
pub fn install() -> Result {
    let ui = root().join("ui");
    let installed = modified(&ui.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&ui.join("package-lock.json")) {
        return Ok(());
    }
    step("install the page's packages", npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&ui))
}

/// npm, without any browser download.
pub fn npm(args: &[&str]) -> std::process::Command {
    let mut command = program("npm", args);
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// The newest time under a path.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = modified(path);
    let below = fs::read_dir(path).ok().into_iter().flatten().flatten().filter_map(|e| newest(&e.path())).max();
    own.max(below)
}
