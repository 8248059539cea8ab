//! Imports: what each found, where it stopped, what it took in, and what it has shown.

use async_trait::async_trait;
use garim_core::{
    Entity, Error, Result,
    imported::{DashboardKey, DatasetKey, JobKey},
    name::PrincipalName,
    time::{Day, Timestamp},
};
use garim_ports::{ImportRecord, ImportSource, ImportSummary, Imports, Mark, Position, ShownThing};
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, parsed, to_json};

pub(crate) struct ImportRows<'a>(pub(crate) &'a mut SqliteConnection);

const BEGIN: &str = "
INSERT INTO imports (
    number,
    kind,
    namespace,
    who,
    started,
    summary
)
SELECT
    coalesce(max(number), 0) + 1,
    $1,
    $2,
    $3,
    $4,
    $5
FROM imports
RETURNING
    number
";

const KEEP: &str = "
UPDATE imports
SET summary = $2,
    ended = $3
WHERE number = $1
";

const LIST: &str = "
SELECT
    number,
    kind,
    namespace,
    who,
    started,
    ended,
    summary
FROM imports
ORDER BY number DESC
LIMIT $1
";

const POSITIONS: &str = "
SELECT
    stream,
    place
FROM import_positions
WHERE kind = $1
  AND namespace = $2
ORDER BY stream
";

const KEEP_POSITION: &str = "
INSERT INTO import_positions (
    kind,
    namespace,
    stream,
    place
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, namespace, stream) DO UPDATE
SET place = excluded.place
";

const DROP_POSITION: &str = "
DELETE FROM import_positions
WHERE kind = $1
  AND namespace = $2
  AND stream = $3
";

const SEEN: &str = "
SELECT
    1
FROM import_marks
WHERE kind = $1
  AND namespace = $2
  AND id = $3
";

const MARK: &str = "
INSERT INTO import_marks (
    kind,
    namespace,
    id,
    day
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, namespace, id) DO NOTHING
";

const SHOW: &str = "
INSERT INTO import_shown (
    source,
    what,
    namespace,
    name,
    import
)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (source, what, namespace, name) DO UPDATE
SET import = excluded.import
";

const NO_LONGER: &str = "
DELETE FROM import_shown
WHERE source = $1
  AND import < $2
RETURNING
    what,
    namespace,
    name
";

const JOURNAL: &str = "
INSERT INTO import_journal (
    number,
    import,
    day,
    file,
    sealed
)
SELECT
    coalesce(max(number), 0) + 1,
    $1,
    $2,
    $3,
    $4
FROM import_journal
";

const DOING: &str = "recording an import";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn source_key(source: &ImportSource) -> String {
    format!("{} {}", source.kind, source.namespace)
}

fn thing(what: &str, namespace: &str, name: &str) -> Result<ShownThing> {
    let unreadable = |_| Error::internal("reading a row of the catalog", "an imported name is not valid");
    match what {
        "dataset" => DatasetKey::new(namespace, name).map(ShownThing::Dataset).map_err(unreadable),
        "job" => JobKey::new(namespace, name).map(ShownThing::Job).map_err(unreadable),
        _ => DashboardKey::new(namespace, name).map(ShownThing::Dashboard).map_err(unreadable),
    }
}

fn parts(thing: &ShownThing) -> (&'static str, &str, &str) {
    match thing {
        ShownThing::Dataset(key) => ("dataset", key.namespace(), key.name()),
        ShownThing::Job(key) => ("job", key.namespace(), key.name()),
        ShownThing::Dashboard(key) => ("dashboard", key.namespace(), key.name()),
    }
}

