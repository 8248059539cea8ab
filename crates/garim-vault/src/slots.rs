//! What the vault holds of a batch's subjects already, by equality tag: nothing is decrypted to find an equal value.

use std::collections::HashMap;

use garim_core::{
    Error, Result,
    subject::{Kind, Ordinal},
};
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::{
    crypt::same,
    runs::Runs,
    sql::{bytes, failed, marks, spans},
    subject::TAG,
};

/// A value that is in the vault, or will be with this batch.
pub(crate) struct Known {
    /// Which of its kind.
    pub(crate) ordinal: Ordinal,
    /// Equal values have equal tags.
    pub(crate) tag: [u8; TAG],
    /// Its last day has to move.
    pub(crate) stale: bool,
    /// Another open run wrote it.
    pub(crate) foreign: bool,
}

/// From how many values on a slot is searched by hash: a subject has one or two of a kind, but rows without a subject share
/// one, with as many values as there are rows.
const CROWD: usize = 16;

/// The values of one subject and kind.
#[derive(Default)]
pub(crate) struct Slot {
    known: Vec<Known>,
    by_tag: HashMap<[u8; TAG], usize>,
    /// One more than the highest ordinal.
    pub(crate) next: Ordinal,
}

impl Slot {
    /// Adds a value.
    pub(crate) fn push(&mut self, known: Known) {
        self.next = self.next.max(known.ordinal.saturating_add(1));
        if self.known.len() == CROWD {
            self.by_tag = self.known.iter().enumerate().map(|(at, k)| (k.tag, at)).collect();
        }
        if self.known.len() >= CROWD {
            self.by_tag.insert(known.tag, self.known.len());
        }
        self.known.push(known);
    }

    /// The value with this tag.
    pub(crate) fn find(&mut self, tag: &[u8; TAG]) -> Option<&mut Known> {
        if self.by_tag.is_empty() {
            return self.known.iter_mut().find(|k| same(&k.tag, tag));
        }
        self.by_tag.get(tag).and_then(|at| self.known.get_mut(*at))
    }
}

/// A slot for each subject and kind of the batch.
pub(crate) struct Slots {
    slots: Vec<Slot>,
    kinds: usize,
}

impl Slots {
    fn of(subjects: usize, kinds: usize) -> Self {
        let mut slots = Vec::new();
        slots.resize_with(subjects * kinds, Slot::default);
        Self { slots, kinds }
    }

    /// By place of the subject and place of the kind.
    pub(crate) fn at(&mut self, subject: usize, kind: usize) -> &mut Slot {
        &mut self.slots[subject * self.kinds + kind]
    }
}

/// What the vault holds of these subjects and kinds. One text for a whole span: a row costs a microsecond or more on its way
/// through sqlx, a part of a text a tenth of that, and a repeated snapshot reads millions.
pub(crate) async fn load(
    conn: &mut SqliteConnection,
    subjects: &[i64],
    kinds: &[&Kind],
    runs: &Runs,
    stale_before: i64,
) -> Result<Slots> {
    let mut slots = Slots::of(subjects.len(), kinds.len());
    let mut order: Vec<(i64, usize)> = subjects.iter().enumerate().map(|(at, s)| (*s, at)).collect();
    order.sort_unstable();
    for span in spans(order.len()) {
        let part = &order[span];
        let sql = format!(
            "SELECT group_concat(subject || ',' || kind || ',' || ordinal || ',' || hex(tag) || ',' || (last_day < ?) || ',' || run, ';')
             FROM value
             WHERE subject IN ({}) AND kind IN ({})",
            marks(part.len()),
            marks(kinds.len())
        );
        let query = sqlx::query_scalar::<_, Option<String>>(AssertSqlSafe(sql)).bind(stale_before);
        let query = part.iter().fold(query, |q, (subject, _)| q.bind(subject));
        let query = kinds.iter().fold(query, |q, kind| q.bind(kind.as_str()));
        let text = query.fetch_one(&mut *conn).await.map_err(failed("reading values"))?.unwrap_or_default();
        for entry in text.split_terminator(';') {
            let (subject, kind, known) =
                parse(entry, runs).ok_or_else(|| Error::internal("reading values", "an entry cannot be read"))?;
            let at = part.binary_search_by_key(&subject, |p| p.0).ok().map(|p| part[p].1);
            let kind = kinds.iter().position(|k| k.as_str() == kind);
            let (at, kind) = at.zip(kind).ok_or_else(|| Error::internal("reading values", "stray entry"))?;
            slots.at(at, kind).push(known);
        }
    }
    Ok(slots)
}

/// `subject,kind,ordinal,tag,stale,run`: names of kinds hold no comma.
fn parse<'t>(entry: &'t str, runs: &Runs) -> Option<(i64, &'t str, Known)> {
    let mut fields = entry.split(',');
    let subject = fields.next()?.parse().ok()?;
    let kind = fields.next()?;
    let ordinal = fields.next()?.parse().ok()?;
    let tag = bytes(fields.next()?)?;
    let stale = fields.next()? == "1";
    let foreign = runs.is_foreign(fields.next()?.parse().ok()?);
    Some((subject, kind, Known { ordinal, tag, stale, foreign }))
}
