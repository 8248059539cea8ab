//! A Python of its own for a peer that is measured beside us.

use std::{path::PathBuf, process::Command};

use crate::run::{Result, output, program, step, target};

/// Python's interpreter in an environment beside what is built, with a package of PyPI in it; made where it is missing.
pub fn environment(name: &str, package: &str, module: &str) -> Result<PathBuf> {
    let home = target().join(name);
    let python = home.join("bin/python");
    if output(Command::new(&python).args(["-c", &format!("import {module}")])).is_none() {
        step("python environment", program("python3", &["-m", "venv"]).arg(&home))?;
        step(package, Command::new(&python).args(["-m", "pip", "install", "--quiet", package]))?;
    }
    Ok(python)
}
