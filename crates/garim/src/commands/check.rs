//! `garim check`: everything in the project folder, without touching any state.

use std::process::ExitCode;

use super::{Context, Done};
use crate::{exit::Failure, render, wire};

/// Reads and checks the project, its policies included.
pub fn check(context: &Context) -> Done {
    let (root, project) = wire::project(&context.dir)?;
    garim_policy::CedarPolicy::new(&project.policies, &project.purposes).map_err(Failure::Error)?;
    wire::check_sql(&project)?;
    let counts = [
        ("datasets", project.contracts.len()),
        ("pipelines", project.pipelines.len()),
        ("metrics", project.metrics.len()),
        ("purposes", project.purposes.len()),
        ("policies", project.policies.len()),
    ];
    if context.json {
        let counts: serde_json::Map<_, _> = counts.iter().map(|(what, n)| ((*what).to_owned(), (*n).into())).collect();
        render::json(&serde_json::json!({ "problems": [], "project": project.settings.name, "checked": counts }));
    } else {
        let counts: Vec<String> = counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
        render::line(format!("{} is valid: {}", root.display(), counts.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}
