//! `garim demo`: a shop, its pipeline day by day, what came of it, and the service over it.

use std::process::ExitCode;

use garim_app::{App, KpiTable, ProtectedRow, RunOptions};
use garim_core::{Error, Result, decimal::Decimal, name::PipelineName, time::Day};

use super::{Context, Done, serve};
use crate::{cli, demo::Shop, render, wire};

/// The pipeline of the shop.
const PIPELINE: &str = "daily";
/// Days of KPIs that are printed: a month fits a screen.
const DAYS_SHOWN: u64 = 31;

/// Makes what is not there, runs what has not run, and serves.
pub async fn demo(context: &Context, args: cli::Demo) -> Done {
    let root = context.dir.join(&args.at);
    let shop = Shop::generate(&root, args.users, args.days, args.seed, &*context.progress).await?;
    let root = root.canonicalize().map_err(|e| Error::invalid(format!("`{}` cannot be opened: {e}", root.display())))?;
    let (_, project) = wire::project(&root)?;
    // The port first: a demo that has worked for minutes should not end with a port that is taken.
    let server = match args.no_serve {
        true => None,
        false => Some(garim_server::Server::bind(args.listen.unwrap_or(project.settings.listen)).await?),
    };
    let app = wire::open(&root, context.progress.clone()).await?;
    let ran = live(context, &app, &shop).await?;
    let newest = shop.days().last().unwrap_or(shop.start());
    let first = newest.minus(DAYS_SHOWN - 1).max(shop.start());
    let kpis = app.kpis(first, newest).await?;
    let protected = app.protected().await?;
    if context.json {
        render::json(
            &serde_json::json!({ "root": root, "users": shop.users(), "ran": ran, "kpis": kpis, "protected": protected }),
        );
    } else {
        kpi_table(&kpis);
        protected_table(&protected);
        render::line(format!("the shop and its data lie in {}", root.display()));
    }
    if let Some(server) = server {
        serve::serve_app(context, app, server).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets the shop live and its pipeline run, for every day whose metrics are not there yet; says how many those were.
async fn live(context: &Context, app: &App, shop: &Shop) -> Result<usize> {
    let pipeline = PipelineName::new(PIPELINE).map_err(|e| Error::internal("naming the pipeline", e))?;
    let caller = app.operator()?;
    let last = shop.days().last().unwrap_or(shop.start());
    let done: Vec<Day> = app.kpis(shop.start(), last).await?.days.into_iter().map(|(day, _)| day).collect();
    let mut ran = 0;
    for day in shop.days().filter(|d| !done.contains(d)) {
        shop.advance(day, &*context.progress).await?;
        let reports = app.run(&caller, &pipeline, (day, day), RunOptions::default(), context.progress.clone()).await?;
        if let Some(report) = reports.iter().find(|r| !r.succeeded) {
            super::run::day(report);
            return Err(Error::conflict(format!("the pipeline did not succeed on {day}; what it found stands above")));
        }
        ran += 1;
        if !context.json {
            render::note(format!("{day} done ({ran} of {})", shop.days().count() - done.len()));
        }
    }
    Ok(ran)
}

/// One table of KPIs by day.
pub fn kpi_table(kpis: &KpiTable) {
    let mut heading = vec!["day"];
    heading.extend(kpis.metrics.iter().map(String::as_str));
    let row = |(day, values): &(Day, Vec<Option<String>>)| {
        let shown = values.iter().map(|v| v.as_deref().map_or_else(|| "–".to_owned(), short));
        std::iter::once(day.to_string()).chain(shown).collect::<Vec<_>>()
    };
    render::line(render::wide(&heading, &kpis.days.iter().map(row).collect::<Vec<_>>()));
}

/// At most two digits after the point, half-even: a table is for reading, `--json` for reckoning.
fn short(value: &str) -> String {
    const CENT: i128 = 10_000;
    let Ok(exact) = value.parse::<Decimal>() else { return value.to_owned() };
    let (cents, rest) = (exact.millionths().div_euclid(CENT), exact.millionths().rem_euclid(CENT));
    let up = rest > CENT / 2 || (rest == CENT / 2 && cents % 2 != 0);
    Decimal::from_millionths((cents + i128::from(up)) * CENT).map_or_else(|_| value.to_owned(), |short| short.to_string())
}

/// One table of what the vault protects.
pub fn protected_table(rows: &[ProtectedRow]) {
    let row = |p: &ProtectedRow| vec![p.kind.clone(), p.subjects.to_string(), p.values.to_string()];
    render::line(render::table(&["protected", "people", "values"], &rows.iter().map(row).collect::<Vec<_>>()));
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_table_shows_rounded_values() {
        let shown =
            ["180555.555556", "30660.377358", "0.125", "0.135", "-0.125", "-0.126", "9.999999", "7", "863.48", "–"].map(short);
        assert_eq!(shown, ["180555.56", "30660.38", "0.12", "0.14", "-0.12", "-0.13", "10", "7", "863.48", "–"]);
    }
}
