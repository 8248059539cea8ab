//! `garim impact NAME`.

use std::process::ExitCode;

use super::{Context, Done};
use crate::render;

/// Shows what a change would touch, and whose it is.
pub async fn impact(context: &Context, name: &str) -> Done {
    let app = context.open().await?;
    let answer = app.impact(&app.operator()?, name).await?;
    if context.json {
        render::json(&answer);
        return Ok(ExitCode::SUCCESS);
    }
    if answer.assets.is_empty() {
        render::line(format!("nothing that is known depends on {}", answer.of));
        return Ok(ExitCode::SUCCESS);
    }
    render::line(format!(
        "{} touches {} datasets, {} metrics and {} dashboards; values flow into {} columns",
        answer.of, answer.datasets, answer.metrics, answer.dashboards, answer.columns
    ));
    let row = |a: &garim_app::ImpactAsset| {
        let how = if a.values { a.flows_into.join(", ") } else { "rows only".to_owned() };
        vec![a.node.depth.to_string(), a.node.id.clone(), how, a.owners.join(", ")]
    };
    render::line(render::table(&["step", "asset", "flows into", "owners"], &answer.assets.iter().map(row).collect::<Vec<_>>()));
    if answer.more > 0 {
        render::line(format!("{} more", answer.more));
    }
    let owners: Vec<String> = answer.owners.iter().map(|(owner, count)| format!("{owner} ({count})")).collect();
    if !owners.is_empty() {
        render::line(format!("ask {}", owners.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}
