//! `cargo xtask openapi`: the service's own document, for the page's generated types.

use std::{fs, process::Command};

use crate::{
    build,
    run::{Result, root},
};

/// Writes `ui/openapi.json`.
pub fn openapi() -> Result {
    let binary = build::binary()?;
    let output = Command::new(binary).arg("openapi").output().map_err(|e| format!("garim openapi: {e}"))?;
    if !output.status.success() {
        return Err("garim openapi failed".to_owned());
    }
    fs::write(root().join("ui/openapi.json"), output.stdout).map_err(|e| format!("ui/openapi.json: {e}"))
}
