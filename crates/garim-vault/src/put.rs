//! Protected values in, ordinals out.

use garim_core::{
    Error, Result,
    name::RunId,
    subject::{Kind, Ordinal, Pseudonym},
    time::Day,
};
use garim_ports::NewValue;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use crate::{
    crypt::{Cipher, NONCE, fill},
    keys::Master,
    local::LocalVault,
    runs::{KEPT, Runs},
    slots::{self, Known, Slot},
    sql::{bytes, failed, hex, marks, number_of, spans, tuples},
    subject::{Equality, SubjectKey, TAG},
};

/// A stored last day may be so many days too early: a daily snapshot of values that did not change then rewrites each row
/// once in a week instead of every day. Whoever removes values by age waits this much longer.
pub(crate) const LAST_DAY_SLACK: u64 = 7;

/// A subject of the batch, its key in the clear for the length of the call.
struct Holder {
    subject: i64,
    floor: Ordinal,
    key: SubjectKey,
    equality: Equality,
    cipher: Option<Cipher>,
}

/// A value on its way into the table.
struct Sealed<'a> {
    subject: i64,
    kind: &'a Kind,
    ordinal: Ordinal,
    sealed: Vec<u8>,
    tag: [u8; TAG],
}

/// What the batch changes.
#[derive(Default)]
struct Changes<'a> {
    new: Vec<Sealed<'a>>,
    /// Equal values whose last day has to move, or which another open run wrote.
    stale: Vec<(i64, &'a Kind, Ordinal)>,
    foreign: Vec<(i64, &'a Kind, Ordinal)>,
}

impl LocalVault {
    /// See [`garim_ports::Vault::put`].
    pub(crate) async fn put_batch(&self, run: RunId, day: Day, values: &[NewValue<'_>]) -> Result<Vec<Ordinal>> {
        let failed = failed("putting values away");
        let kinds = distinct(values);
        let mut writers = self.database.writers.lock().await;
        let mut tx = writers.bulk.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let mut runs = Runs::load(&mut tx, run).await?;
        let (mut holders, places) = self.holders(&mut tx, values).await?;
        let subjects: Vec<i64> = holders.iter().map(|h| h.subject).collect();
        let mut slots = slots::load(&mut tx, &subjects, &kinds, &runs, number_of(day.minus(LAST_DAY_SLACK))).await?;
        let mut changes = Changes::default();
        let mut ordinals = Vec::with_capacity(values.len());
        for (value, &at) in values.iter().zip(&places) {
            let kind = kinds.iter().position(|k| *k == value.kind).unwrap_or_default();
            ordinals.push(holders[at].place(&self.project, slots.at(at, kind), value, &mut changes)?);
        }
        let wrote = changes.write(&mut tx, &mut runs, number_of(day)).await?;
        tx.commit().await.map_err(&failed)?;
        if wrote {
            self.wrote();
        }
        Ok(ordinals)
    }

    /// The keys of the subjects of a batch, and which of them each value belongs to.
    async fn holders(&self, conn: &mut SqliteConnection, values: &[NewValue<'_>]) -> Result<(Vec<Holder>, Vec<usize>)> {
        let mut wanted: Vec<Pseudonym> = values.iter().map(|v| v.subject).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut holders: Vec<Option<Holder>> = Vec::new();
        holders.resize_with(wanted.len(), || None);
        for span in spans(wanted.len()) {
            let first = span.start;
            let part = &wanted[span];
            // One text for a whole span, as with values: see `slots::load`.
            let sql = format!(
                "SELECT group_concat(hex(pseudonym) || ',' || subject || ',' || generation || ',' || hex(wrapped) || ',' ||
                                     hex(commitment) || ',' || floor, ';')
                 FROM subject_key
                 WHERE pseudonym IN ({})",
                marks(part.len())
            );
            let query = sqlx::query_scalar::<_, Option<String>>(AssertSqlSafe(sql));
            let query = part.iter().fold(query, |q, p| q.bind(&p.bytes()[..]));
            let text = query.fetch_one(&mut *conn).await.map_err(failed("reading keys"))?.unwrap_or_default();
            for entry in text.split_terminator(';') {
                let stored = Stored::parse(entry).ok_or_else(|| Error::internal("reading keys", "an entry cannot be read"))?;
                let at = part.binary_search(&stored.pseudonym).map_err(|_| Error::internal("reading keys", "stray row"))?;
                holders[first + at] = Some(stored.holder(&self.master, &self.project)?);
            }
        }
        let places = values.iter().map(|v| wanted.binary_search(&v.subject).unwrap_or_default()).collect();
        let holders = holders.into_iter().collect::<Option<Vec<_>>>().ok_or_else(gone)?;
        Ok((holders, places))
    }
}

/// A row of `subject_key`, still sealed.
struct Stored {
    pseudonym: Pseudonym,
    subject: i64,
    generation: u32,
    wrapped: Vec<u8>,
    commitment: Vec<u8>,
    floor: Ordinal,
}

impl Stored {
    /// `pseudonym,subject,generation,wrapped,commitment,floor`, bytes in hex.
    fn parse(entry: &str) -> Option<Self> {
        let mut fields = entry.split(',');
        Some(Self {
            pseudonym: Pseudonym::new(bytes(fields.next()?)?),
            subject: fields.next()?.parse().ok()?,
            generation: fields.next()?.parse().ok()?,
            wrapped: hex(fields.next()?)?,
            commitment: hex(fields.next()?)?,
            floor: fields.next()?.parse().ok()?,
        })
    }

    fn holder(&self, master: &Master, project: &[u8; 16]) -> Result<Holder> {
        let key = SubjectKey::unwrap(master, project, self.pseudonym, self.generation, &self.wrapped, &self.commitment)?;
        let equality = key.equality()?;
        Ok(Holder { subject: self.subject, floor: self.floor, key, equality, cipher: None })
    }
}

/// Between tokenise and put the key was destroyed: the staging has to be made again, and will find the person suppressed.
fn gone() -> Error {
    Error::conflict("a subject of this batch has been erased meanwhile; stage it again")
}

impl Holder {
    /// The ordinal of an equal value, or the next one that was never used.
    fn place<'a>(
        &mut self,
        project: &[u8; 16],
        slot: &mut Slot,
        value: &NewValue<'a>,
        changes: &mut Changes<'a>,
    ) -> Result<Ordinal> {
        let tag = self.equality.tag(value.kind, value.bytes);
        if let Some(known) = slot.find(&tag) {
            if std::mem::take(&mut known.stale) {
                changes.stale.push((self.subject, value.kind, known.ordinal));
            }
            if std::mem::take(&mut known.foreign) {
                changes.foreign.push((self.subject, value.kind, known.ordinal));
            }
            return Ok(known.ordinal);
        }
        let ordinal = slot.next.max(self.floor);
        let mut nonce = [0; NONCE];
        fill(&mut nonce)?;
        let aad = self.key.value_aad(project, value.kind, ordinal);
        let cipher = match self.cipher.take() {
            Some(cipher) => cipher,
            None => self.key.values()?,
        };
        let sealed = cipher.seal_with(nonce, value.bytes, &aad)?;
        self.cipher = Some(cipher);
        changes.new.push(Sealed { subject: self.subject, kind: value.kind, ordinal, sealed, tag });
        slot.push(Known { ordinal, tag, stale: false, foreign: false });
        Ok(ordinal)
    }
}

/// The kinds of a batch: a handful.
fn distinct<'a>(values: &[NewValue<'a>]) -> Vec<&'a Kind> {
    let mut kinds: Vec<&Kind> = Vec::new();
    for value in values {
        if !kinds.contains(&value.kind) {
            kinds.push(value.kind);
        }
    }
    kinds
}

