//! The names of what other systems hold, as nodes of the graph.

use garim_core::{
    Error, Result,
    lineage::{Node, NodeKind},
    time::Timestamp,
};
use sqlx::SqliteConnection;

use crate::convert::failed;

const NAMED: &str = "
SELECT kind, namespace, name FROM graph_assets
WHERE name = $1 AND namespace <> ''
UNION
SELECT 'dataset', namespace, name FROM imported_datasets
WHERE name = $1 AND gone_at IS NULL
UNION
SELECT 'dashboard', namespace, name FROM imported_dashboards
WHERE name = $1 AND gone_at IS NULL
ORDER BY
    2,
    3,
    1
LIMIT $2
";

const ENDING: &str = "
SELECT kind, namespace, name FROM graph_assets
WHERE name LIKE $1 ESCAPE '\\' AND namespace <> ''
UNION
SELECT 'dataset', namespace, name FROM imported_datasets
WHERE name LIKE $1 ESCAPE '\\' AND gone_at IS NULL
ORDER BY
    3,
    2,
    1
LIMIT $2
";

const DATASET_NODES: &str = "
SELECT
    namespace,
    name
FROM imported_datasets
WHERE gone_at IS NULL
  AND (namespace, name) > ($1, $2)
ORDER BY
    namespace,
    name
LIMIT $3
";

const DASHBOARD_NODES: &str = "
SELECT
    namespace,
    name
FROM imported_dashboards
WHERE gone_at IS NULL
  AND (namespace, name) > ($1, $2)
ORDER BY
    namespace,
    name
LIMIT $3
";

const READING: &str = "reading what was imported";

/// The end of a name as a pattern: what the pattern's own signs mean is taken from them.
fn ending(name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%.{escaped}")
}

pub(crate) async fn named(conn: &mut SqliteConnection, name: &str, limit: u32) -> Result<Vec<Node>> {
    type Named = Vec<(String, String, String)>;
    let limit = i64::from(limit);
    let mut rows: Named = sqlx::query_as(NAMED).bind(name).bind(limit).fetch_all(&mut *conn).await.map_err(failed(READING))?;
    if rows.is_empty() {
        rows = sqlx::query_as(ENDING).bind(ending(name)).bind(limit).fetch_all(&mut *conn).await.map_err(failed(READING))?;
    }
    rows.into_iter()
        .map(|(kind, namespace, name)| {
            let kind = kind.parse().map_err(|e: String| Error::internal(READING, e))?;
            Ok(Node { kind, namespace, name })
        })
        .collect()
}

pub(crate) async fn nodes(conn: &mut SqliteConnection, after: Option<&Node>, limit: u32) -> Result<Vec<Node>> {
    let node = |kind| move |(namespace, name): (String, String)| Node { kind, namespace, name };
    let start = |kind| after.filter(|a| a.kind == kind).map_or(("", ""), |a| (a.namespace.as_str(), a.name.as_str()));
    let mut nodes: Vec<Node> = Vec::new();
    if after.is_none_or(|a| a.kind == NodeKind::Dataset) {
        let (namespace, name) = start(NodeKind::Dataset);
        let rows: Vec<(String, String)> = sqlx::query_as(DATASET_NODES)
            .bind(namespace)
            .bind(name)
            .bind(i64::from(limit))
            .fetch_all(&mut *conn)
            .await
            .map_err(failed(READING))?;
        nodes.extend(rows.into_iter().map(node(NodeKind::Dataset)));
    }
    if nodes.len() < limit as usize {
        let (namespace, name) = start(NodeKind::Dashboard);
        let rows: Vec<(String, String)> = sqlx::query_as(DASHBOARD_NODES)
            .bind(namespace)
            .bind(name)
            .bind(i64::from(limit) - i64::try_from(nodes.len()).unwrap_or(0))
            .fetch_all(&mut *conn)
            .await
            .map_err(failed(READING))?;
        nodes.extend(rows.into_iter().map(node(NodeKind::Dashboard)));
    }
    Ok(nodes)
}

const NEWCOMERS: &str = "
SELECT
    'dataset',
    namespace,
    name,
    first_seen AS first
FROM imported_datasets
WHERE gone_at IS NULL
  AND first_seen >= $1
UNION ALL
SELECT
    'dashboard',
    namespace,
    name,
    first_seen AS first
FROM imported_dashboards
WHERE gone_at IS NULL
  AND first_seen >= $1
ORDER BY
    first DESC,
    name
LIMIT $2
";

/// What was first shown at that time or later and is there, the newest first.
pub(crate) async fn newcomers(conn: &mut SqliteConnection, since: Timestamp, limit: u32) -> Result<Vec<(Node, Timestamp)>> {
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as(NEWCOMERS).bind(since.micros()).bind(i64::from(limit)).fetch_all(conn).await.map_err(failed(READING))?;
    let newcomer = |(kind, namespace, name, first): (String, String, String, i64)| {
        let kind = kind.parse().map_err(|e: String| Error::internal(READING, e))?;
        Ok((Node { kind, namespace, name }, Timestamp::from_micros(first)))
    };
    rows.into_iter().map(newcomer).collect()
}
