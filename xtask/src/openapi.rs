//! `cargo xtask openapi`: the service's own document, and the page's types made from it.

use std::{fs, process::Command};

use crate::{
    build,
    run::{Result, root, step},
    ui,
};

/// Writes `ui/openapi.json` and `ui/src/api/generated.ts`.
pub fn openapi() -> Result {
    // The page may not compile before it has the types that are made here.
    let binary = if root().join("ui/dist").is_dir() { build::with_page()? } else { build::binary()? };
    let output = Command::new(binary).arg("openapi").output().map_err(|e| format!("garim openapi: {e}"))?;
    if !output.status.success() {
        return Err("garim openapi failed".to_owned());
    }
    fs::write(root().join("ui/openapi.json"), output.stdout).map_err(|e| format!("ui/openapi.json: {e}"))?;
    // A folder of its own: the generator needs an older TypeScript than the page.
    let folder = root().join("ui/openapi");
    step("install the generator", ui::npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder))?;
    step("generate the page's types", ui::npm(&["run", "--silent", "generate"]).current_dir(&folder))
}
