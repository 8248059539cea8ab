//! Rows with a key: the stored ones stay, new ones join them, of duplicates the earliest received.

use std::collections::{BTreeMap, BTreeSet, hash_map::Entry};

use arrow_array::{BooleanArray, RecordBatch};
use arrow_select::filter::filter_record_batch;
use futures::TryStreamExt;
use garim_core::{Result, time::Day};

use super::{
    context::Context,
    key::{Digester, Digests, RowKey},
    pen::{Page, Pen},
    piece::{Piece, take},
    quarantine::Quarantine,
    sink::late,
    snapshot::refuse_loss,
    tally::Tally,
};
use crate::{check::Cells, failure};

pub(super) struct Keyed<'a> {
    context: &'a Context<'a>,
    digester: Digester,
    /// Stored rows stay; otherwise the day is replaced.
    merge: bool,
    days: BTreeMap<Day, KeyedDay>,
}

/// What is known of one day.
#[derive(Default)]
struct KeyedDay {
    stored: Digests<()>,
    /// Of stored rows with no person in their key how many are alike: several anonymised ones may be.
    nameless: Digests<u32>,
    new: Digests<Kept>,
    held: Vec<Held>,
}

/// Where the row of a new key is held.
struct Kept {
    batch: usize,
    row: usize,
    received: i64,
}

/// New rows, some of which gave way to one that was received earlier.
struct Held {
    rows: RecordBatch,
    keep: Vec<bool>,
}

/// What becomes of a row.
enum Verdict {
    New,
    /// It was received before the one that was met first, which gives way.
    Earlier,
    Duplicate,
    Late,
}

impl<'a> Keyed<'a> {
    pub(super) fn new(context: &'a Context<'a>, merge: bool) -> Self {
        Self { context, digester: Digester::by_key(context), merge, days: BTreeMap::new() }
    }

    pub(super) async fn accept(&mut self, piece: Piece, tally: &mut Tally, quarantine: &mut Quarantine) -> Result<()> {
        if !self.days.contains_key(&piece.day) {
            let known = self.load(piece.day).await?;
            self.days.insert(piece.day, known);
        }
        let keys = self.digester.keys(self.context, &piece).await?;
        let received = received(self.context, &piece)?;
        let Some(day) = self.days.get_mut(&piece.day) else { return Ok(()) };
        let mut picked = Vec::new();
        let mut lates = Vec::new();
        let batch = day.held.len();
        let mut keep = Vec::new();
        for (row, key) in keys.iter().enumerate() {
            match day.judge(key, piece.past, Kept { batch, row: picked.len(), received: received[row] }, &mut keep) {
                verdict @ (Verdict::New | Verdict::Earlier) => {
                    let first = matches!(verdict, Verdict::New);
                    picked.push(row as u32);
                    keep.push(true);
                    tally.counts.duplicates += u64::from(!first);
                    tally.counts.without_subject += u64::from(first && piece.nobodys(&self.context.shape, row));
                }
                Verdict::Duplicate => tally.counts.duplicates += 1,
                Verdict::Late => lates.push(row),
            }
        }
        if !picked.is_empty() {
            day.held.push(Held { rows: take(&piece.rows, &picked)?, keep });
        }
        for row in lates {
            late(self.context, &piece, row, tally, quarantine).await?;
        }
        Ok(())
    }

    /// The keys of the day's stored partition.
    async fn load(&self, day: Day) -> Result<KeyedDay> {
        let mut known = KeyedDay::default();
        let Some(table) = self.context.table.as_ref().filter(|t| self.merge && t.rows_of(day).is_some()) else {
            return Ok(known);
        };
        let columns = self.digester.stored_columns(self.context);
        let identifiers: Vec<usize> =
            (0..columns.fields().len()).filter(|at| *columns.field(*at).data_type() == arrow_schema::DataType::Binary).collect();
        let mut rows = table.scan_as(Some(BTreeSet::from([day])), columns, false)?.stream;
        while let Some(batch) = rows.try_next().await? {
            for (row, digest) in self.digester.stored(&batch)?.into_iter().enumerate() {
                known.stored.insert(digest, ());
                if identifiers.iter().any(|at| batch.column(*at).is_null(row)) {
                    *known.nameless.entry(digest).or_default() += 1;
                }
            }
        }
        Ok(known)
    }

    pub(super) async fn finish(mut self, tally: &mut Tally) -> Result<Vec<Page>> {
        let plan = self.context.plan;
        self.days.entry(plan.day).or_default();
        let mut pages = Vec::new();
        for (day, known) in self.days {
            let stored = self.context.stored_rows(day);
            let new = known.held.iter().flat_map(|h| &h.keep).filter(|k| **k).count() as u64;
            let missing = day == plan.day && stored.is_none();
            if new == 0 && !missing && self.merge {
                continue;
            }
            let mut pen = Pen::begin(self.context, day).await?;
            match &self.context.table {
                Some(table) if self.merge => pen.copy_stored(table, tally).await?,
                _ => refuse_loss(self.context, day, new)?,
            }
            let held = known.held.into_iter().map(Held::kept).collect::<Result<Vec<_>>>()?;
            pen.write_all(&held, tally).await?;
            tally.counts.kept += new;
            pages.push(pen.finish().await?);
        }
        Ok(pages)
    }
}

impl KeyedDay {
    fn judge(&mut self, key: &RowKey, past: bool, candidate: Kept, keep: &mut [bool]) -> Verdict {
        let stored = match key.anonymised {
            None => self.stored.contains_key(&key.own),
            Some(anonymised) => self.stored.contains_key(&key.own) || self.recognise(key.own, anonymised),
        };
        if stored {
            return Verdict::Duplicate;
        }
        if past {
            return Verdict::Late;
        }
        match self.new.entry(key.own) {
            Entry::Vacant(free) => {
                free.insert(candidate);
                Verdict::New
            }
            Entry::Occupied(taken) if taken.get().received <= candidate.received => Verdict::Duplicate,
            Entry::Occupied(mut taken) => {
                let former = std::mem::replace(taken.get_mut(), candidate);
                match self.held.get_mut(former.batch) {
                    Some(held) => held.keep[former.row] = false,
                    None => keep[former.row] = false,
                }
                Verdict::Earlier
            }
        }
    }

    /// A suppressed person's row is there already if an anonymised row like it is; each stands for one.
    fn recognise(&mut self, own: u128, anonymised: u128) -> bool {
        let Some(left) = self.nameless.get_mut(&anonymised).filter(|left| **left > 0) else { return false };
        *left -= 1;
        self.stored.insert(own, ());
        true
    }
}

impl Held {
    fn kept(self) -> Result<RecordBatch> {
        if self.keep.iter().all(|k| *k) {
            return Ok(self.rows);
        }
        filter_record_batch(&self.rows, &BooleanArray::from(self.keep)).map_err(|e| failure::arrow("picking rows", &e))
    }
}

/// When each row was received; what cannot be read came last.
fn received(context: &Context<'_>, piece: &Piece) -> Result<Vec<i64>> {
    let Some(at) = context.shape.received else { return Ok(vec![i64::MAX; piece.len()]) };
    let cells = Cells::of(piece.raw.column(at).as_ref())?;
    let mut text = Vec::new();
    let at = |row| {
        text.clear();
        cells.append(row, &mut text);
        std::str::from_utf8(&text).ok().and_then(|t| t.parse().ok()).unwrap_or(i64::MAX)
    };
    Ok((0..piece.len()).map(at).collect())
}
