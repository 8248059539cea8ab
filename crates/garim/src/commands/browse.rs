//! `garim browse`, `garim related NAME`, `garim topics`.

use std::process::ExitCode;

use garim_app::Listed;

use super::{Context, Done};
use crate::render;

/// Shows what many people use, and what is new.
pub async fn browse(context: &Context) -> Done {
    let app = context.open().await?;
    let found = app.browse(&app.operator()?).await?;
    if context.json {
        render::json(&found);
        return Ok(ExitCode::SUCCESS);
    }
    list("popular", &found.popular, "people");
    list("new", &found.recent, "");
    Ok(ExitCode::SUCCESS)
}

/// Shows what stands near an asset.
pub async fn related(context: &Context, name: &str) -> Done {
    let app = context.open().await?;
    let found = app.related(&app.operator()?, name).await?;
    if context.json {
        render::json(&found);
        return Ok(ExitCode::SUCCESS);
    }
    list("read together with it", &found.joined, "queries");
    list("used by the same people", &found.same_people, "people");
    list("of the same lineage", &found.same_lineage, "assets in common");
    Ok(ExitCode::SUCCESS)
}

/// Shows what the catalog is about.
pub async fn topics(context: &Context) -> Done {
    let app = context.open().await?;
    let topics = app.topics(&app.operator()?).await?;
    if context.json {
        render::json(&serde_json::json!({ "topics": topics }));
        return Ok(ExitCode::SUCCESS);
    }
    if topics.is_empty() {
        render::line("no topics yet; `garim reindex` makes them anew");
    }
    for topic in &topics {
        let names: Vec<&str> = topic.members.iter().map(|m| m.name.as_str()).collect();
        let more = topic.size.saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        render::line(format!("{}: {}{more}", topic.words.join(" · "), names.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

fn list(title: &str, all: &[Listed], unit: &str) {
    render::line(format!("{title}:{}", if all.is_empty() { " nothing" } else { "" }));
    for one in all {
        let label = one.label.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
        let why = match (one.at, unit) {
            (Some(at), _) => format!(" (since {at})"),
            (None, "") => String::new(),
            (None, unit) => format!(" ({} {unit})", one.count),
        };
        render::line(format!("  {} {}{label}{why}", one.kind, one.name));
    }
}
