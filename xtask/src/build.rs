//! Builds the binary in the one profile of demo, tests and CI.

use std::path::PathBuf;

use crate::{
    run::{Result, cargo, step, target},
    tools, ui,
};

/// The one profile.
pub const PROFILE: &str = "demo";

/// Builds page and binary; gives the binary's path.
pub fn binary() -> Result<PathBuf> {
    tools::ensure(&[&tools::COMPILER, &tools::NPM])?;
    ui::build()?;
    with_page()
}

/// Builds the binary with the page as it was built last.
pub fn with_page() -> Result<PathBuf> {
    // The whole workspace, so that the tests later find their dependencies built with the same features.
    step("build (the first time takes some minutes)", &mut cargo(&["build", "--workspace", "--profile", PROFILE]))?;
    Ok(target().join(PROFILE).join("garim"))
}
