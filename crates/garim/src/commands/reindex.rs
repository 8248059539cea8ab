//! `garim reindex`.

use std::process::ExitCode;

use super::{Context, Done};
use crate::render;

/// Builds the search index anew.
pub async fn reindex(context: &Context) -> Done {
    let app = context.open().await?;
    let documents = app.rebuild_index().await?;
    if context.json {
        render::json(&serde_json::json!({ "documents": documents }));
    } else {
        render::line(format!("{documents} documents"));
    }
    Ok(ExitCode::SUCCESS)
}