#[async_trait]
impl Imports for ImportRows<'_> {
    async fn begin(&mut self, source: &ImportSource, who: &PrincipalName, at: Timestamp) -> Result<i64> {
        let (number,): (i64,) = sqlx::query_as(BEGIN)
            .bind(source.kind.as_str())
            .bind(&source.namespace)
            .bind(who.as_str())
            .bind(at.micros())
            .bind(to_json(&ImportSummary::default())?)
            .fetch_one(&mut *self.0)
            .await
            .map_err(failed(DOING))?;
        Ok(number)
    }

    async fn keep(&mut self, number: i64, summary: &ImportSummary, ended: Option<Timestamp>) -> Result<()> {
        let kept = sqlx::query(KEEP)
            .bind(number)
            .bind(to_json(summary)?)
            .bind(ended.map(|e| e.micros()))
            .execute(&mut *self.0)
            .await
            .map_err(failed(DOING))?;
        match kept.rows_affected() {
            0 => Err(Error::not_found(Entity::Import, number)),
            _ => Ok(()),
        }
    }

    async fn list(&mut self, limit: u32) -> Result<Vec<ImportRecord>> {
        type Row = (i64, String, String, String, i64, Option<i64>, String);
        let rows: Vec<Row> =
            sqlx::query_as(LIST).bind(i64::from(limit)).fetch_all(&mut *self.0).await.map_err(failed("reading imports"))?;
        rows.into_iter()
            .map(|(number, kind, namespace, who, started, ended, summary)| {
                Ok(ImportRecord {
                    number,
                    source: ImportSource { kind: parsed(&kind)?, namespace },
                    who: parsed(&who)?,
                    started: Timestamp::from_micros(started),
                    ended: ended.map(Timestamp::from_micros),
                    summary: from_json(&summary)?,
                })
            })
            .collect()
    }

    async fn positions(&mut self, source: &ImportSource) -> Result<Vec<Position>> {
        let rows: Vec<(String, String)> = sqlx::query_as(POSITIONS)
            .bind(source.kind.as_str())
            .bind(&source.namespace)
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading where an import stopped"))?;
        Ok(rows.into_iter().map(|(stream, place)| Position { stream, replaces: None, place }).collect())
    }

    async fn keep_position(&mut self, source: &ImportSource, position: &Position) -> Result<()> {
        if let Some(former) = &position.replaces {
            sqlx::query(DROP_POSITION)
                .bind(source.kind.as_str())
                .bind(&source.namespace)
                .bind(former)
                .execute(&mut *self.0)
                .await
                .map_err(failed(DOING))?;
        }
        sqlx::query(KEEP_POSITION)
            .bind(source.kind.as_str())
            .bind(&source.namespace)
            .bind(&position.stream)
            .bind(&position.place)
            .execute(&mut *self.0)
            .await
            .map_err(failed(DOING))?;
        Ok(())
    }

    async fn seen(&mut self, source: &ImportSource, marks: &[Mark]) -> Result<Vec<bool>> {
        let mut seen = Vec::with_capacity(marks.len());
        for mark in marks {
            let found: Option<(i64,)> = sqlx::query_as(SEEN)
                .bind(source.kind.as_str())
                .bind(&source.namespace)
                .bind(hex(&mark.id))
                .fetch_optional(&mut *self.0)
                .await
                .map_err(failed("reading what was taken in"))?;
            seen.push(found.is_some());
        }
        Ok(seen)
    }

    async fn keep_marks(&mut self, source: &ImportSource, marks: &[Mark]) -> Result<()> {
        for mark in marks {
            sqlx::query(MARK)
                .bind(source.kind.as_str())
                .bind(&source.namespace)
                .bind(hex(&mark.id))
                .bind(mark.day.map(|d| d.dt()).unwrap_or_default())
                .execute(&mut *self.0)
                .await
                .map_err(failed(DOING))?;
        }
        Ok(())
    }

    async fn shown(&mut self, source: &ImportSource, import: i64, things: &[ShownThing]) -> Result<()> {
        let source = source_key(source);
        for thing in things {
            let (what, namespace, name) = parts(thing);
            sqlx::query(SHOW)
                .bind(&source)
                .bind(what)
                .bind(namespace)
                .bind(name)
                .bind(import)
                .execute(&mut *self.0)
                .await
                .map_err(failed(DOING))?;
        }
        Ok(())
    }

    async fn no_longer_shown(&mut self, source: &ImportSource, import: i64) -> Result<Vec<ShownThing>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(NO_LONGER)
            .bind(source_key(source))
            .bind(import)
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed(DOING))?;
        rows.iter().map(|(what, namespace, name)| thing(what, namespace, name)).collect()
    }

    async fn journal(&mut self, import: i64, day: Day, file: &str, sealed: &[u8]) -> Result<()> {
        sqlx::query(JOURNAL)
            .bind(import)
            .bind(day.dt())
            .bind(file)
            .bind(sealed)
            .execute(&mut *self.0)
            .await
            .map_err(failed("keeping a sealed event"))?;
        Ok(())
    }
}
