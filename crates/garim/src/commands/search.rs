//! `garim search WORDS`.

use std::process::ExitCode;

use super::{Context, Done};
use crate::render;

/// Finds, and with `--explain` says why.
pub async fn search(context: &Context, words: &str, explain: bool, limit: usize) -> Done {
    let app = context.open().await?;
    let hits = app.search(&app.operator()?, words, limit).await?;
    if context.json {
        render::json(&serde_json::json!({ "hits": hits }));
        return Ok(ExitCode::SUCCESS);
    }
    if hits.is_empty() {
        render::line("nothing found; try fewer or other words");
    }
    for (at, hit) in hits.iter().enumerate() {
        let kind = format!("{:?}", hit.kind).to_lowercase();
        let label = hit.label.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
        let deprecated = hit
            .deprecated
            .as_ref()
            .map(|d| d.successor.as_deref().map_or_else(|| " (deprecated)".to_owned(), |s| format!(" (deprecated; use {s})")));
        let certified = if hit.certified { " ✔" } else { "" };
        render::line(format!("{:2}. {kind} {}{label}{certified}{}", at + 1, hit.name, deprecated.unwrap_or_default()));
        if !hit.description.is_empty() {
            render::line(format!("      {}", hit.description));
        }
        if explain {
            for term in &hit.terms {
                render::line(format!("      {:+8.3}  {:24} {}", term.value, term.name, term.why));
            }
            render::line(format!("      {:+8.3}  = score", hit.score));
        } else {
            let why: Vec<&str> = hit.terms.iter().filter(|t| t.value > 0.0).map(|t| t.why.as_str()).take(3).collect();
            render::line(format!("      because {}", why.join("; ")));
        }
    }
    Ok(ExitCode::SUCCESS)
}
