//! Reads it in chunks: first every table with its revision, then the details of those that are new or changed.

use std::collections::VecDeque;

use async_trait::async_trait;
use garim_core::{Error, Result, imported::Fact};
use garim_ports::{Batch, Import, Tally};

use super::{
    statements,
    tables::{self, ById, Chunk},
};
use crate::{
    catalog::Facts,
    database::{Database, Engine},
    input::Row,
};

/// Tables of one batch.
const CHUNK: usize = 500;

struct Metastore {
    database: Option<Database>,
    facts: Facts,
    tables: VecDeque<Row>,
    /// Whether partitions have parameters.
    sized: bool,
}

/// Opens a metastore's database.
pub(crate) async fn open(url: &str, facts: Facts) -> Result<Box<dyn Import>> {
    let mut database = Database::open(url).await?;
    let engine = database.engine();
    if engine == Engine::Sqlite || !database.has_table("TBLS").await {
        return Err(Error::invalid("the database is no Hive metastore: it has no table `TBLS`; PostgreSQL and MySQL are read"));
    }
    let tables = database.rows(&statements::tables(engine)).await?.into();
    let sized = database.has_table("PARTITION_PARAMS").await;
    Ok(Box::new(Metastore { database: Some(database), facts, tables, sized }))
}

impl Metastore {
    /// Tables whose details are needed; of the others it is enough that they are there.
    fn split(&mut self) -> (Vec<Row>, Vec<Fact>) {
        let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
        while changed.len() < CHUNK && unchanged.len() < CHUNK * 10 {
            let Some(row) = self.tables.pop_front() else { break };
            let key = self.facts.key(&tables::parts(&row));
            match key.filter(|k| self.facts.known.revision(k) == Some(tables::revision(&row))) {
                Some(key) => unchanged.push(Fact::Unchanged(key)),
                None => changed.push(row),
            }
        }
        (changed, unchanged)
    }

    async fn details(&mut self, rows: &[Row]) -> Result<Option<Chunk>> {
        let Some(database) = self.database.as_mut().filter(|_| !rows.is_empty()) else { return Ok(None) };
        let numbers = |name: &str| {
            let mut all: Vec<String> = rows.iter().filter_map(|r| r.whole(&[name])).map(|n| n.to_string()).collect();
            // A list of nothing is no SQL; no number is negative.
            all.extend(all.is_empty().then(|| "-1".to_owned()));
            all
        };
        let asked = statements::details(database.engine(), &numbers("id"), &numbers("cd"));
        Ok(Some(Chunk {
            views: ById::new(database.rows(&asked.views).await?, "id"),
            columns: ById::new(database.rows(&asked.columns).await?, "cd"),
            partition_keys: ById::new(database.rows(&asked.partition_keys).await?, "id"),
            parameters: ById::new(database.rows(&asked.parameters).await?, "id"),
            partitions: ById::new(database.rows(&asked.partitions).await?, "id"),
            sizes: ById::new(if self.sized { database.rows(&asked.sizes).await? } else { Vec::new() }, "id"),
        }))
    }
}

#[async_trait]
impl Import for Metastore {
    async fn next(&mut self) -> Result<Option<Batch>> {
        if self.tables.is_empty() {
            if let Some(database) = self.database.take() {
                database.close().await;
            }
            return Ok(None);
        }
        let (changed, mut facts) = self.split();
        let mut read = Tally { records: facts.len() as u64, ..Tally::default() };
        if let Some(chunk) = self.details(&changed).await? {
            let found: Vec<_> = changed.iter().map(|row| tables::table(row, &chunk)).collect();
            facts.extend(self.facts.of(&found, &mut read));
        }
        Ok(Some(Batch { facts, read, ..Batch::default() }))
    }
}
