//! Reads jobs at once, then runs.

use async_trait::async_trait;
use garim_core::{Error, Result};
use garim_lineage::Dialect;
use garim_ports::{Batch, Import, Tally};

use super::{dags::Reader, runs::Runs};
use crate::{asked::Asked, database::Database};

struct Airflow {
    database: Option<Database>,
    first: Option<Batch>,
    runs: [Runs; 2],
}

/// Opens Airflow's own database.
pub(crate) async fn open(url: &str, ask: &Asked, dialect: Dialect) -> Result<Box<dyn Import>> {
    let mut database = Database::open(url).await?;
    if !(database.has_table("dag").await && database.has_table("task_instance").await) {
        return Err(Error::invalid("the database is not Airflow's: it has no tables `dag` and `task_instance`"));
    }
    let mut read = Tally::default();
    let reader = Reader { namespace: ask.namespace.clone(), dialect, now: ask.now };
    let facts = reader.read(&mut database, &mut read).await?;
    let runs = [false, true].map(|tasks| Runs::new(tasks, ask.namespace.clone(), &ask.positions));
    Ok(Box::new(Airflow { database: Some(database), first: Some(Batch { facts, read, ..Batch::default() }), runs }))
}

#[async_trait]
impl Import for Airflow {
    async fn next(&mut self) -> Result<Option<Batch>> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let Some(database) = &mut self.database else { return Ok(None) };
        for runs in &mut self.runs {
            if let Some(batch) = runs.next(database).await? {
                return Ok(Some(batch));
            }
        }
        if let Some(database) = self.database.take() {
            database.close().await;
        }
        Ok(None)
    }
}
