//! `garim lineage NAME`.

use std::process::ExitCode;

use super::{Context, Done};
use crate::render;

/// Shows the neighbourhood of an asset.
pub async fn lineage(context: &Context, name: &str, direction: &str, depth: usize) -> Done {
    let app = context.open().await?;
    let answer = app.lineage(&app.operator()?, name, direction.parse()?, depth).await?;
    if context.json {
        render::json(&answer);
        return Ok(ExitCode::SUCCESS);
    }
    for edge in &answer.edges {
        render::line(format!("{} -> {}", edge.from, edge.to));
        for (from, to, how) in &edge.columns {
            let arrow = if to.is_empty() { format!("{from} ~> *") } else { format!("{from} -> {to}") };
            render::line(format!("    {arrow} ({how})"));
        }
    }
    if answer.edges.is_empty() {
        render::line("no lineage yet: a run captures it");
    }
    if answer.more > 0 {
        render::line(format!("{} more", answer.more));
    }
    Ok(ExitCode::SUCCESS)
}
