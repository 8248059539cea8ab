//! Opens a database's own description.

use garim_core::{Error, Result};
use garim_ports::{Import, ImportKind, Tally};

use super::{Facts, mysql, postgres, sqlite};
use crate::{
    database::{Database, Engine},
    snapshot::Snapshot,
};

/// Reads it whole.
pub(crate) async fn open(kind: ImportKind, url: &str, facts: Facts) -> Result<Box<dyn Import>> {
    let mut database = Database::open(url).await?;
    let found = match (kind, database.engine()) {
        (ImportKind::Postgres, Engine::Postgres) => postgres::read(&mut database).await?,
        (ImportKind::Mysql, Engine::MySql) => mysql::read(&mut database).await?,
        (ImportKind::Sqlite, Engine::Sqlite) => sqlite::read(&mut database).await?,
        _ => return Err(Error::invalid(format!("the URL is of another database than `{kind}`"))),
    };
    database.close().await;
    let mut tally = Tally::default();
    Ok(Box::new(Snapshot::new(facts.of(&found, &mut tally), tally)))
}
