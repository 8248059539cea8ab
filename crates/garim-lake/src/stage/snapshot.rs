//! A snapshot of the run's day: written as it is read.

use garim_core::{Error, Result};

use super::{
    context::Context,
    key::{Digester, Digests},
    pen::{Page, Pen},
    piece::{Piece, take},
    tally::Tally,
};

/// A snapshot shows today: it may not replace what was kept of any day but the newest.
pub(super) fn refuse_past(context: &Context<'_>) -> Result<()> {
    let plan = context.plan;
    let stored = context.table.as_ref().filter(|t| t.rows_of(plan.day).is_some());
    let newer = stored.and_then(|t| t.files().last()).filter(|f| f.day > plan.day);
    match newer {
        Some(newer) if !plan.allow_rewrite => Err(Error::conflict(format!(
            "`{}` is a snapshot and has {} already: another of {} would be of the wrong day; say --allow-rewrite",
            plan.dataset, newer.day, plan.day
        ))),
        _ => Ok(()),
    }
}

/// A closed day does not shrink by accident.
pub(super) fn refuse_loss(context: &Context<'_>, day: garim_core::time::Day, rows: u64) -> Result<()> {
    let lost = context.stored_rows(day).unwrap_or_default().saturating_sub(rows);
    if lost == 0 || context.plan.allow_rewrite {
        return Ok(());
    }
    Err(Error::conflict(format!("`{}` would lose {lost} rows of {day}; say --allow-rewrite", context.plan.dataset)))
}

pub(super) struct Snapshot<'a> {
    context: &'a Context<'a>,
    pen: Pen<'a>,
    digester: Digester,
    met: Digests<()>,
    rows: u64,
}

impl<'a> Snapshot<'a> {
    pub(super) async fn begin(context: &'a Context<'a>) -> Result<Self> {
        let pen = Pen::begin(context, context.plan.day).await?;
        Ok(Self { context, pen, digester: Digester::by_key(context), met: Digests::default(), rows: 0 })
    }

    pub(super) async fn accept(&mut self, piece: Piece, tally: &mut Tally) -> Result<()> {
        let kept = self.unmet(&piece).await?;
        tally.counts.duplicates += (piece.len() - kept.len()) as u64;
        tally.counts.kept += kept.len() as u64;
        self.rows += kept.len() as u64;
        let nobodys = kept.iter().filter(|row| piece.nobodys(&self.context.shape, **row as usize));
        tally.counts.without_subject += nobodys.count() as u64;
        match kept.len() == piece.len() {
            true => self.pen.write(&piece.rows, tally).await,
            false => self.pen.write(&take(&piece.rows, &kept)?, tally).await,
        }
    }

    /// The rows whose key was not met before; all where there is no key.
    async fn unmet(&mut self, piece: &Piece) -> Result<Vec<u32>> {
        let all = 0..piece.len() as u32;
        if self.context.shape.key.is_empty() {
            return Ok(all.collect());
        }
        let keys = self.digester.keys(self.context, piece).await?;
        Ok(all.filter(|row| self.met.insert(keys[*row as usize].own, ()).is_none()).collect())
    }

    pub(super) async fn finish(self, _: &mut Tally) -> Result<Vec<Page>> {
        refuse_loss(self.context, self.context.plan.day, self.rows)?;
        Ok(vec![self.pen.finish().await?])
    }
}
