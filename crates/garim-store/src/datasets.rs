//! Datasets: what git declares, the schema versions that runs registered, and the lake's version to read.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use garim_core::{
    Entity, Error, Result,
    asset::Contract,
    name::{ColumnName, DatasetName, RunId},
    schema::SchemaVersion,
    time::Timestamp,
};
use garim_ports::{Datasets, StoredDataset};
use sqlx::SqliteConnection;

use crate::{
    convert::{failed, from_json, is_orphan, parsed, to_json},
    outbox,
};

pub(crate) struct DatasetRows<'a>(pub(crate) &'a mut SqliteConnection);

/// Contract, newest schema version, lake version.
type Row = (String, Option<String>, Option<i64>);

fn stored((contract, schema, version): Row, ever_present: HashSet<ColumnName>) -> Result<StoredDataset> {
    let schema = schema.map(|s| from_json(&s)).transpose()?;
    Ok(StoredDataset { contract: from_json(&contract)?, schema, version, ever_present })
}

const DECLARE: &str = "
INSERT INTO datasets (
    name,
    contract,
    declared_at
)
VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE
SET contract = excluded.contract,
    declared_at = excluded.declared_at
";

const GET: &str = "
SELECT
    d.contract,
    s.body,
    d.lake_version
FROM datasets d
LEFT JOIN schema_versions s
       ON s.dataset = d.name
      AND s.number = (SELECT max(newer.number) FROM schema_versions newer WHERE newer.dataset = d.name)
WHERE d.name = $1
";

const SEEN: &str = "
SELECT
    column_name
FROM seen_columns
WHERE dataset = $1
";

const LIST: &str = "
SELECT
    d.contract,
    s.body,
    d.lake_version
FROM datasets d
LEFT JOIN schema_versions s
       ON s.dataset = d.name
      AND s.number = (SELECT max(newer.number) FROM schema_versions newer WHERE newer.dataset = d.name)
ORDER BY d.name
";

const ALL_SEEN: &str = "
SELECT
    dataset,
    column_name
FROM seen_columns
";

const REGISTER: &str = "
INSERT INTO schema_versions (
    dataset,
    number,
    body,
    run,
    registered_at
)
VALUES ($1, $2, $3, $4, $5)
";

const VERSIONS: &str = "
SELECT
    body,
    registered_at
FROM schema_versions
WHERE dataset = $1
ORDER BY number
";

const SEE: &str = "
INSERT INTO seen_columns (
    dataset,
    column_name
)
VALUES ($1, $2)
ON CONFLICT (dataset, column_name) DO NOTHING
";

const PUBLISH: &str = "
UPDATE datasets
SET lake_version = $2,
    published_at = $3
WHERE name = $1
";

const NEWCOMERS: &str = "
SELECT
    dataset,
    registered_at
FROM schema_versions
WHERE number = 1
  AND registered_at >= $1
ORDER BY
    registered_at DESC,
    dataset
LIMIT $2
";

#[async_trait]
impl Datasets for DatasetRows<'_> {
    async fn declare(&mut self, contract: &Contract, at: Timestamp) -> Result<()> {
        sqlx::query(DECLARE)
            .bind(contract.name.to_string())
            .bind(to_json(contract)?)
            .bind(at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed("declaring a dataset"))?;
        outbox::tell(self.0, &format!("dataset:{}", contract.name)).await
    }

    async fn get(&mut self, name: &DatasetName) -> Result<Option<StoredDataset>> {
        let doing = "reading a dataset";
        let row: Option<Row> =
            sqlx::query_as(GET).bind(name.to_string()).fetch_optional(&mut *self.0).await.map_err(failed(doing))?;
        let Some(row) = row else { return Ok(None) };
        let seen: Vec<(String,)> =
            sqlx::query_as(SEEN).bind(name.to_string()).fetch_all(&mut *self.0).await.map_err(failed(doing))?;
        let seen = seen.iter().map(|(column,)| parsed(column)).collect::<Result<_>>()?;
        stored(row, seen).map(Some)
    }

    async fn list(&mut self) -> Result<Vec<StoredDataset>> {
        let doing = "reading datasets";
        let rows: Vec<Row> = sqlx::query_as(LIST).fetch_all(&mut *self.0).await.map_err(failed(doing))?;
        let pairs: Vec<(String, String)> = sqlx::query_as(ALL_SEEN).fetch_all(&mut *self.0).await.map_err(failed(doing))?;
        let mut seen: HashMap<DatasetName, HashSet<ColumnName>> = HashMap::new();
        for (dataset, column) in pairs {
            seen.entry(parsed(&dataset)?).or_default().insert(parsed(&column)?);
        }
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut dataset = stored(row, HashSet::new())?;
            dataset.ever_present = seen.remove(&dataset.contract.name).unwrap_or_default();
            all.push(dataset);
        }
        Ok(all)
    }

    async fn register(&mut self, name: &DatasetName, schema: &SchemaVersion, run: RunId, at: Timestamp) -> Result<()> {
        let stored = self.get(name).await?.ok_or_else(|| Error::not_found(Entity::Dataset, name))?;
        let newest = stored.schema.as_ref().map_or(0, |s| s.number);
        if stored.schema.as_ref() == Some(schema) {
            return Ok(());
        }
        if schema.number != newest + 1 {
            return Err(Error::conflict(format!(
                "schema version {} of `{name}` cannot follow {newest}; register version {}",
                schema.number,
                newest + 1
            )));
        }
        sqlx::query(REGISTER)
            .bind(name.to_string())
            .bind(i64::from(schema.number))
            .bind(to_json(schema)?)
            .bind(run.to_string())
            .bind(at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed("registering a schema version"))?;
        outbox::tell(self.0, &format!("dataset:{name}")).await
    }

    async fn versions(&mut self, name: &DatasetName) -> Result<Vec<(SchemaVersion, Timestamp)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(VERSIONS)
            .bind(name.to_string())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading schema versions"))?;
        rows.into_iter().map(|(body, at)| Ok((from_json(&body)?, Timestamp::from_micros(at)))).collect()
    }

    async fn newcomers(&mut self, since: Timestamp, limit: u32) -> Result<Vec<(DatasetName, Timestamp)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(NEWCOMERS)
            .bind(since.micros())
            .bind(i64::from(limit))
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading what is new"))?;
        rows.into_iter().map(|(name, at)| Ok((parsed(&name)?, Timestamp::from_micros(at)))).collect()
    }

    async fn seen(&mut self, name: &DatasetName, columns: &[ColumnName]) -> Result<()> {
        for column in columns {
            let kept = sqlx::query(SEE).bind(name.to_string()).bind(column.as_str()).execute(&mut *self.0).await;
            match kept {
                Ok(_) => {}
                Err(e) if is_orphan(&e) => return Err(Error::not_found(Entity::Dataset, name)),
                Err(e) => return Err(failed("remembering a source's columns")(e)),
            }
        }
        Ok(())
    }

    async fn publish(&mut self, name: &DatasetName, version: i64, at: Timestamp) -> Result<()> {
        let published = sqlx::query(PUBLISH)
            .bind(name.to_string())
            .bind(version)
            .bind(at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed("publishing a version"))?;
        match published.rows_affected() {
            0 => Err(Error::not_found(Entity::Dataset, name)),
            _ => outbox::tell(self.0, &format!("dataset:{name}")).await,
        }
    }
}
