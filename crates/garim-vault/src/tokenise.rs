//! Subjects to pseudonyms, a batch at a time (SEMANTICS sections 1 and 6).

use std::collections::HashMap;

use garim_core::{
    Error, Result,
    name::RunId,
    subject::{Kind, Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{Token, TokenAsk};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use crate::{
    keys::Lookup,
    local::LocalVault,
    runs::{KEPT, Runs},
    sql::{bytes, failed, marks, number_of, spans, tuples},
    standing::{Standing, Suppression},
    subject::SubjectKey,
};

/// The tag byte of text, as the lake tags values: a raw id is kept as text.
const TEXT: u8 = b's';

/// One person of a batch, however many rows ask for them.
struct Person<'a> {
    subject: &'a SubjectId,
    lookup: Lookup,
    generations: Vec<Generation>,
    frozen: bool,
}

/// A generation of a person's key. Rows before `since` stay suppressed.
struct Generation {
    number: u32,
    pseudonym: Pseudonym,
    since: Option<i64>,
    run: i64,
}

/// The people of a batch in the order in which they first appear, and which of them each row asks for.
struct Batch<'a> {
    people: Vec<Person<'a>>,
    of_row: Vec<usize>,
}

impl LocalVault {
    /// See [`garim_ports::Vault::tokenise`].
    pub(crate) async fn tokenise_batch(&self, run: RunId, asks: &[TokenAsk]) -> Result<Vec<Token>> {
        let failed = failed("giving pseudonyms");
        let mut batch = self.people(asks);
        let mut writers = self.database.writers.lock().await;
        let mut tx = writers.bulk.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let standing = self.standing(&mut tx).await?;
        let mut runs = Runs::load(&mut tx, run).await?;
        load(&mut tx, &mut batch.people).await?;
        for person in &mut batch.people {
            person.frozen = standing.frozen.contains(&person.lookup);
        }
        let new = self.new_generations(&batch, asks, &standing);
        let wrote = !new.is_empty();
        if wrote {
            let number = runs.own(&mut tx).await?;
            self.make(&mut tx, number, &mut batch.people, new).await?;
        }
        adopt(&mut tx, &runs, &batch.people).await?;
        tx.commit().await.map_err(&failed)?;
        if wrote {
            self.wrote();
        }
        Ok(asks.iter().zip(&batch.of_row).map(|(ask, at)| batch.people[*at].token(ask.row_day)).collect())
    }

    fn people<'a>(&self, asks: &'a [TokenAsk]) -> Batch<'a> {
        let mut seen: HashMap<&SubjectId, usize> = HashMap::with_capacity(asks.len());
        let mut batch = Batch { people: Vec::with_capacity(asks.len()), of_row: Vec::with_capacity(asks.len()) };
        for ask in asks {
            let at = *seen.entry(&ask.subject).or_insert(batch.people.len());
            if at == batch.people.len() {
                let lookup = self.master.lookup(&ask.subject);
                batch.people.push(Person { subject: &ask.subject, lookup, generations: Vec::new(), frozen: false });
            }
            batch.of_row.push(at);
        }
        batch
    }

    /// Who gets a key: everybody who has none, was not erased and is not frozen; and who was erased, if a row says that
    /// they have been with us since a later day. (person, generation, since).
    fn new_generations(&self, batch: &Batch<'_>, asks: &[TokenAsk], standing: &Standing) -> Vec<(usize, u32, Option<i64>)> {
        let mut new: HashMap<usize, (u32, Option<i64>)> = HashMap::new();
        let mut known: HashMap<usize, Option<Suppression>> = HashMap::new();
        for (ask, &at) in asks.iter().zip(&batch.of_row) {
            let person = &batch.people[at];
            if person.frozen || !person.generations.is_empty() {
                continue;
            }
            let find = || match standing.suppressed.is_empty() {
                true => None,
                false => standing.suppressed.get(&self.master.suppression(person.subject)).copied(),
            };
            match *known.entry(at).or_insert_with(find) {
                None => {
                    new.insert(at, (1, None));
                }
                Some(erased) => {
                    if let Some(since) = returned(ask, erased) {
                        let entry = new.entry(at).or_insert((erased.generation + 1, Some(since)));
                        entry.1 = entry.1.min(Some(since));
                    }
                }
            }
        }
        let mut new: Vec<_> = new.into_iter().map(|(at, (generation, since))| (at, generation, since)).collect();
        new.sort_unstable_by_key(|n| n.0);
        new
    }

    /// Makes keys and puts each raw id away as the subject's value `id`, ordinal 0.
    async fn make(
        &self,
        conn: &mut SqliteConnection,
        run: i64,
        people: &mut [Person<'_>],
        new: Vec<(usize, u32, Option<i64>)>,
    ) -> Result<()> {
        let mut subject = reserve(conn, new.len()).await?;
        let id = Kind::id();
        let mut made = Vec::with_capacity(new.len());
        for (at, number, since) in new {
            let person = &mut people[at];
            let key = SubjectKey::make(number)?;
            let wrapped = key.wrap(&self.master, &self.project)?;
            let plain = zeroize::Zeroizing::new([&[TEXT], person.subject.reveal().as_bytes()].concat());
            made.push(Made {
                subject,
                lookup: person.lookup,
                generation: number,
                since,
                pseudonym: *key.pseudonym.bytes(),
                wrapped: wrapped.sealed,
                commitment: wrapped.commitment,
                sealed_id: key.values()?.seal(&plain, &key.value_aad(&self.project, &id, 0))?,
                id_tag: key.equality()?.tag(&id, &plain),
            });
            person.generations.push(Generation { number, pseudonym: key.pseudonym, since, run });
            subject += 1;
        }
        insert(conn, run, made).await
    }
}

