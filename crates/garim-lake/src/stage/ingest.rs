//! From a source to written days, or to quarantine.

use std::collections::BTreeMap;

use garim_core::{Result, asset::DayRule, time::Day};
use garim_ports::{Progress, SourceQuery, Staged, Staging, Watch};

use super::{
    calendar::{Calendar, Standing},
    context::Context,
    judge::{Ruling, judge, seal, too_many},
    piece::{Piece, take},
    quarantine::Quarantine,
    sink::Sink,
    tally::Tally,
};
use crate::{
    check::{RawRow, SourceBatch},
    protect::{suppress, tokenise},
    source::{self, SourceStream},
    table,
};

/// What came of reading a source once.
enum Attempt {
    Staged(Staged),
    /// The batch contradicts.
    SetAside,
    /// Whoever watches saw more than the plan knows of.
    Outgrown,
}

/// Stages a source's rows; if they contradict, throws away what was written and seals the whole batch.
pub(super) async fn ingest(
    context: &Context<'_>,
    query: &SourceQuery,
    watch: &dyn Watch,
    progress: &dyn Progress,
) -> Result<Staging> {
    let plan = context.plan;
    progress.begin(&format!("ingest {}", plan.dataset), None);
    let attempt = attempt(context, query, watch, progress).await?;
    if let Attempt::Staged(staged) = attempt {
        progress.end(&format!("{} of {} rows kept", staged.counts.kept, staged.counts.read));
        return Ok(Staging::Staged(staged));
    }
    table::abandon(context.lake, &plan.dataset, plan.run).await?;
    if let Attempt::Outgrown = attempt {
        progress.end("more personal than it seemed: nothing of it stays");
        return Ok(Staging::Outgrown);
    }
    let tally = set_aside(context, query, progress).await?;
    progress.end(&format!("{} rows in quarantine", tally.counts.quarantined));
    Ok(Staging::Quarantined { counts: tally.counts, contradictions: tally.contradictions, total: tally.total })
}

async fn attempt(context: &Context<'_>, query: &SourceQuery, watch: &dyn Watch, progress: &dyn Progress) -> Result<Attempt> {
    let mut tally = Tally::new(&context.plan.schema.schema);
    let mut quarantine = Quarantine::new();
    let mut calendar = context.calendar();
    let mut sink = Sink::new(context).await?;
    let mut source = source::open(query, context.reading(false)?)?;
    while let Some(batch) = source.next().await {
        let batch = batch?;
        let rows = (batch.numbers.len() + batch.raw.len()) as u64;
        tally.counts.read += rows;
        if watch.look(&batch.rows) {
            drop(sink);
            return look_on(source, watch, progress).await;
        }
        if judge(context, &mut calendar, &batch, &mut tally, &mut quarantine).await? == Ruling::SetAside {
            return Ok(Attempt::SetAside);
        }
        for piece in pieces(context, &mut calendar, batch, &mut tally).await? {
            sink.accept(piece, &mut tally, &mut quarantine).await?;
        }
        progress.advance(rows);
    }
    source.finish().await?;
    if too_many(context, &tally) {
        return Ok(Attempt::SetAside);
    }
    if watch.end() {
        return Ok(Attempt::Outgrown);
    }
    let pages = sink.finish(&mut tally, &mut quarantine).await?;
    quarantine.finish()?;
    context.staged(pages, tally).map(Attempt::Staged)
}

/// Shows what is left of the source, so that the next plan knows all of it.
async fn look_on(mut source: SourceStream, watch: &dyn Watch, progress: &dyn Progress) -> Result<Attempt> {
    while let Some(batch) = source.next().await {
        let batch = batch?;
        watch.look(&batch.rows);
        progress.advance((batch.numbers.len() + batch.raw.len()) as u64);
    }
    source.finish().await?;
    watch.end();
    Ok(Attempt::Outgrown)
}

/// The rows that are to be brought, by day, with pseudonyms.
async fn pieces(context: &Context<'_>, calendar: &mut Calendar, batch: SourceBatch, tally: &mut Tally) -> Result<Vec<Piece>> {
    let plan = context.plan;
    let mut picked: Vec<u32> = Vec::with_capacity(batch.numbers.len());
    let mut days: Vec<(Day, bool)> = Vec::with_capacity(batch.numbers.len());
    for row in 0..batch.numbers.len() {
        let standing = match plan.rule {
            DayRule::Snapshot | DayRule::Computed => Standing::Open(plan.day),
            DayRule::Epoch(_) => calendar.standing(batch.epochs[row]),
        };
        match standing {
            Standing::Waiting => tally.counts.waiting += 1,
            Standing::BeforeStart => tally.counts.before_start += 1,
            Standing::Open(day) | Standing::Past(day) => {
                picked.push(row as u32);
                days.push((day, matches!(standing, Standing::Past(_))));
            }
        }
    }
    if picked.is_empty() {
        return Ok(Vec::new());
    }
    let raw = if picked.len() == batch.numbers.len() { batch.rows } else { take(&batch.rows, &picked)? };
    let row_days: Vec<Day> = days.iter().map(|(day, _)| *day).collect();
    let people = tokenise(&*context.vault, plan.run, &context.shape, &raw, &row_days).await?;
    let after = suppress(&context.shape, plan.erasure, &raw, &people)?;
    tally.counts.suppressed += after.acted.iter().filter(|a| **a).count() as u64;
    let mut by_day: BTreeMap<(Day, bool), Vec<u32>> = BTreeMap::new();
    for (row, day) in days.iter().enumerate().filter(|(row, _)| !after.deleted[*row]) {
        by_day.entry(*day).or_default().push(row as u32);
    }
    let whole = Piece {
        day: plan.day,
        past: false,
        file: batch.file,
        numbers: picked.iter().map(|row| batch.numbers[*row as usize]).collect(),
        raw,
        rows: after.rows,
        people,
        acted: after.acted,
    };
    by_day.into_iter().map(|((day, past), rows)| whole.pick(&rows, day, past)).collect()
}

/// Reads the source once more and seals every row of the batch; those that wait for another run are not of it.
async fn set_aside(context: &Context<'_>, query: &SourceQuery, progress: &dyn Progress) -> Result<Tally> {
    let mut tally = Tally::new(&context.plan.schema.schema);
    let mut quarantine = Quarantine::new();
    let mut calendar = context.calendar();
    let mut source = source::open(query, context.reading(true)?)?;
    while let Some(batch) = source.next().await {
        let mut batch = batch?;
        tally.counts.read += batch.raw.len() as u64;
        tally.contradict(std::mem::take(&mut batch.contradictions));
        let rows: Vec<&RawRow> = batch.raw.iter().filter(|raw| of_batch(raw, &mut calendar, &mut tally)).collect();
        tally.counts.quarantined += rows.len() as u64;
        tally.contradict(rows.iter().flat_map(|raw| raw.contradictions.iter().cloned()));
        seal(context, &batch, &rows, &mut quarantine).await?;
        progress.advance(batch.raw.len() as u64);
    }
    source.finish().await?;
    quarantine.finish()?;
    Ok(tally)
}

fn of_batch(raw: &RawRow, calendar: &mut Calendar, tally: &mut Tally) -> bool {
    match raw.epoch.map(|epoch| calendar.standing(epoch)) {
        Some(Standing::Waiting) => tally.counts.waiting += 1,
        Some(Standing::BeforeStart) => tally.counts.before_start += 1,
        _ => return true,
    }
    false
}
