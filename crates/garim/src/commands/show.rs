//! `garim show NAME`: a dataset, a metric or a run, whichever has that name.

use std::process::ExitCode;

use garim_app::{App, DatasetCard, MetricCard};
use garim_core::{Error, Result, authz::Caller};

use super::{Context, Done};
use crate::render;

/// Partitions shown, newest last.
const PARTITIONS: usize = 14;

/// Shows whatever has that name.
pub async fn show(context: &Context, name: &str) -> Done {
    let app = context.open().await?;
    let caller = app.operator()?;
    show_one(&app, &caller, name, context.json).await?;
    Ok(ExitCode::SUCCESS)
}

async fn show_one(app: &App, caller: &Caller, name: &str, json: bool) -> Result<()> {
    if name.contains('.') {
        let card = app.dataset(caller, name).await?;
        if json {
            render::json(&card)
        } else {
            dataset(&card)
        }
        return Ok(());
    }
    if let Ok(run) = app.run_card(caller, name).await {
        if json {
            render::json(&run)
        } else {
            super::run::one(&run)
        }
        return Ok(());
    }
    match app.metric_card(caller, name).await {
        Ok(card) if json => render::json(&card),
        Ok(card) => metric(&card),
        Err(Error::NotFound { nearest: None, .. }) => {
            // Perhaps a table without its schema: say which one.
            let card = app.dataset(caller, name).await?;
            if json { render::json(&card) } else { dataset(&card) }
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

fn dataset(card: &DatasetCard) {
    let label = card.row.label.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
    render::line(format!("{}{label} ({}, {})", card.row.name, card.row.stage, card.row.standing));
    if let Some(successor) = &card.successor {
        render::line(format!("use {successor} instead"));
    }
    render::line(card.row.description.as_deref().unwrap_or("no description"));
    let owner = card.row.owner.as_deref().unwrap_or("nobody");
    let people = if card.people.is_empty() { String::new() } else { format!(" ({})", card.people.join(", ")) };
    render::line(format!("owned by {owner}{people}; an erasure will {} here", card.erasure));
    let column = |c: &garim_app::ColumnCard| {
        let seen = c.mask.map_or_else(|| c.sight.to_owned(), |m| format!("masked ({m})"));
        vec![c.name.clone(), c.logical.to_owned(), c.class.clone(), seen, c.label.clone().unwrap_or_default()]
    };
    render::line(render::table(
        &["column", "type", "class", "you see", "label"],
        &card.columns.iter().map(column).collect::<Vec<_>>(),
    ));
    let newest = card.partitions.iter().rev().take(PARTITIONS).rev();
    let partition =
        |p: &garim_app::PartitionRow| vec![p.day.to_string(), p.rows.to_string(), p.files.to_string(), p.bytes.to_string()];
    render::line(render::table(&["day", "rows", "files", "bytes"], &newest.map(partition).collect::<Vec<_>>()));
    for (name, label) in &card.metrics {
        render::line(format!("metric {name}: {label}"));
    }
    for run in card.runs.iter().take(5) {
        super::run::one(run);
    }
}

fn metric(card: &MetricCard) {
    let korean = card.row.label_ko.as_deref().map(|l| format!(" · {l}")).unwrap_or_default();
    render::line(format!("{}{korean} ({})", card.row.label, card.row.name));
    render::line(&card.description);
    render::line(format!("= {}", card.formula));
    render::line(format!("defined in {}, owned by {}", card.file, card.owner.as_deref().unwrap_or("nobody")));
    if let Some((day, value)) = &card.row.latest {
        let unit = card.row.unit.as_deref().unwrap_or("");
        render::line(format!("{day}: {} {unit}", value.as_deref().unwrap_or("null")));
    }
    for day in &card.recomputed {
        let shown = |v: &Option<String>| v.clone().unwrap_or_else(|| "null".to_owned());
        let (published, now) = (shown(&day.published), shown(&day.recomputed));
        render::line(format!("{}: published as {published}; computed again {now}, {} erased since", day.day, day.erased_since));
    }
    if let Some(identity) = &card.reconciles {
        render::line(format!("{} {}", if identity.holds { "✔" } else { "✘" }, identity.detail));
    }
    for (other, formula) in &card.conflicts {
        let value = other.latest.as_ref().and_then(|(_, v)| v.as_deref()).unwrap_or("null");
        render::line(format!("conflicts with {} = {formula} ({value})", other.name));
    }
    for (name, label) in &card.children {
        render::line(format!("above {name}: {label}"));
    }
}
