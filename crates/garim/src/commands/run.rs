//! `garim run PIPELINE`: a day or a range of days.

use std::process::ExitCode;

use garim_app::{DayReport, RunOptions};
use garim_core::{Error, run::Run, run::RunState};

use super::{Context, Done};
use crate::{cli, render};

/// Contradictions shown in the terminal.
const SHOWN: usize = 10;

/// Runs and says what came of it; 1 if a day did not succeed.
pub async fn run(context: &Context, args: cli::Run) -> Done {
    let (from, to) = match (args.date, args.from, args.to) {
        (Some(day), _, _) => (day, day),
        (None, Some(from), Some(to)) => (from, to),
        _ => return Err(Error::invalid("give --date, or --from and --to").into()),
    };
    let app = context.open().await?;
    let caller = app.operator()?;
    let options = RunOptions { reingest: args.reingest, allow_rewrite: args.allow_rewrite };
    let reports = app.run(&caller, &args.pipeline, (from, to), options, context.progress.clone()).await?;
    if context.json {
        render::json(&reports);
    } else {
        reports.iter().for_each(day);
        let kpis = app.kpis(from, to).await?;
        super::demo::kpi_table(&kpis);
    }
    let succeeded = reports.iter().all(|r| r.succeeded);
    Ok(if succeeded { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What came of a day, a line for each job.
pub fn day(report: &DayReport) {
    render::line(format!("{} {}", report.day, if report.succeeded { "succeeded" } else { "did not succeed" }));
    for job in &report.jobs {
        match (&job.run, &job.skipped) {
            (Some(run), _) => one(run),
            (None, Some(why)) => render::line(format!("  - {}: {why}", job.job)),
            (None, None) => {}
        }
    }
    for identity in &report.unreconciled {
        render::line(format!("  ! {identity}"));
    }
}

/// A run, a line.
pub fn one(run: &Run) {
    let c = &run.counts;
    let mut extra = String::new();
    let others = [
        ("duplicates", c.duplicates),
        ("quarantined", c.quarantined),
        ("late", c.late),
        ("waiting", c.waiting),
        ("before the start", c.before_start),
        ("suppressed", c.suppressed),
    ];
    for (what, count) in others.iter().filter(|(_, n)| *n > 0) {
        extra.push_str(&format!(", {count} {what}"));
    }
    let (mark, state) = match &run.state {
        RunState::Succeeded => ("✔", String::new()),
        RunState::Running => ("…", " running".to_owned()),
        RunState::Quarantined => ("✘", " in quarantine".to_owned()),
        RunState::Failed { message } => ("✘", format!(" {message}")),
        RunState::Abandoned => ("✘", " abandoned".to_owned()),
    };
    render::line(format!("  {mark} {} {}{state}: {} read, {} kept{extra}", run.job, run.day, c.read, c.kept));
    for contradiction in run.contradictions.iter().take(SHOWN) {
        render::line(format!("      {contradiction}"));
    }
    if run.contradictions.len() > SHOWN {
        render::line(format!("      and {} more; `garim show {}` shows them", run.contradictions.len() - SHOWN, run.id));
    }
    for note in &run.notes {
        render::line(format!("      {note}"));
    }
}
