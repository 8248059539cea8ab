//! `garim status`.

use std::process::ExitCode;

use super::{Context, Done};
use crate::render;

/// Says how the project stands.
pub async fn status(context: &Context) -> Done {
    let app = context.open().await?;
    let status = app.status(&app.operator()?).await?;
    if context.json {
        render::json(&status);
        return Ok(ExitCode::SUCCESS);
    }
    render::line(format!("{} ({}): {} datasets, {} metrics", status.project, status.zone, status.datasets, status.metrics));
    for (name, schedule, start, newest) in &status.pipelines {
        let newest = newest.map_or_else(|| "has not run".to_owned(), |d| format!("newest day {d}"));
        let schedule = schedule.as_deref().map(|s| format!(", schedule `{s}`")).unwrap_or_default();
        render::line(format!("pipeline {name}: from {start}, {newest}{schedule}"));
    }
    super::demo::protected_table(&status.protected);
    for run in &status.runs {
        super::run::one(run);
    }
    Ok(ExitCode::SUCCESS)
}