/// Since when somebody who was erased is with us anew, if the row says so. The same day waits for the DPO; a day after the
/// row's own is a mistake of the source.
fn returned(ask: &TokenAsk, erased: Suppression) -> Option<i64> {
    let since = ask.since.filter(|s| *s <= ask.row_day).map(number_of)?;
    (since > erased.day).then_some(since)
}

impl Person<'_> {
    /// The newest generation that the row belongs to.
    fn token(&self, row_day: Day) -> Token {
        let fits = |g: &&Generation| g.since.is_none_or(|since| since <= number_of(row_day));
        match self.generations.iter().filter(fits).max_by_key(|g| g.number) {
            Some(generation) if !self.frozen => Token::Active(generation.pseudonym),
            _ => Token::Suppressed,
        }
    }
}

/// A key on its way into the tables.
struct Made {
    subject: i64,
    lookup: Lookup,
    generation: u32,
    since: Option<i64>,
    pseudonym: [u8; 16],
    wrapped: Vec<u8>,
    commitment: Vec<u8>,
    sealed_id: Vec<u8>,
    id_tag: [u8; 16],
}

/// Reads what is known of the people, in key order.
async fn load(conn: &mut SqliteConnection, people: &mut [Person<'_>]) -> Result<()> {
    let mut order: Vec<(Lookup, usize)> = people.iter().enumerate().map(|(at, p)| (p.lookup, at)).collect();
    order.sort_unstable();
    for span in spans(order.len()) {
        let part = &order[span];
        // One text for a whole span, as with values: see `slots::load`.
        let sql = format!(
            "SELECT group_concat(hex(lookup) || ',' || generation || ',' || hex(pseudonym) || ',' || ifnull(since, '') || ',' || run, ';')
             FROM subject_lookup
             WHERE lookup IN ({})",
            marks(part.len())
        );
        let query = sqlx::query_scalar::<_, Option<String>>(AssertSqlSafe(sql));
        let query = part.iter().fold(query, |q, (lookup, _)| q.bind(&lookup[..]));
        let text = query.fetch_one(&mut *conn).await.map_err(failed("reading the vault"))?.unwrap_or_default();
        for entry in text.split_terminator(';') {
            let (lookup, generation) =
                parse(entry).ok_or_else(|| Error::internal("reading the vault", "an entry cannot be read"))?;
            let at =
                part.binary_search_by_key(&lookup, |p| p.0).map_err(|_| Error::internal("reading the vault", "stray row"))?;
            people[part[at].1].generations.push(generation);
        }
    }
    Ok(())
}

/// `lookup,generation,pseudonym,since,run`, bytes in hex.
fn parse(entry: &str) -> Option<(Lookup, Generation)> {
    let mut fields = entry.split(',');
    let lookup = bytes(fields.next()?)?;
    let number = fields.next()?.parse().ok()?;
    let pseudonym = Pseudonym::new(bytes(fields.next()?)?);
    let since = match fields.next()? {
        "" => None,
        day => Some(day.parse().ok()?),
    };
    Some((lookup, Generation { number, pseudonym, since, run: fields.next()?.parse().ok()? }))
}

/// Numbers for so many new subjects; a number is never given twice. The first of them.
async fn reserve(conn: &mut SqliteConnection, count: usize) -> Result<i64> {
    const RESERVE: &str = "UPDATE meta SET number = number + $1 WHERE name = 'subjects' RETURNING number";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let last: i64 = sqlx::query_scalar(RESERVE).bind(count).fetch_one(conn).await.map_err(failed("making keys"))?;
    Ok(last - count + 1)
}

/// Writes keys and ids in the order of their numbers, which is by appending, and lookups in key order.
async fn insert(conn: &mut SqliteConnection, run: i64, mut made: Vec<Made>) -> Result<()> {
    let failed = failed("making keys");
    for span in spans(made.len()) {
        let part = &made[span];
        let sql = format!(
            "INSERT INTO subject_key (subject, pseudonym, generation, wrapped, commitment, frozen, floor) VALUES {}",
            tuples(part.len(), 7)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for m in part {
            query = query.bind(m.subject).bind(&m.pseudonym[..]).bind(m.generation).bind(&m.wrapped[..]);
            query = query.bind(&m.commitment[..]).bind(0).bind(0);
        }
        query.execute(&mut *conn).await.map_err(&failed)?;
        let sql =
            format!("INSERT INTO value (subject, kind, ordinal, sealed, tag, last_day, run) VALUES {}", tuples(part.len(), 7));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for m in part {
            query = query.bind(m.subject).bind("id").bind(0).bind(&m.sealed_id[..]).bind(&m.id_tag[..]).bind(0).bind(run);
        }
        query.execute(&mut *conn).await.map_err(&failed)?;
    }
    made.sort_unstable_by_key(|m| m.lookup);
    for span in spans(made.len()) {
        let part = &made[span];
        let sql =
            format!("INSERT INTO subject_lookup (lookup, generation, pseudonym, since, run) VALUES {}", tuples(part.len(), 5));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for m in part {
            query = query.bind(&m.lookup[..]).bind(m.generation).bind(&m.pseudonym[..]).bind(m.since).bind(run);
        }
        query.execute(&mut *conn).await.map_err(&failed)?;
    }
    Ok(())
}

/// Keys that another open run made, and this one needs as well, outlive that run; so do their ids.
async fn adopt(conn: &mut SqliteConnection, runs: &Runs, people: &[Person<'_>]) -> Result<()> {
    let failed = failed("keeping keys of another run");
    let mut foreign: Vec<(&Lookup, &Generation)> =
        people.iter().flat_map(|p| p.generations.iter().map(|g| (&p.lookup, g))).filter(|f| runs.is_foreign(f.1.run)).collect();
    foreign.sort_unstable_by_key(|f| f.0);
    for span in spans(foreign.len()) {
        let part = &foreign[span];
        let keys = tuples(part.len(), 2);
        let sql = format!("UPDATE subject_lookup SET run = ? WHERE (lookup, generation) IN (VALUES {keys})");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(KEPT);
        let query = part.iter().fold(query, |q, (lookup, g)| q.bind(&lookup[..]).bind(g.number));
        query.execute(&mut *conn).await.map_err(&failed)?;
        let sql = format!(
            "UPDATE value
             SET run = ?
             WHERE kind = 'id' AND subject IN (SELECT subject FROM subject_key WHERE pseudonym IN ({}))",
            marks(part.len())
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(KEPT);
        let query = part.iter().fold(query, |q, (_, g)| q.bind(&g.pseudonym.bytes()[..]));
        query.execute(&mut *conn).await.map_err(&failed)?;
    }
    Ok(())
}
