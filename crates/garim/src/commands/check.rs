//! `garim check`: everything in the project folder, without touching any state.

use std::process::ExitCode;

use garim_core::name::SourceName;
use garim_project::{Settings, SourceSetting};

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
    let unset = unset(&project.settings);
    if context.json {
        let counts: serde_json::Map<_, _> = counts.iter().map(|(what, n)| ((*what).to_owned(), (*n).into())).collect();
        render::json(&serde_json::json!({ "problems": [], "notes": unset, "project": project.settings.name, "checked": counts }));
    } else {
        let counts: Vec<String> = counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
        unset.iter().for_each(render::note);
        render::line(format!("{} is valid: {}", root.display(), counts.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Sources that stand in variables which are not set here: no problem of the project, and a surprise at the first run.
fn unset(settings: &Settings) -> Vec<String> {
    let missing = |(name, setting): (&SourceName, &SourceSetting)| match setting {
        SourceSetting::Environment(variable) if std::env::var_os(variable).is_none() => {
            Some(format!("note: source `{name}` stands in `{variable}`, which is not set here; a run needs it"))
        }
        _ => None,
    };
    settings.sources.iter().filter_map(missing).collect()
}
