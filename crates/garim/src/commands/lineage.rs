//! `garim lineage NAME`.

use std::process::ExitCode;

use garim_app::LineageAsk;

use super::{Context, Done};
use crate::render;

/// Shows the neighbourhood of an asset or a column.
pub async fn lineage(context: &Context, name: &str, ask: LineageAsk) -> Done {
    let app = context.open().await?;
    let answer = app.lineage(&app.operator()?, name, ask).await?;
    if context.json {
        render::json(&answer);
        return Ok(ExitCode::SUCCESS);
    }
    for edge in &answer.edges {
        let counts = [(edge.direct, "by value"), (edge.indirect, "shaping rows")];
        let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        render::line(format!("{} -> {} ({})", edge.from, edge.to, counts.join(", ")));
        edge.columns.iter().for_each(flow);
    }
    if answer.edges.is_empty() {
        render::line("no lineage yet: a run or an import captures it");
    }
    for node in answer.nodes.iter().filter(|n| n.more_up + n.more_down > 0) {
        render::line(format!("{}: {} more upstream, {} more downstream", node.id, node.more_up, node.more_down));
    }
    if answer.more > 0 {
        render::line(format!("{} more; --skip {} goes on", answer.more, ask.skip + answer.nodes.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// What flows from a column to a column.
pub fn flow((from, to, how): &garim_app::Flow) {
    let from = if from.is_empty() { "*" } else { from };
    let arrow = if to.is_empty() { format!("{from} ~> *") } else { format!("{from} -> {to}") };
    render::line(format!("    {arrow} ({how})"));
}
