//! `garim blame COLUMN`.

use std::process::ExitCode;

use garim_app::BlameStep;

use super::{Context, Done};
use crate::render;

/// Characters of a commit or a run that tell it from others for people.
const SHORT: usize = 12;

/// Shows each ancestor with who made it so.
pub async fn blame(context: &Context, column: &str) -> Done {
    let app = context.open().await?;
    let answer = app.blame(&app.operator()?, column).await?;
    if context.json {
        render::json(&answer);
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = answer.steps.iter().map(row).collect();
    if rows.is_empty() {
        render::line(format!("nothing that is known writes {}", answer.of));
    } else {
        let heading = ["written", "", "read", "how", "job", "run", "since", "owners", "code", "commit"];
        render::line(render::wide(&heading, &rows));
    }
    for (column, source) in &answer.sources {
        render::line(format!("source {column}{}", source.as_deref().map(|s| format!(" from {s}")).unwrap_or_default()));
    }
    if answer.more > 0 {
        render::line(format!("{} more columns", answer.more));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(step: &BlameStep) -> Vec<String> {
    let short = |text: &Option<String>| text.as_deref().unwrap_or_default().chars().take(SHORT).collect::<String>();
    vec![
        step.to.clone(),
        if step.values { "<-" } else { "<~" }.to_owned(),
        step.from.clone(),
        step.how.clone(),
        step.job.clone(),
        step.run.clone().unwrap_or_default(),
        step.since.to_string(),
        step.owners.join(", "),
        step.code.clone().unwrap_or_default(),
        short(&step.commit),
    ]
}
