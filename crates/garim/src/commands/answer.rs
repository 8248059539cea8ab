//! `garim answer WORD`, `garim certify ASSET`, `garim deprecate ASSET`.

use std::process::ExitCode;

use garim_app::{AnswerCard, Definition, Endorse, Standing};

use super::{Context, Done};
use crate::render;

/// Shows the one answer for a business word.
pub async fn answer(context: &Context, word: &str) -> Done {
    let app = context.open().await?;
    let card = app.answer(&app.operator()?, word).await?;
    if context.json {
        render::json(&card);
    } else {
        print(&card);
    }
    Ok(ExitCode::SUCCESS)
}

/// Records an owner's word on an asset.
pub async fn endorse(context: &Context, asset: &str, ask: Endorse) -> Done {
    let app = context.open().await?;
    let standing = app.endorse(&app.operator()?, asset, ask).await?;
    if context.json {
        render::json(&standing);
    } else {
        render::line(format!("{asset} is {}", stands(&standing)));
    }
    Ok(ExitCode::SUCCESS)
}

fn print(card: &AnswerCard) {
    let verdict = match card.verdict {
        "canonical" => "the canonical answer".to_owned(),
        "contested" => "several are certified for it; their owners have to settle it".to_owned(),
        _ => "nothing deserves it yet".to_owned(),
    };
    render::line(format!("{}: {verdict}", card.word));
    if let Some(metric) = &card.metric {
        definition(metric);
    }
    if let Some(dataset) = &card.dataset {
        let label = dataset.label.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
        render::line(format!("  from dataset {}{label} ({})", dataset.name, stands(&dataset.standing)));
        let newest = dataset.newest_day.map_or_else(|| "never filled".to_owned(), |day| format!("newest day {day}"));
        let rows = dataset.rows.map(|rows| format!(", {rows} rows")).unwrap_or_default();
        render::line(format!("      {newest}{rows}, used by {} people lately", dataset.people));
    }
    if let Some(dashboard) = &card.dashboard {
        render::line(format!("  on dashboard {}", dashboard.label.as_deref().unwrap_or(&dashboard.name)));
    }
    for other in &card.conflicts {
        render::line("  conflicts with");
        definition(other);
    }
    for like in &card.look_alikes {
        let why: Vec<&str> = like.why_not.iter().map(|r| r.why.as_str()).collect();
        render::line(format!("  not {} {}: {}", like.kind, like.asset.name, why.join("; ")));
    }
    if let Some(how) = &card.how {
        render::line(format!("  {how}"));
    }
}

fn definition(metric: &Definition) {
    let korean = metric.label_ko.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
    render::line(format!("  metric {} · {}{korean} ({})", metric.name, metric.label, stands(&metric.standing)));
    render::line(format!("      {} = {}", metric.description, metric.formula));
    let owner = metric.owner.as_deref().map_or_else(|| "nobody owns it".to_owned(), |o| format!("owned by {o}"));
    let unit = metric.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
    match (&metric.day, &metric.value) {
        (Some(day), Some(value)) => render::line(format!("      {value}{unit} on {day}; {owner}")),
        (Some(day), None) => render::line(format!("      no value on {day}; {owner}")),
        (None, _) => render::line(format!("      never computed; {owner}")),
    }
}

/// How something stands, in words.
fn stands(standing: &Standing) -> String {
    let by = standing.by.as_deref().map(|who| format!(" by {who}")).unwrap_or_default();
    let at = standing.at.map(|at| format!(" on {at}")).unwrap_or_default();
    match standing.held {
        "certified" => format!("certified{by}{at}"),
        "expired" => format!("no longer certified: {}", standing.expired.as_deref().unwrap_or("it expired")),
        "deprecated" => {
            let instead = standing.successor.as_deref().map(|s| format!("; use {s}")).unwrap_or_default();
            format!("deprecated{by}{at}{instead}")
        }
        _ => "not certified".to_owned(),
    }
}
