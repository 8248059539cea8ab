//! The demo's project folder: `examples/lgde`, as it stands in the repository.

use std::{fs, path::Path};

use garim_core::{Error, Result};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Path from the project's root, and text.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../../examples/lgde/", $name)))),*];
    };
}

files![
    ".gitignore",
    "README.md",
    "datasets/access.odcs.yaml",
    "datasets/dim_user.odcs.yaml",
    "datasets/purchase.odcs.yaml",
    "datasets/purchase_copy.odcs.yaml",
    "datasets/purchase_log.odcs.yaml",
    "datasets/revenue_old.odcs.yaml",
    "datasets/session.odcs.yaml",
    "datasets/user.odcs.yaml",
    "garim.toml",
    "metrics/revenue.yaml",
    "metrics/time.yaml",
    "metrics/users.yaml",
    "pipelines/daily.yaml",
    "policies/support.cedar",
    "purposes.yaml",
    "sql/dim_user.sql",
    "sql/purchase_copy.sql",
    "sql/session.sql",
];

/// Writes the files that are not there yet: whoever changed one keeps the change.
pub fn write(root: &Path) -> Result<()> {
    for (name, text) in FILES {
        let path = root.join(name);
        if path.exists() {
            continue;
        }
        let folder = path.parent().unwrap_or(root);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|e| Error::invalid(format!("`{}` cannot be written: {e}", path.display())))?;
    }
    Ok(())
}
