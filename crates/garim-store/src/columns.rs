//! Classifications: the newest row of a column holds, the others are its history.

use async_trait::async_trait;
use garim_core::{
    Entity, Error, Result,
    audit::AuditRecord,
    authz::{Action, Permit, Resource},
    class::{Basis, Class, Classified},
    name::{ColumnName, ColumnRef, DatasetName},
};
use garim_ports::Columns;
use sqlx::SqliteConnection;

use crate::{
    audit,
    convert::{failed, from_json, is_orphan, parsed, to_json},
    outbox,
};

pub(crate) struct ColumnRows<'a>(pub(crate) &'a mut SqliteConnection);

const HELD: &str = "
SELECT
    body
FROM classifications
WHERE dataset = $1
  AND column_name = $2
ORDER BY number DESC
LIMIT 1
";

async fn held(conn: &mut SqliteConnection, column: &ColumnRef) -> Result<Option<Classified>> {
    let row: Option<(String,)> = sqlx::query_as(HELD)
        .bind(column.dataset.to_string())
        .bind(column.column.as_str())
        .fetch_optional(conn)
        .await
        .map_err(failed("reading a classification"))?;
    row.map(|(body,)| from_json(&body)).transpose()
}

const KEEP: &str = "
INSERT INTO classifications (
    dataset,
    column_name,
    class,
    body,
    at
)
VALUES ($1, $2, $3, $4, $5)
";

async fn keep(conn: &mut SqliteConnection, column: &ColumnRef, classified: &Classified) -> Result<()> {
    let kept = sqlx::query(KEEP)
        .bind(column.dataset.to_string())
        .bind(column.column.as_str())
        .bind(classified.class.as_str())
        .bind(to_json(classified)?)
        .bind(classified.at.micros())
        .execute(conn)
        .await;
    match kept {
        Ok(_) => Ok(()),
        Err(e) if is_orphan(&e) => Err(Error::not_found(Entity::Dataset, &column.dataset)),
        Err(e) => Err(failed("keeping a classification")(e)),
    }
}

const OF_DATASET: &str = "
SELECT
    c.column_name,
    c.body
FROM classifications c
WHERE c.dataset = $1
  AND c.number = (
      SELECT
          max(newer.number)
      FROM classifications newer
      WHERE newer.dataset = c.dataset
        AND newer.column_name = c.column_name
  )
ORDER BY c.column_name
";

const HISTORY: &str = "
SELECT
    body
FROM classifications
WHERE dataset = $1
  AND column_name = $2
ORDER BY number DESC
";

#[async_trait]
impl Columns for ColumnRows<'_> {
    async fn of(&mut self, dataset: &DatasetName) -> Result<Vec<(ColumnName, Classified)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(OF_DATASET)
            .bind(dataset.to_string())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading classifications"))?;
        rows.into_iter().map(|(name, body)| Ok((parsed(&name)?, from_json(&body)?))).collect()
    }

    async fn classify(&mut self, permit: &Permit, column: &ColumnRef, classified: &Classified) -> Result<()> {
        if permit.ask().action != Action::Classify || permit.ask().resource != Resource::Dataset(column.dataset.clone()) {
            return Err(Error::Forbidden(format!("the permit at hand is not one to classify `{column}`")));
        }
        let before = held(self.0, column).await?.map_or(Class::Unclassified, |c| c.class);
        keep(self.0, column, classified).await?;
        let detail = format!("{}: {before} -> {}", column.column, classified.class);
        audit::append(self.0, &AuditRecord::of(permit, classified.at, detail)).await?;
        outbox::tell(self.0, &format!("dataset:{}", column.dataset)).await
    }

    /// A run settles every day anew: what says the same as what holds is no news, and a person's decision stands.
    async fn settle(&mut self, column: &ColumnRef, classified: &Classified) -> Result<()> {
        match held(self.0, column).await? {
            Some(held) if matches!(held.basis, Basis::Person { .. }) => Ok(()),
            Some(held) if held.class == classified.class && held.basis == classified.basis => Ok(()),
            _ if matches!(classified.basis, Basis::Person { .. }) => {
                Err(Error::Forbidden(format!("a person's decision about `{column}` needs a permit; it cannot be settled")))
            }
            _ => keep(self.0, column, classified).await,
        }
    }

    async fn history(&mut self, column: &ColumnRef) -> Result<Vec<Classified>> {
        let rows: Vec<(String,)> = sqlx::query_as(HISTORY)
            .bind(column.dataset.to_string())
            .bind(column.column.as_str())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading a column's history"))?;
        rows.iter().map(|(body,)| from_json(body)).collect()
    }
}
