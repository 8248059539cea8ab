//! Rows that do not fit: wait, are late, or contradict.

use garim_core::{Result, asset::BadRows, time::Day};
use garim_ports::{Token, TokenAsk};

use super::{
    calendar::{Calendar, Standing},
    context::Context,
    quarantine::Quarantine,
    tally::Tally,
};
use crate::check::{RawRow, SourceBatch};

/// Whether the batch may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ruling {
    GoOn,
    /// The whole batch goes to quarantine.
    SetAside,
}

/// Judges the rows of a batch that do not fit; those that may be let go are sealed.
pub(super) async fn judge(
    context: &Context<'_>,
    calendar: &mut Calendar,
    batch: &SourceBatch,
    tally: &mut Tally,
    quarantine: &mut Quarantine,
) -> Result<Ruling> {
    if !batch.contradictions.is_empty() {
        return Ok(Ruling::SetAside);
    }
    let mut aside = Vec::new();
    for raw in &batch.raw {
        match raw.epoch.map(|epoch| calendar.standing(epoch)) {
            Some(Standing::Waiting) => tally.counts.waiting += 1,
            Some(Standing::BeforeStart) => tally.counts.before_start += 1,
            Some(Standing::Past(_)) => {
                tally.counts.late += 1;
                aside.push(raw);
            }
            Some(Standing::Open(_)) | None if context.plan.bad_rows == BadRows::Batch => return Ok(Ruling::SetAside),
            Some(Standing::Open(_)) | None => {
                tally.contradict(raw.contradictions.iter().cloned());
                tally.counts.quarantined += 1;
                aside.push(raw);
            }
        }
    }
    seal(context, batch, &aside, quarantine).await?;
    Ok(Ruling::GoOn)
}

/// Whether the share of bad rows is too large.
pub(super) fn too_many(context: &Context<'_>, tally: &Tally) -> bool {
    let counts = &tally.counts;
    let judged = counts.read - counts.waiting - counts.before_start;
    match context.plan.bad_rows {
        BadRows::Batch => counts.quarantined > 0,
        BadRows::Rows { max_share } => counts.quarantined as f64 > max_share * judged as f64,
    }
}

/// Seals rows as they came. Of a row about somebody who is erased only its place is kept.
pub(super) async fn seal(
    context: &Context<'_>,
    batch: &SourceBatch,
    rows: &[&RawRow],
    quarantine: &mut Quarantine,
) -> Result<()> {
    let suppressed = suppressed(context, rows).await?;
    for (raw, suppressed) in rows.iter().zip(suppressed) {
        let fields = (!suppressed).then_some(raw.fields.as_slice());
        quarantine.put(context, (&batch.file, raw.number), &why(raw), &batch.names, fields).await?;
    }
    Ok(())
}

async fn suppressed(context: &Context<'_>, rows: &[&RawRow]) -> Result<Vec<bool>> {
    let row_day: Day = context.plan.day;
    let asks = rows.iter().flat_map(|raw| raw.subjects.iter().cloned());
    let asks: Vec<TokenAsk> = asks.map(|subject| TokenAsk { subject, row_day, since: None }).collect();
    if asks.is_empty() {
        return Ok(vec![false; rows.len()]);
    }
    let mut tokens = context.vault.tokenise(context.plan.run, &asks).await?.into_iter();
    let of_row = |raw: &&RawRow| tokens.by_ref().take(raw.subjects.len()).filter(|t| *t == Token::Suppressed).count() > 0;
    Ok(rows.iter().map(of_row).collect())
}

/// Why a row was not let in, without its values.
fn why(raw: &RawRow) -> String {
    let reasons = raw.contradictions.iter().map(|c| match &c.column {
        Some(column) => format!("{column}: {}", c.reason),
        None => c.reason.to_string(),
    });
    let reasons: Vec<String> = reasons.collect();
    if reasons.is_empty() { "the batch contradicts its schema".to_owned() } else { reasons.join("; ") }
}
