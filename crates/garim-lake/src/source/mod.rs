//! Reading sources: CSV files, SQLite and MySQL tables, as streams of checked batches in bounded memory.

mod csv;
mod glob;
mod mysql;
mod peek;
mod sqlite;
mod table;

use std::collections::HashSet;

use garim_core::{Error, Result, name::ColumnName, schema::SchemaVersion};
use garim_ports::{SourceLocation, SourceQuery};
use tokio::{sync::mpsc, task::JoinHandle};

use crate::check::{Checker, SourceBatch};

pub(crate) use peek::peek;

/// Batches that wait between the reader and the stage: one in hand, one ready.
const WAITING_BATCHES: usize = 2;

/// What a reader needs to know of the plan.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// The columns.
    pub(crate) schema: SchemaVersion,
    /// The event-time column's place in the schema.
    pub(crate) day: Option<usize>,
    /// Columns that the source had in an earlier run.
    pub(crate) ever_present: HashSet<ColumnName>,
    /// Every row is wanted as it came, fit or not.
    pub(crate) everything_raw: bool,
}

impl Reading {
    fn checker(&self) -> Checker {
        Checker::new(&self.schema, self.day, self.everything_raw)
    }
}

/// Where readers send their batches.
type Batches = mpsc::Sender<Result<SourceBatch>>;

/// A source that is being read in the background. Dropping it stops the reader.
pub(crate) struct SourceStream {
    batches: mpsc::Receiver<Result<SourceBatch>>,
    reader: JoinHandle<()>,
}

impl SourceStream {
    /// The next batch; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Result<SourceBatch>> {
        self.batches.recv().await
    }

    /// The reader has ended: an error if it broke down.
    pub(crate) async fn finish(mut self) -> Result<()> {
        (&mut self.reader).await.map_err(|_| Error::internal("reading a source", "the reader broke down"))
    }
}

impl Drop for SourceStream {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Begins to read.
pub(crate) fn open(query: &SourceQuery, reading: Reading) -> Result<SourceStream> {
    let (sender, batches) = mpsc::channel(WAITING_BATCHES);
    let query = query.clone();
    let reader = match &query.location {
        SourceLocation::Csv { root, glob } => {
            let files = csv::files(root, glob, &query.shown_as)?;
            tokio::task::spawn_blocking(move || csv::read(&files, &reading, &sender))
        }
        SourceLocation::Table { url, .. } => match table::Dialect::of(url, &query.shown_as)? {
            table::Dialect::Sqlite => {
                tokio::spawn(async move { report(sqlite::read(&query, &reading, &sender).await, &sender).await })
            }
            table::Dialect::MySql => {
                tokio::spawn(async move { report(mysql::read(&query, &reading, &sender).await, &sender).await })
            }
        },
    };
    Ok(SourceStream { batches, reader })
}

async fn report(result: Result<()>, batches: &Batches) {
    if let Err(error) = result {
        // Nobody listens any more: the stage has ended with an error of its own.
        let _ = batches.send(Err(error)).await;
    }
}
