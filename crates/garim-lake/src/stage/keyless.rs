//! Rows without a key: each day of the window is read again whole, and replaced if it grew.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use arrow_array::RecordBatch;
use futures::TryStreamExt;
use garim_core::{Result, time::Day};

use super::{
    context::Context,
    key::{Digester, Digests},
    pen::{Page, Pen},
    piece::Piece,
    quarantine::Quarantine,
    sink::late,
    snapshot::refuse_loss,
    tally::Tally,
};

pub(super) struct Keyless<'a> {
    context: &'a Context<'a>,
    digester: Digester,
    open: BTreeMap<Day, OpenDay>,
    past: BTreeMap<Day, PastDay>,
}

/// A day of the window, as the source shows it now.
#[derive(Default)]
struct OpenDay {
    held: Vec<RecordBatch>,
    rows: u64,
    nobodys: u64,
}

/// A day whose window has closed.
#[derive(Default)]
struct PastDay {
    /// Rows of the stored partition that were not met in the source yet.
    stored: Digests<u32>,
    /// Rows that the source shows.
    shown: u64,
    /// Rows that are not like any stored one.
    unmatched: Vec<(Arc<Piece>, usize)>,
}

impl<'a> Keyless<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        Self { context, digester: Digester::by_row(context), open: BTreeMap::new(), past: BTreeMap::new() }
    }

    pub(super) async fn accept(&mut self, piece: Piece, tally: &mut Tally, quarantine: &mut Quarantine) -> Result<()> {
        if !piece.past {
            let nobodys = (0..piece.len()).filter(|row| piece.nobodys(&self.context.shape, *row)).count() as u64;
            let day = self.open.entry(piece.day).or_default();
            day.rows += piece.len() as u64;
            day.nobodys += nobodys;
            day.held.push(piece.rows);
            return Ok(());
        }
        if self.context.stored_rows(piece.day).is_none() {
            for row in 0..piece.len() {
                late(self.context, &piece, row, tally, quarantine).await?;
            }
            return Ok(());
        }
        self.compare(piece).await
    }

    /// Finds which rows of a closed day are stored.
    async fn compare(&mut self, piece: Piece) -> Result<()> {
        if !self.past.contains_key(&piece.day) {
            let known = self.load(piece.day).await?;
            self.past.insert(piece.day, known);
        }
        let keys = self.digester.keys(self.context, &piece).await?;
        let Some(day) = self.past.get_mut(&piece.day) else { return Ok(()) };
        day.shown += piece.len() as u64;
        let mut others = Vec::new();
        for (row, key) in keys.iter().enumerate() {
            let digest = key.anonymised.unwrap_or(key.own);
            match day.stored.get_mut(&digest).filter(|left| **left > 0) {
                Some(left) => *left -= 1,
                None => others.push(row as u32),
            }
        }
        if !others.is_empty() {
            let kept = Arc::new(piece.pick(&others, piece.day, true)?);
            day.unmatched.extend((0..others.len()).map(|row| (kept.clone(), row)));
        }
        Ok(())
    }

    async fn load(&self, day: Day) -> Result<PastDay> {
        let mut known = PastDay::default();
        let Some(table) = &self.context.table else { return Ok(known) };
        let columns = self.digester.stored_columns(self.context);
        let mut rows = table.scan_as(Some(BTreeSet::from([day])), columns, false)?.stream;
        while let Some(batch) = rows.try_next().await? {
            for digest in self.digester.stored(&batch)? {
                *known.stored.entry(digest).or_default() += 1;
            }
        }
        Ok(known)
    }

    pub(super) async fn finish(mut self, tally: &mut Tally, quarantine: &mut Quarantine) -> Result<Vec<Page>> {
        for (day, known) in std::mem::take(&mut self.past) {
            let surplus = known.shown.saturating_sub(self.context.stored_rows(day).unwrap_or_default());
            tally.counts.duplicates += known.shown - surplus;
            for (piece, row) in known.unmatched.iter().take(surplus as usize) {
                late(self.context, piece, *row, tally, quarantine).await?;
            }
        }
        let mut pages = Vec::new();
        for day in self.context.calendar().open() {
            let shown = self.open.remove(&day).unwrap_or_default();
            pages.extend(self.day(day, shown, tally).await?);
        }
        Ok(pages)
    }

    async fn day(&self, day: Day, shown: OpenDay, tally: &mut Tally) -> Result<Option<Page>> {
        let plan = self.context.plan;
        let earlier = day < plan.day;
        let write = match self.context.stored_rows(day) {
            None => shown.rows > 0 || !earlier,
            // The source shows nothing of an earlier day any more: it has rolled, and what is stored stays.
            Some(_) if shown.rows == 0 && earlier => false,
            // It has rolled in the middle of the day: that must not stand in the way of the run's own day.
            Some(stored) if shown.rows < stored && earlier && !plan.allow_rewrite => {
                tracing::warn!(dataset = %plan.dataset, %day, stored, shown = shown.rows, "a closed day stays: its source shows fewer rows");
                false
            }
            Some(stored) => {
                refuse_loss(self.context, day, shown.rows)?;
                shown.rows > stored || plan.allow_rewrite
            }
        };
        if !write {
            tally.counts.duplicates += shown.rows;
            return Ok(None);
        }
        let mut pen = Pen::begin(self.context, day).await?;
        pen.write_all(&shown.held, tally).await?;
        tally.counts.kept += shown.rows;
        tally.counts.without_subject += shown.nobodys;
        pen.finish().await.map(Some)
    }
}
