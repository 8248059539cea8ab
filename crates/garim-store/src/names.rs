//! The graph's names as numbers: assets, columns, jobs. A name that is new gets the next number; one transaction writes.

use std::collections::HashMap;

use garim_core::{
    Result,
    lineage::{Node, Point},
};
use garim_ports::EdgeJob;
use sqlx::SqliteConnection;

use crate::convert::failed;

const FIND_ASSET: &str = "
SELECT
    id
FROM graph_assets
WHERE name = $1
  AND namespace = $2
  AND kind = $3
";

const ADD_ASSET: &str = "
INSERT INTO graph_assets (
    id,
    name,
    namespace,
    kind
)
SELECT
    coalesce(max(id), 0) + 1,
    $1,
    $2,
    $3
FROM graph_assets
RETURNING
    id
";

const FIND_COLUMN: &str = "
SELECT
    id
FROM graph_columns
WHERE asset = $1
  AND name = $2
";

const ADD_COLUMN: &str = "
INSERT INTO graph_columns (
    id,
    asset,
    name
)
SELECT
    coalesce(max(id), 0) + 1,
    $1,
    $2
FROM graph_columns
RETURNING
    id
";

const FIND_JOB: &str = "
SELECT
    id
FROM graph_jobs
WHERE namespace = $1
  AND name = $2
";

const ADD_JOB: &str = "
INSERT INTO graph_jobs (
    id,
    namespace,
    name
)
SELECT
    coalesce(max(id), 0) + 1,
    $1,
    $2
FROM graph_jobs
RETURNING
    id
";

const DOING: &str = "naming what the graph holds";

/// An asset's number, if it has one.
pub(crate) async fn find_asset(conn: &mut SqliteConnection, node: &Node) -> Result<Option<i64>> {
    let found: Option<(i64,)> = sqlx::query_as(FIND_ASSET)
        .bind(&node.name)
        .bind(&node.namespace)
        .bind(node.kind.as_str())
        .fetch_optional(conn)
        .await
        .map_err(failed(DOING))?;
    Ok(found.map(|(id,)| id))
}

/// An asset's number.
pub(crate) async fn asset(conn: &mut SqliteConnection, node: &Node) -> Result<i64> {
    if let Some(known) = find_asset(conn, node).await? {
        return Ok(known);
    }
    let (id,): (i64,) = sqlx::query_as(ADD_ASSET)
        .bind(&node.name)
        .bind(&node.namespace)
        .bind(node.kind.as_str())
        .fetch_one(conn)
        .await
        .map_err(failed(DOING))?;
    Ok(id)
}

/// A job's number.
pub(crate) async fn job(conn: &mut SqliteConnection, job: &EdgeJob) -> Result<i64> {
    let found: Option<(i64,)> =
        sqlx::query_as(FIND_JOB).bind(&job.namespace).bind(&job.name).fetch_optional(&mut *conn).await.map_err(failed(DOING))?;
    if let Some((known,)) = found {
        return Ok(known);
    }
    let (id,): (i64,) =
        sqlx::query_as(ADD_JOB).bind(&job.namespace).bind(&job.name).fetch_one(conn).await.map_err(failed(DOING))?;
    Ok(id)
}

/// A column's number in an asset, if it has one.
pub(crate) async fn find_column(conn: &mut SqliteConnection, asset: i64, name: &str) -> Result<Option<i64>> {
    let found: Option<(i64,)> =
        sqlx::query_as(FIND_COLUMN).bind(asset).bind(name).fetch_optional(conn).await.map_err(failed(DOING))?;
    Ok(found.map(|(id,)| id))
}

/// Numbers that were asked for, so that each name is looked up once.
#[derive(Default)]
pub(crate) struct Numbers {
    assets: HashMap<Node, i64>,
    columns: HashMap<(i64, String), i64>,
}

impl Numbers {
    /// A column's number, or that of all rows of an asset.
    pub(crate) async fn column(&mut self, conn: &mut SqliteConnection, point: &Point) -> Result<i64> {
        let of = match self.assets.get(&point.node) {
            Some(known) => *known,
            None => {
                let id = asset(conn, &point.node).await?;
                self.assets.insert(point.node.clone(), id);
                id
            }
        };
        let key = (of, point.column.clone().unwrap_or_default());
        if let Some(known) = self.columns.get(&key) {
            return Ok(*known);
        }
        let id = match find_column(conn, of, &key.1).await? {
            Some(known) => known,
            None => {
                let (id,): (i64,) =
                    sqlx::query_as(ADD_COLUMN).bind(of).bind(&key.1).fetch_one(conn).await.map_err(failed(DOING))?;
                id
            }
        };
        self.columns.insert(key, id);
        Ok(id)
    }
}
