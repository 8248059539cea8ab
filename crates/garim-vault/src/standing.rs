//! Who is frozen and who was erased, in memory: few, and asked for with every batch.
//!
//! Each call compares the database's counter with the one that was read last, so that what another process froze or
//! destroyed holds from the next call on; nothing else about people is remembered between calls.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use garim_core::Result;
use sqlx::{Row, SqliteConnection};

use crate::{
    keys::Lookup,
    sql::{failed, fixed},
};

/// A person who was erased.
#[derive(Clone, Copy)]
pub(crate) struct Suppression {
    /// The day of the erasure, as stored.
    pub(crate) day: i64,
    /// The last generation that was used.
    pub(crate) generation: u32,
}

/// Who is frozen, who was erased.
pub(crate) struct Standing {
    counter: i64,
    /// Frozen by a request, not destroyed yet.
    pub(crate) frozen: HashSet<Lookup>,
    /// Erased.
    pub(crate) suppressed: HashMap<[u8; 32], Suppression>,
}

const COUNTER: &str = "SELECT number FROM meta WHERE name = 'standing'";
const FROZEN: &str = "SELECT lookup FROM frozen";
const SUPPRESSED: &str = "SELECT person, day, generation FROM suppression";
const CHANGED: &str = "UPDATE meta SET number = number + 1 WHERE name = 'standing'";
const FROZE: &str = "UPDATE meta SET number = number + 1 WHERE name = 'freeze_epoch'";

impl Standing {
    /// Nothing is known yet.
    pub(crate) fn unknown() -> Self {
        Self { counter: -1, frozen: HashSet::new(), suppressed: HashMap::new() }
    }

    /// `known`, or what has changed since. To be called within the transaction that relies on it.
    pub(crate) async fn now(conn: &mut SqliteConnection, known: &Arc<Self>) -> Result<Arc<Self>> {
        let failed = failed("reading the vault");
        let counter: i64 = sqlx::query_scalar(COUNTER).fetch_one(&mut *conn).await.map_err(&failed)?;
        if counter == known.counter {
            return Ok(known.clone());
        }
        let mut now = Self { counter, ..Self::unknown() };
        for row in sqlx::query(FROZEN).fetch_all(&mut *conn).await.map_err(&failed)? {
            now.frozen.insert(fixed(row.get(0))?);
        }
        for row in sqlx::query(SUPPRESSED).fetch_all(&mut *conn).await.map_err(&failed)? {
            let generation = row.get::<u32, _>(2);
            now.suppressed.insert(fixed(row.get(0))?, Suppression { day: row.get(1), generation });
        }
        Ok(Arc::new(now))
    }
}

/// Within a transaction that froze or released somebody or wrote a suppression.
pub(crate) async fn changed(conn: &mut SqliteConnection) -> Result<()> {
    sqlx::query(CHANGED).execute(conn).await.map_err(failed("changing the vault"))?;
    Ok(())
}

/// Within a transaction that froze somebody: output staged before is thrown away at commit.
pub(crate) async fn froze(conn: &mut SqliteConnection) -> Result<()> {
    sqlx::query(FROZE).execute(&mut *conn).await.map_err(failed("changing the vault"))?;
    changed(conn).await
}
