//! `garim init DIR`: a small working project.

use std::{path::Path, process::ExitCode};

use garim_core::Error;
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use super::{Context, Done};
use crate::render;

/// Writes the template; nothing that is there is overwritten.
pub async fn init(context: &Context, dir: &Path) -> Done {
    let dir = context.dir.join(dir);
    if dir.join("garim.toml").exists() {
        return Err(Error::conflict(format!("`{}` has a garim.toml already", dir.display())).into());
    }
    make(&dir).await?;
    if context.json {
        render::json(&serde_json::json!({ "project": dir }));
    } else {
        render::line(format!("made a project in {}", dir.display()));
        render::line(format!("next: garim -C {0} check; garim -C {0} run daily --date 2020-10-25", dir.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The template in a folder.
pub async fn make(dir: &Path) -> Result<(), Error> {
    for (path, text) in garim_project::template() {
        write(&dir.join(path), text)?;
    }
    source(&dir.join("sources/example.db")).await
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |e: std::io::Error| Error::invalid(format!("`{}` cannot be written: {e}", path.display()));
    if path.exists() {
        return Err(Error::conflict(format!("`{}` is there already", path.display())));
    }
    path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
    std::fs::write(path, text).map_err(failed)
}

/// The template's source: a small SQLite database.
async fn source(path: &Path) -> Result<(), Error> {
    let failed = |e: &dyn std::fmt::Display| Error::invalid(format!("`{}` cannot be made: {e}", path.display()));
    path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(|e| failed(&e))?;
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.map_err(|e| failed(&e))?;
    sqlx::raw_sql(garim_project::TEMPLATE_SOURCE_SQL).execute(&mut connection).await.map_err(|e| failed(&e))?;
    sqlx::Connection::close(connection).await.map_err(|e| failed(&e))
}
