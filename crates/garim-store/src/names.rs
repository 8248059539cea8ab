//! The graph's names as numbers: assets, columns, jobs. A name that is new gets the next number; one transaction writes.

use std::collections::HashMap;

use garim_core::{
    Result,
    lineage::{Node, Point},
};
use garim_ports::EdgeJob;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

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

const COLUMNS_OF: &str = "
SELECT
    name,
    id
FROM graph_columns
WHERE asset = $1
";

const NEWEST_COLUMN: &str = "
SELECT
    coalesce(max(id), 0)
FROM graph_columns
";

/// What comes before the rows of new columns.
const ADD_COLUMNS: &str = "INSERT INTO graph_columns (id, asset, name) ";

/// Rows of one statement: far below what either database takes as parameters.
pub(crate) const ROWS: usize = 500;

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

/// Numbers that were asked for. An asset's columns are read at once, and new ones are kept together: a job names hundreds.
#[derive(Default)]
pub(crate) struct Numbers {
    assets: HashMap<Node, i64>,
    columns: HashMap<i64, HashMap<String, i64>>,
    newest: Option<i64>,
    fresh: Vec<(i64, i64, String)>,
}

impl Numbers {
    /// A column's number, or that of all rows of an asset. Nothing may refer to it before [`Self::keep`].
    pub(crate) async fn column(&mut self, conn: &mut SqliteConnection, point: &Point) -> Result<i64> {
        let of = match self.assets.get(&point.node) {
            Some(known) => *known,
            None => self.read(conn, &point.node).await?,
        };
        let name = point.column.as_deref().unwrap_or_default();
        if let Some(known) = self.columns.get(&of).and_then(|c| c.get(name)) {
            return Ok(*known);
        }
        let newest = match self.newest {
            Some(newest) => newest,
            None => sqlx::query_as(NEWEST_COLUMN).fetch_one(conn).await.map(|(n,): (i64,)| n).map_err(failed(DOING))?,
        };
        self.newest = Some(newest + 1);
        self.columns.entry(of).or_default().insert(name.to_owned(), newest + 1);
        self.fresh.push((newest + 1, of, name.to_owned()));
        Ok(newest + 1)
    }

    async fn read(&mut self, conn: &mut SqliteConnection, node: &Node) -> Result<i64> {
        let id = asset(conn, node).await?;
        let columns: Vec<(String, i64)> = sqlx::query_as(COLUMNS_OF).bind(id).fetch_all(conn).await.map_err(failed(DOING))?;
        self.assets.insert(node.clone(), id);
        self.columns.insert(id, columns.into_iter().collect());
        Ok(id)
    }

    /// Keeps the columns that are new.
    pub(crate) async fn keep(&mut self, conn: &mut SqliteConnection) -> Result<()> {
        for rows in std::mem::take(&mut self.fresh).chunks(ROWS) {
            let mut insert: QueryBuilder<Sqlite> = QueryBuilder::new(ADD_COLUMNS);
            insert.push_values(rows, |mut row, (id, asset, name)| {
                row.push_bind(*id).push_bind(*asset).push_bind(name);
            });
            insert.build().persistent(rows.len() == ROWS).execute(&mut *conn).await.map_err(failed(DOING))?;
        }
        Ok(())
    }
}
