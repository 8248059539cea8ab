//! `garim search WORDS`.

use std::process::ExitCode;

use garim_core::search::{Ask, Facet, Found, Hit};

use super::{Context, Done};
use crate::render;

/// Finds, and with `explain` says why.
pub async fn search(context: &Context, ask: Ask, explain: bool) -> Done {
    let app = context.open().await?;
    let found = app.find(&app.operator()?, ask.clone()).await?;
    if context.json {
        render::json(&found);
        return Ok(ExitCode::SUCCESS);
    }
    for reading in &found.read_as {
        render::line(format!("reading `{}` as `{}`: {}", reading.typed, reading.read, reading.why));
    }
    if found.hits.is_empty() {
        render::line("nothing found; try fewer or other words");
    }
    for (at, one) in found.hits.iter().enumerate() {
        hit(ask.skip + at + 1, one, explain);
    }
    let shown = ask.skip + found.hits.len();
    if !found.hits.is_empty() && shown < found.total {
        render::line(format!("{shown} of {}; `--skip {shown}` goes on", found.total));
    }
    facets(&found);
    Ok(ExitCode::SUCCESS)
}

fn hit(place: usize, hit: &Hit, explain: bool) {
    let label = hit.label.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
    let deprecated = hit
        .deprecated
        .as_ref()
        .map(|d| d.successor.as_deref().map_or_else(|| " (deprecated)".to_owned(), |s| format!(" (deprecated; use {s})")));
    let certified = if hit.certified { " ✔" } else { "" };
    render::line(format!("{place:2}. {} {}{label}{certified}{}", hit.kind.name(), hit.name, deprecated.unwrap_or_default()));
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

/// A line for each facet: its values, each with how many of what was found have it. Each is a filter.
fn facets(found: &Found) {
    for facet in found.facets.chunk_by(|a, b| a.facet == b.facet) {
        let value = |f: &Facet| {
            if f.value.contains(' ') { format!("\"{}\" {}", f.value, f.count) } else { format!("{} {}", f.value, f.count) }
        };
        let name = facet.first().map_or("", |f| f.facet.as_str());
        render::line(format!("{name}: {}", facet.iter().map(value).collect::<Vec<_>>().join(" · ")));
    }
}
