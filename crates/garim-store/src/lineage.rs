//! The lineage that runs captured. A job's edges into a dataset hold until its next run says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use garim_core::{Result, lineage::Edge, name::DatasetName, run::Run};
use sqlx::SqliteConnection;

use crate::convert::{failed, from_json, to_json};

const HELD_INTO: &str = "
SELECT
    number,
    body
FROM lineage_edges
WHERE job = $1
  AND to_dataset = $2
  AND valid_to IS NULL
";

const ADD: &str = "
INSERT INTO lineage_edges (
    job,
    from_dataset,
    from_column,
    to_dataset,
    to_column,
    body,
    run,
    valid_from
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
";

const CLOSE: &str = "
UPDATE lineage_edges
SET valid_to = $2
WHERE number = $1
";

const HELD: &str = "
SELECT DISTINCT
    body
FROM lineage_edges
WHERE valid_to IS NULL
ORDER BY body
";

/// Every edge that holds now.
pub(crate) async fn held(conn: &mut SqliteConnection) -> Result<Vec<Edge>> {
    let rows: Vec<(String,)> = sqlx::query_as(HELD).fetch_all(conn).await.map_err(failed("reading the lineage"))?;
    rows.iter().map(|(body,)| from_json(body)).collect()
}

/// Replaces what the run's job captured before for each dataset that it wrote. Edges that still hold are left alone, so
/// that a daily run does not write a history of nothing.
pub(crate) async fn replace(conn: &mut SqliteConnection, run: &Run, edges: &[Edge]) -> Result<()> {
    let mut into: BTreeMap<&DatasetName, BTreeSet<&Edge>> = run.outputs.iter().map(|o| (&o.dataset, BTreeSet::new())).collect();
    for edge in edges {
        into.entry(&edge.to).or_default().insert(edge);
    }
    for (dataset, wanted) in into {
        replace_into(conn, run, dataset, wanted).await?;
    }
    Ok(())
}

async fn replace_into(conn: &mut SqliteConnection, run: &Run, dataset: &DatasetName, mut wanted: BTreeSet<&Edge>) -> Result<()> {
    let doing = "recording the lineage";
    let at = run.ended.unwrap_or(run.started).micros();
    let rows: Vec<(i64, String)> =
        sqlx::query_as(HELD_INTO).bind(&run.job).bind(dataset.to_string()).fetch_all(&mut *conn).await.map_err(failed(doing))?;
    for (number, body) in rows {
        let held: Edge = from_json(&body)?;
        if !wanted.remove(&held) {
            sqlx::query(CLOSE).bind(number).bind(at).execute(&mut *conn).await.map_err(failed(doing))?;
        }
    }
    for edge in wanted {
        sqlx::query(ADD)
            .bind(&run.job)
            .bind(edge.from.dataset.to_string())
            .bind(edge.from.column.as_str())
            .bind(edge.to.to_string())
            .bind(edge.to_column.as_ref().map_or("", |c| c.as_str()))
            .bind(to_json(edge)?)
            .bind(run.id.to_string())
            .bind(at)
            .execute(&mut *conn)
            .await
            .map_err(failed(doing))?;
    }
    Ok(())
}