impl Changes<'_> {
    /// Writes new values in key order, moves last days, adopts; whether anything was written.
    async fn write(mut self, conn: &mut SqliteConnection, runs: &mut Runs, day: i64) -> Result<bool> {
        if self.new.is_empty() && self.stale.is_empty() && self.foreign.is_empty() {
            return Ok(false);
        }
        if !self.new.is_empty() {
            let run = runs.own(conn).await?;
            self.new.sort_unstable_by(|a, b| (a.subject, a.kind, a.ordinal).cmp(&(b.subject, b.kind, b.ordinal)));
            insert(conn, run, day, &self.new).await?;
        }
        update(conn, "last_day", day, &mut self.stale).await?;
        update(conn, "run", KEPT, &mut self.foreign).await?;
        Ok(true)
    }
}

async fn insert(conn: &mut SqliteConnection, run: i64, day: i64, new: &[Sealed<'_>]) -> Result<()> {
    for span in spans(new.len()) {
        let part = &new[span];
        let rows = tuples(part.len(), 7);
        let sql = format!("INSERT INTO value (subject, kind, ordinal, sealed, tag, last_day, run) VALUES {rows}");
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for v in part {
            query = query.bind(v.subject).bind(v.kind.as_str()).bind(v.ordinal).bind(&v.sealed[..]).bind(&v.tag[..]);
            query = query.bind(day).bind(run);
        }
        query.execute(&mut *conn).await.map_err(failed("putting values away"))?;
    }
    Ok(())
}

/// Sets one column of many values. `column` is a literal of this file.
async fn update(conn: &mut SqliteConnection, column: &'static str, to: i64, rows: &mut [(i64, &Kind, Ordinal)]) -> Result<()> {
    rows.sort_unstable();
    for span in spans(rows.len()) {
        let part = &rows[span];
        let keys = tuples(part.len(), 3);
        let sql = format!("UPDATE value SET {column} = ? WHERE (subject, kind, ordinal) IN (VALUES {keys})");
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(to);
        for (subject, kind, ordinal) in part {
            query = query.bind(subject).bind(kind.as_str()).bind(ordinal);
        }
        query.execute(&mut *conn).await.map_err(failed("putting values away"))?;
    }
    Ok(())
}
