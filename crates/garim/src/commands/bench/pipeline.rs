//! `garim bench pipeline`: rows per second for ingest with and without protection and for the KPI run, with peak memory.
//! A peer in the same run: the same rows copied by SQLite itself, from table to table, as the machine's own yardstick.

use std::{path::Path, process::ExitCode, time::Instant};

use garim_app::{App, RunOptions};
use garim_core::{Error, Result, name::PipelineName, run::Run, time::Timestamp};
use garim_ports::NoProgress;
use serde::Serialize;
use sqlx::{ConnectOptions, Row, sqlite::SqliteConnectOptions};

use super::peak_bytes;
use crate::{
    commands::{Context, Done},
    demo::Shop,
    render, wire,
};

/// One measured figure.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Figure {
    what: String,
    rows: u64,
    seconds: f64,
    rows_per_second: f64,
}

/// Measures, prints a table, and with `--json` one object as the last line.
pub async fn pipeline(context: &Context, users: u64, days: u32) -> Done {
    let folder = tempfile::tempdir().map_err(|e| Error::internal("making a temporary folder", e))?;
    let mut figures = Vec::new();
    let protected = folder.path().join("protected");
    let shop = Shop::generate(&protected, users, days, 1, &*context.progress).await?;
    figures.extend(run(&protected, &shop, "protected").await?);
    let plain = folder.path().join("plain");
    let shop = Shop::generate(&plain, users, 1, 1, &*context.progress).await?;
    unprotect(&plain)?;
    figures.extend(run(&plain, &shop, "unprotected").await?.into_iter().filter(|f| f.what.contains("ingest:shop.user")));
    figures.push(copy(&plain.join("sources/shop.db")).await?);
    let peak = peak_bytes();
    let row =
        |f: &Figure| vec![f.what.clone(), f.rows.to_string(), format!("{:.2}", f.seconds), format!("{:.0}", f.rows_per_second)];
    render::line(render::table(&["what", "rows", "seconds", "rows/s"], &figures.iter().map(row).collect::<Vec<_>>()));
    render::line(format!("peak memory {} MiB", peak / 1024 / 1024));
    if context.json {
        let object =
            serde_json::json!({ "bench": "pipeline", "users": users, "days": days, "figures": figures, "peakBytes": peak });
        render::line(object);
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs every day and takes each job's figure from its recorded run.
async fn run(root: &Path, shop: &Shop, label: &str) -> Result<Vec<Figure>> {
    let app: App = match wire::open(root, std::sync::Arc::new(NoProgress)).await {
        Ok(app) => app,
        Err(_) => return Err(Error::invalid("the bench's project does not open; `garim check` says why")),
    };
    let caller = app.operator()?;
    let pipeline = PipelineName::new("daily").map_err(|e| Error::internal("naming the pipeline", e))?;
    let mut figures = Vec::new();
    for (at, day) in shop.days().enumerate() {
        shop.advance(day, &NoProgress).await?;
        let reports = app.run(&caller, &pipeline, (day, day), RunOptions::default(), std::sync::Arc::new(NoProgress)).await?;
        let runs: Vec<&Run> =
            reports.iter().flat_map(|r| &r.jobs).filter_map(|j| j.run.as_ref()).filter(|r| r.day == day).collect();
        // A metric is one row: what it costs is the rows that it is computed from.
        let underlying: u64 = runs.iter().filter(|r| r.job != "metrics").map(|r| r.counts.kept).sum();
        figures.extend(runs.iter().map(|r| {
            let rows = if r.job == "metrics" { underlying } else { r.counts.read.max(r.counts.kept) };
            figure(&format!("{label} day {}: {}", at + 1, r.job), rows, seconds(r.started, r.ended))
        }));
    }
    Ok(figures)
}

fn seconds(from: Timestamp, to: Option<Timestamp>) -> f64 {
    to.map_or(0, |to| to.micros() - from.micros()) as f64 / 1e6
}

fn figure(what: &str, rows: u64, seconds: f64) -> Figure {
    Figure { what: what.to_owned(), rows, seconds, rows_per_second: if seconds > 0.0 { rows as f64 / seconds } else { 0.0 } }
}

/// The same project with nothing protected: what protection costs is the difference.
fn unprotect(root: &Path) -> Result<()> {
    let path = root.join("datasets/user.odcs.yaml");
    let failed = |e: std::io::Error| Error::internal("writing the bench's contract", e);
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    let plain: String =
        ["pii.name", "pii.email", "pii.phone", "pii.address"].iter().fold(text, |t, class| t.replace(class, "quasi.region"));
    std::fs::write(&path, plain).map_err(failed)?;
    // What follows needs the classes that are gone.
    let path = root.join("pipelines/daily.yaml");
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    let head = text.split_once("jobs:").map_or(text.as_str(), |(head, _)| head);
    std::fs::write(&path, format!("{head}jobs:\n  - ingest: shop.user\n")).map_err(failed)
}

/// The yardstick: SQLite copies the user table within one file.
async fn copy(database: &Path) -> Result<Figure> {
    let failed = |e: sqlx::Error| Error::internal("copying in SQLite", e);
    let mut connection = SqliteConnectOptions::new().filename(database).connect().await.map_err(failed)?;
    let began = Instant::now();
    sqlx::raw_sql("CREATE TABLE bench_copy AS SELECT * FROM user").execute(&mut connection).await.map_err(failed)?;
    let taken = began.elapsed().as_secs_f64();
    let count = sqlx::query("SELECT count(*) FROM bench_copy").fetch_one(&mut connection).await.map_err(failed)?;
    Ok(figure("SQLite copies the same table", u64::try_from(count.get::<i64, _>(0)).unwrap_or_default(), taken))
}
