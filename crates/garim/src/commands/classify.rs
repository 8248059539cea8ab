//! `garim classify COLUMN CLASS`, and `--suggest`.

use std::process::ExitCode;

use super::{Context, Done};
use crate::render;

/// Records a decision.
pub async fn classify(context: &Context, column: &str, class: &str, reason: Option<String>) -> Done {
    let app = context.open().await?;
    let decided = app.classify(&app.operator()?, column, class, reason).await?;
    if context.json {
        render::json(&decided);
    } else {
        render::line(format!("{column} is {}", decided.class));
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what the scanner finds in a dataset's source.
pub async fn suggest(context: &Context, dataset: &str) -> Done {
    let app = context.open().await?;
    let suggestions = app.suggest_classes(&app.operator()?, dataset).await?;
    if context.json {
        render::json(&suggestions);
        return Ok(ExitCode::SUCCESS);
    }
    let row = |s: &garim_app::ClassSuggestion| {
        let confidence = s.confidence.map(|c| format!("{c:.2}")).unwrap_or_default();
        vec![
            s.column.clone(),
            s.holds.clone(),
            s.suggests.clone().unwrap_or_default(),
            confidence,
            s.evidence.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = suggestions.iter().map(row).collect();
    render::line(render::table(&["column", "holds", "suggests", "confidence", "evidence"], &rows));
    if let Some((column, class)) = suggestions.iter().find_map(news) {
        render::line(format!("confirm with `garim classify {dataset}.{column} {class}`,"));
        render::line(format!("reject with `garim classify {dataset}.{column} none --reason WHY`"));
    }
    Ok(ExitCode::SUCCESS)
}

/// A column that would be left readable, and what it may be.
fn news(s: &garim_app::ClassSuggestion) -> Option<(&str, &str)> {
    let open = matches!(s.holds.as_str(), "none" | "unclassified");
    Some((s.column.as_str(), s.suggests.as_deref()?)).filter(|_| open)
}
