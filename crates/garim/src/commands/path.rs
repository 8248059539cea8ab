//! `garim path A B`.

use std::process::ExitCode;

use super::{Context, Done, lineage::flow};
use crate::render;

/// Shows how one leads to the other; 1 if neither does.
pub async fn path(context: &Context, from: &str, to: &str) -> Done {
    let app = context.open().await?;
    let answer = app.path(&app.operator()?, from, to).await?;
    if context.json {
        render::json(&answer);
        return Ok(ExitCode::from(u8::from(answer.hops.is_none())));
    }
    let Some(hops) = &answer.hops else {
        render::line(format!("neither of {} and {} leads to the other", answer.from, answer.to));
        return Ok(ExitCode::from(1));
    };
    if answer.reversed {
        render::line(format!("{} does not lead to {}, but the other way round:", answer.from, answer.to));
    }
    for hop in hops {
        render::line(format!("{} -> {}", hop.from, hop.to));
        hop.columns.iter().for_each(flow);
    }
    if hops.is_empty() {
        render::line("they are the same");
    }
    Ok(ExitCode::SUCCESS)
}
