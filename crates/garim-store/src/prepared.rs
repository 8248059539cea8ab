//! What a run will be once its commit stands: kept before the lake commits, gone when the run ends.

use garim_core::{
    Entity, Error, Result,
    name::{DatasetName, RunId},
    run::{Run, RunFacts},
    schema::SchemaVersion,
};
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, is_orphan, to_json};

/// A run as it will be, what it found, and the schema versions that it wrote under.
type Prepared = (Run, RunFacts, Vec<(DatasetName, SchemaVersion)>);

const KEEP: &str = "
INSERT INTO prepared_runs (
    run,
    body,
    facts,
    schemas
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (run) DO UPDATE
SET body = excluded.body,
    facts = excluded.facts,
    schemas = excluded.schemas
";

/// Replaces what was prepared before.
pub(crate) async fn keep(
    conn: &mut SqliteConnection,
    run: &Run,
    facts: &RunFacts,
    schemas: &[(DatasetName, SchemaVersion)],
) -> Result<()> {
    let kept = sqlx::query(KEEP)
        .bind(run.id.to_string())
        .bind(to_json(run)?)
        .bind(to_json(facts)?)
        .bind(to_json(&schemas)?)
        .execute(conn)
        .await;
    match kept {
        Ok(_) => Ok(()),
        Err(e) if is_orphan(&e) => Err(Error::not_found(Entity::Run, run.id)),
        Err(e) => Err(failed("preparing a run's end")(e)),
    }
}

const OF_RUN: &str = "
SELECT
    body,
    facts,
    schemas
FROM prepared_runs
WHERE run = $1
";

/// What was prepared for a run that has not ended.
pub(crate) async fn of(conn: &mut SqliteConnection, id: RunId) -> Result<Option<Prepared>> {
    let row: Option<(String, String, String)> =
        sqlx::query_as(OF_RUN).bind(id.to_string()).fetch_optional(conn).await.map_err(failed("reading a prepared run"))?;
    row.map(|(run, facts, schemas)| Ok((from_json(&run)?, from_json(&facts)?, from_json(&schemas)?))).transpose()
}

const FORGET: &str = "
DELETE FROM prepared_runs
WHERE run = $1
";

/// The run has ended, one way or another.
pub(crate) async fn forget(conn: &mut SqliteConnection, id: RunId) -> Result<()> {
    sqlx::query(FORGET).bind(id.to_string()).execute(conn).await.map_err(failed("ending a run"))?;
    Ok(())
}
