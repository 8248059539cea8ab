//! Keys are destroyed in one transaction with the suppression; then the values that only they opened leave.

use garim_core::{Error, Result, name::RequestId, time::Day};
use garim_ports::Destroyed;
use serde::{Deserialize, Serialize};
use sqlx::{Connection, Row, SqliteConnection};
use zeroize::Zeroizing;

use super::{file::subject_of, keep::Open};
use crate::{
    crypt::cannot_open,
    keys::Lookup,
    local::LocalVault,
    sql::{failed, number_of},
    standing,
};

const DESTROYED: &str = "destroyed";

/// What was destroyed, kept for the request: the answer when asked again, and whose values have to leave.
#[derive(Serialize, Deserialize)]
pub(super) struct Remembered {
    keys: u64,
    values: u64,
    subjects: Vec<i64>,
}

const SUBJECTS: &str = "
SELECT k.subject, k.generation
FROM subject_lookup AS l
JOIN subject_key AS k ON k.pseudonym = l.pseudonym
WHERE l.lookup = $1";

/// The latest day holds, and the highest generation, so that no generation ever comes twice.
const SUPPRESS: &str = "
INSERT INTO suppression (person, day, generation)
VALUES ($1, $2, $3)
ON CONFLICT (person) DO UPDATE SET
  day = CASE WHEN excluded.day > suppression.day THEN excluded.day ELSE suppression.day END,
  generation = CASE WHEN excluded.generation > suppression.generation THEN excluded.generation ELSE suppression.generation END";

const DELETE_KEYS: &str = "
DELETE FROM subject_key
WHERE pseudonym IN (SELECT pseudonym FROM subject_lookup WHERE lookup = $1)";
const DELETE_LOOKUPS: &str = "DELETE FROM subject_lookup WHERE lookup = $1";
const RELEASE: &str = "DELETE FROM frozen WHERE lookup = $1";
const COUNT_VALUES: &str = "SELECT count(*) FROM value WHERE subject = $1";
const DELETE_VALUES: &str = "DELETE FROM value WHERE subject = $1";

/// What an earlier call destroyed.
pub(super) async fn remembered(open: &Open<'_>, conn: &mut SqliteConnection) -> Result<Option<Remembered>> {
    let Some(bytes) = open.get(conn, DESTROYED).await? else { return Ok(None) };
    serde_json::from_slice(&Zeroizing::new(bytes)).map(Some).map_err(|_| cannot_open())
}

/// See [`garim_ports::Vault::destroy`].
pub(crate) async fn destroy(vault: &LocalVault, id: RequestId, day: Day) -> Result<Destroyed> {
    let failed = failed("destroying keys");
    let mut writers = vault.database.writers.lock().await;
    let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    let open = Open::load(vault, &mut tx, id).await?;
    if let Some(done) = remembered(&open, &mut tx).await? {
        return Ok(Destroyed { keys: done.keys, values: done.values });
    }
    let subject = subject_of(&open, &mut tx).await?;
    let lookup = vault.master.lookup(&subject);
    let generations = subjects(&mut tx, &lookup).await?;
    let mut done = Remembered { keys: generations.len() as u64, values: 0, subjects: Vec::new() };
    for (number, _) in &generations {
        done.values += count(&mut tx, *number).await?;
        done.subjects.push(*number);
    }
    let last = generations.iter().map(|g| g.1).max().unwrap_or_default();
    let query = sqlx::query(SUPPRESS).bind(vault.master.suppression(&subject).to_vec()).bind(number_of(day)).bind(last);
    query.execute(&mut *tx).await.map_err(&failed)?;
    for statement in [DELETE_KEYS, DELETE_LOOKUPS, RELEASE] {
        sqlx::query(statement).bind(&lookup[..]).execute(&mut *tx).await.map_err(&failed)?;
    }
    let json = Zeroizing::new(serde_json::to_vec(&done).map_err(|e| Error::internal("destroying keys", e))?);
    open.put(&mut tx, DESTROYED, &json).await?;
    standing::changed(&mut tx).await?;
    tx.commit().await.map_err(&failed)?;
    Ok(Destroyed { keys: done.keys, values: done.values })
}

/// See [`garim_ports::Vault::remove_values`].
pub(crate) async fn remove_values(vault: &LocalVault, id: RequestId) -> Result<u64> {
    let failed = failed("removing values");
    let mut writers = vault.database.writers.lock().await;
    let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    let open = Open::load(vault, &mut tx, id).await?;
    let early = || Error::conflict("the keys of this request are not destroyed yet; destroy them first");
    let done = remembered(&open, &mut tx).await?.ok_or_else(early)?;
    for subject in &done.subjects {
        sqlx::query(DELETE_VALUES).bind(subject).execute(&mut *tx).await.map_err(&failed)?;
    }
    tx.commit().await.map_err(&failed)?;
    Ok(done.values)
}

/// See [`garim_ports::Vault::count_values`]: also what waits to be removed.
pub(crate) async fn count_values(vault: &LocalVault, id: RequestId) -> Result<u64> {
    let mut tx = vault.database.readers.begin().await.map_err(failed("counting values"))?;
    let open = Open::load(vault, &mut tx, id).await?;
    let lookup = vault.master.lookup(&subject_of(&open, &mut tx).await?);
    let mut numbers: Vec<i64> = subjects(&mut tx, &lookup).await?.into_iter().map(|s| s.0).collect();
    numbers.extend(remembered(&open, &mut tx).await?.map(|r| r.subjects).unwrap_or_default());
    let mut values = 0;
    for number in numbers {
        values += count(&mut tx, number).await?;
    }
    Ok(values)
}

/// (number, generation) of each key of a person.
async fn subjects(conn: &mut SqliteConnection, lookup: &Lookup) -> Result<Vec<(i64, u32)>> {
    let rows = sqlx::query(SUBJECTS).bind(&lookup[..]).fetch_all(conn).await.map_err(failed("reading keys"))?;
    Ok(rows.iter().map(|r| (r.get(0), r.get(1))).collect())
}

async fn count(conn: &mut SqliteConnection, subject: i64) -> Result<u64> {
    let query = sqlx::query_scalar::<_, i64>(COUNT_VALUES).bind(subject);
    Ok(query.fetch_one(conn).await.map_err(failed("counting values"))?.unsigned_abs())
}
