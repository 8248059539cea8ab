//! Who wrote what: a run's keys and values stay when it is kept, and go when it is forgotten.
//!
//! A row bears its run's number. While the run is open the row is provisional; keeping a run removes its number from the
//! open ones, and touches no row. What another run meets while it is provisional is *adopted*: it bears 0 from then on, and
//! outlives the run that wrote it.

use std::collections::HashSet;

use garim_core::{Result, name::RunId};
use sqlx::{Connection, Row, SqliteConnection};

use crate::{local::LocalVault, sql::failed};

/// The number of rows that belong to no run any more.
pub(crate) const KEPT: i64 = 0;

const OPEN: &str = "SELECT number, run FROM open_run";
const BEGIN: &str = "INSERT INTO open_run (run) VALUES ($1) RETURNING number";
const END: &str = "DELETE FROM open_run WHERE run = $1 RETURNING number";

/// Ordinals of values that go are never used again, even though nobody ever saw them. After the run's own keys are gone:
/// only who stays needs it.
const RAISE_FLOORS: &str = "
UPDATE subject_key
SET floor = max(floor, (SELECT max(ordinal) + 1 FROM value WHERE value.subject = subject_key.subject AND value.run = $1))
WHERE subject IN (SELECT subject FROM value WHERE run = $1)";

const FORGET_VALUES: &str = "DELETE FROM value WHERE run = $1";

/// A provisional key has no values but its own run's: whoever else meets the key adopts it.
const FORGET_KEYS: &str = "
DELETE FROM subject_key
WHERE pseudonym IN (SELECT pseudonym FROM subject_lookup WHERE run = $1)";

const FORGET_LOOKUPS: &str = "DELETE FROM subject_lookup WHERE run = $1";

/// The runs that are open, and which of them is ours.
pub(crate) struct Runs {
    run: RunId,
    own: Option<i64>,
    others: HashSet<i64>,
}

impl Runs {
    /// As of this transaction.
    pub(crate) async fn load(conn: &mut SqliteConnection, run: RunId) -> Result<Self> {
        let mut runs = Self { run, own: None, others: HashSet::new() };
        for row in sqlx::query(OPEN).fetch_all(conn).await.map_err(failed("reading the vault"))? {
            let number = row.get(0);
            if row.get::<&[u8], _>(1) == run.uuid().as_bytes() {
                runs.own = Some(number);
            } else {
                runs.others.insert(number);
            }
        }
        Ok(runs)
    }

    /// Whether a row would go if another run were forgotten.
    pub(crate) fn is_foreign(&self, number: i64) -> bool {
        self.others.contains(&number)
    }

    /// Our number; given with the first row that we write.
    pub(crate) async fn own(&mut self, conn: &mut SqliteConnection) -> Result<i64> {
        if let Some(number) = self.own {
            return Ok(number);
        }
        let query = sqlx::query_scalar(BEGIN).bind(self.run.uuid().as_bytes().to_vec());
        let number = query.fetch_one(conn).await.map_err(failed("beginning a run in the vault"))?;
        self.own = Some(number);
        Ok(number)
    }
}

impl LocalVault {
    /// What the run wrote stays. Idempotent.
    pub(crate) async fn keep_run(&self, run: RunId) -> Result<()> {
        let mut writers = self.database.writers.lock().await;
        let query = sqlx::query(END).bind(run.uuid().as_bytes().to_vec());
        query.execute(&mut writers.careful).await.map_err(failed("keeping a run in the vault"))?;
        Ok(())
    }

    /// What only the run wrote goes. Idempotent. Reads every value once: abandoning is rare, an index on the run would be
    /// paid for with every value written.
    pub(crate) async fn forget_run(&self, run: RunId) -> Result<()> {
        let failed = failed("forgetting a run in the vault");
        let mut writers = self.database.writers.lock().await;
        let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let query = sqlx::query_scalar::<_, i64>(END).bind(run.uuid().as_bytes().to_vec());
        if let Some(number) = query.fetch_optional(&mut *tx).await.map_err(&failed)? {
            for statement in [FORGET_KEYS, RAISE_FLOORS, FORGET_VALUES, FORGET_LOOKUPS] {
                sqlx::query(statement).bind(number).execute(&mut *tx).await.map_err(&failed)?;
            }
        }
        tx.commit().await.map_err(&failed)
    }
}
