//! `garim sql "SELECT …"`.

use std::{io::Read, process::ExitCode};

use arrow_array::RecordBatch;
use futures::TryStreamExt;
use garim_core::Error;

use super::{Context, Done};
use crate::render;

/// Runs a statement under the operator's views.
pub async fn sql(context: &Context, text: &str, purpose: Option<&str>, limit: usize) -> Done {
    let text = if text == "-" { stdin()? } else { text.to_owned() };
    let app = context.open().await?;
    let operator = app.operator()?.principal;
    let caller = app.caller(operator.name, operator.roles, purpose)?;
    let answer = app.sql(&caller, &text, Some(limit)).await?;
    let schema = answer.rows.schema.clone();
    let mut batches: Vec<RecordBatch> = answer.rows.stream.try_collect().await?;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    app.feed().await?;
    if context.json {
        let (rows, truncated) = render::sql_json(&batches, answer.limit)?;
        render::json(&serde_json::json!({ "rows": rows, "truncated": truncated, "tables": answer.tables }));
    } else {
        let (table, truncated) = render::sql_table(&batches, answer.limit)?;
        render::line(table);
        if truncated {
            render::note(format!("only the first {} rows are shown; --limit shows more", answer.limit));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn stdin() -> Result<String, Error> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|e| Error::invalid(format!("standard input: {e}")))?;
    Ok(text)
}
