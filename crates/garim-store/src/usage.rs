//! Usage of what other systems keep: queries by what they read, executions by day and user, views of dashboards.

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    imported::{DashboardKey, DashboardViews, QueryShape, QueryUsage, UserKind},
    lineage::Node,
    time::{Day, Timestamp},
};
use garim_ports::{AssetQuery, AssetUser, Usage};
use sqlx::SqliteConnection;

use crate::{
    convert::{count, failed, from_json, is_orphan, parsed, to_json},
    names,
};

pub(crate) struct UsageRows<'a>(pub(crate) &'a mut SqliteConnection);

const KNOWN: &str = "
SELECT
    1
FROM imported_queries
WHERE id = $1
";

const PUT_QUERY: &str = "
INSERT INTO imported_queries (
    id,
    namespace,
    body,
    times
)
VALUES ($1, $2, $3, 0)
ON CONFLICT (id) DO UPDATE
SET body = excluded.body
";

const FORGET_ASSETS: &str = "
DELETE FROM imported_query_assets
WHERE query = $1
";

const PUT_ASSET: &str = "
INSERT INTO imported_query_assets (
    asset,
    query
)
VALUES ($1, $2)
ON CONFLICT (asset, query) DO NOTHING
";

const ADD_USAGE: &str = "
INSERT INTO query_usage (
    query,
    day,
    user_name,
    user_kind,
    times,
    failed,
    timed,
    total_ms,
    max_ms,
    first_at,
    last_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (query, day, user_name) DO UPDATE
SET user_kind = excluded.user_kind,
    times = query_usage.times + excluded.times,
    failed = query_usage.failed + excluded.failed,
    timed = query_usage.timed + excluded.timed,
    total_ms = query_usage.total_ms + excluded.total_ms,
    max_ms = CASE WHEN excluded.max_ms > query_usage.max_ms THEN excluded.max_ms ELSE query_usage.max_ms END,
    first_at = CASE
        WHEN query_usage.first_at IS NULL OR excluded.first_at < query_usage.first_at THEN excluded.first_at
        ELSE query_usage.first_at
    END,
    last_at = CASE
        WHEN query_usage.last_at IS NULL OR excluded.last_at > query_usage.last_at THEN excluded.last_at
        ELSE query_usage.last_at
    END
";

const ADD_TIMES: &str = "
UPDATE imported_queries
SET times = times + $2
WHERE id = $1
";

const ASSETS_OF: &str = "
SELECT
    a.id,
    a.kind,
    a.namespace,
    a.name
FROM imported_query_assets q
JOIN graph_assets a
  ON a.id = q.asset
WHERE q.query = $1
";

const USED: &str = "
INSERT INTO asset_usage (
    asset,
    user_name,
    user_kind,
    times,
    last_at
)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (asset, user_name) DO UPDATE
SET user_kind = excluded.user_kind,
    times = asset_usage.times + excluded.times,
    last_at = CASE WHEN excluded.last_at > asset_usage.last_at THEN excluded.last_at ELSE asset_usage.last_at END
";

const USERS: &str = "
SELECT
    user_name,
    user_kind,
    times,
    last_at
FROM asset_usage
WHERE asset = $1
ORDER BY
    last_at DESC,
    user_name
LIMIT $2
";

const QUERIES: &str = "
SELECT
    q.body,
    q.times
FROM imported_query_assets a
JOIN imported_queries q
  ON q.id = a.query
WHERE a.asset = $1
ORDER BY
    q.times DESC,
    q.id
LIMIT $2
";

const POPULAR: &str = "
SELECT
    a.kind,
    a.namespace,
    a.name,
    count(*) AS people
FROM asset_usage u
JOIN graph_assets a
  ON a.id = u.asset
WHERE u.last_at >= $1
  AND u.user_kind <> 'service'
  AND u.user_name <> ''
GROUP BY a.id
ORDER BY
    people DESC,
    a.name
LIMIT $2
";

const ALSO: &str = "
SELECT
    a.kind,
    a.namespace,
    a.name,
    count(*) AS people
FROM asset_usage ours
JOIN asset_usage theirs
  ON theirs.user_name = ours.user_name
 AND theirs.asset <> ours.asset
JOIN graph_assets a
  ON a.id = theirs.asset
WHERE ours.asset = $1
  AND ours.user_kind <> 'service'
  AND ours.user_name <> ''
GROUP BY a.id
ORDER BY
    people DESC,
    a.name
LIMIT $2
";

const ADD_VIEWS: &str = "
INSERT INTO dashboard_views (
    namespace,
    name,
    day,
    user_name,
    views,
    last_at
)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (namespace, name, day, user_name) DO UPDATE
SET views = dashboard_views.views + excluded.views,
    last_at = CASE WHEN excluded.last_at > dashboard_views.last_at THEN excluded.last_at ELSE dashboard_views.last_at END
";

const VIEWS: &str = "
SELECT
    day,
    count(*),
    sum(views)
FROM dashboard_views
WHERE namespace = $1
  AND name = $2
GROUP BY day
ORDER BY day DESC
LIMIT $3
";

const KEEPING: &str = "keeping usage";
const READING: &str = "reading usage";

fn kind_text(kind: UserKind) -> &'static str {
    match kind {
        UserKind::Unknown => "unknown",
        UserKind::Person => "person",
        UserKind::Service => "service",
    }
}

fn kind_of(text: &str) -> UserKind {
    match text {
        "person" => UserKind::Person,
        "service" => UserKind::Service,
        _ => UserKind::Unknown,
    }
}

/// An asset with how many people.
type Counted = (String, String, String, i64);

fn counted((kind, namespace, name, people): Counted) -> Result<(Node, u32)> {
    let kind = kind.parse().map_err(|e: String| Error::internal(READING, e))?;
    Ok((Node { namespace, name, kind }, count(people)?))
}

/// A count as the database keeps it.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl UsageRows<'_> {
    async fn used(&mut self, asset: i64, user: &str, kind: UserKind, times: u64, last: Timestamp) -> Result<()> {
        sqlx::query(USED)
            .bind(asset)
            .bind(user)
            .bind(kind_text(kind))
            .bind(signed(times))
            .bind(last.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        Ok(())
    }
}

#[async_trait]
impl Usage for UsageRows<'_> {
    async fn query(&mut self, shape: &QueryShape) -> Result<bool> {
        let id = shape.id.to_string();
        let known: Option<(i64,)> =
            sqlx::query_as(KNOWN).bind(&id).fetch_optional(&mut *self.0).await.map_err(failed(READING))?;
        sqlx::query(PUT_QUERY)
            .bind(&id)
            .bind(&shape.namespace)
            .bind(to_json(shape)?)
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        sqlx::query(FORGET_ASSETS).bind(&id).execute(&mut *self.0).await.map_err(failed(KEEPING))?;
        for read in &shape.reads {
            let asset = names::asset(self.0, &Node::from(read)).await?;
            sqlx::query(PUT_ASSET).bind(asset).bind(&id).execute(&mut *self.0).await.map_err(failed(KEEPING))?;
        }
        Ok(known.is_none())
    }

    async fn add(&mut self, usage: &QueryUsage, now: Timestamp) -> Result<Vec<Node>> {
        let (id, user) = (usage.query.to_string(), usage.user.as_deref().unwrap_or_default());
        let added = sqlx::query(ADD_USAGE)
            .bind(&id)
            .bind(usage.day.map(|d| d.dt()).unwrap_or_default())
            .bind(user)
            .bind(kind_text(usage.user_kind))
            .bind(signed(usage.times))
            .bind(signed(usage.failed))
            .bind(signed(usage.timed))
            .bind(signed(usage.total_ms))
            .bind(signed(usage.max_ms))
            .bind(usage.first.map(|t| t.micros()))
            .bind(usage.last.map(|t| t.micros()))
            .execute(&mut *self.0)
            .await;
        match added {
            Ok(_) => {}
            Err(e) if is_orphan(&e) => return Err(Error::internal(KEEPING, "executions of a query that was never told")),
            Err(e) => return Err(failed(KEEPING)(e)),
        }
        sqlx::query(ADD_TIMES).bind(&id).bind(signed(usage.times)).execute(&mut *self.0).await.map_err(failed(KEEPING))?;
        let rows: Vec<(i64, String, String, String)> =
            sqlx::query_as(ASSETS_OF).bind(&id).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
        let mut nodes = Vec::with_capacity(rows.len());
        for (asset, kind, namespace, name) in rows {
            self.used(asset, user, usage.user_kind, usage.times, usage.last.unwrap_or(now)).await?;
            let kind = kind.parse().map_err(|e: String| Error::internal(READING, e))?;
            nodes.push(Node { namespace, name, kind });
        }
        Ok(nodes)
    }

    async fn add_views(&mut self, views: &DashboardViews, reads: &[Node]) -> Result<()> {
        let user = views.user.as_deref().unwrap_or_default();
        sqlx::query(ADD_VIEWS)
            .bind(views.dashboard.namespace())
            .bind(views.dashboard.name())
            .bind(views.day.dt())
            .bind(user)
            .bind(signed(views.views))
            .bind(views.last.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed(KEEPING))?;
        let dashboard = Node::from(&views.dashboard);
        for node in [&dashboard].into_iter().chain(reads) {
            let asset = names::asset(self.0, node).await?;
            self.used(asset, user, UserKind::Person, views.views, views.last).await?;
        }
        Ok(())
    }

    async fn users(&mut self, of: &Node, limit: u32) -> Result<Vec<AssetUser>> {
        let Some(asset) = names::find_asset(self.0, of).await? else { return Ok(Vec::new()) };
        let rows: Vec<(String, String, i64, i64)> =
            sqlx::query_as(USERS).bind(asset).bind(i64::from(limit)).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
        rows.into_iter()
            .map(|(user, kind, times, last)| {
                Ok(AssetUser { user, kind: kind_of(&kind), times: count(times)?, last: Timestamp::from_micros(last) })
            })
            .collect()
    }

    async fn popular(&mut self, since: Timestamp, limit: u32) -> Result<Vec<(Node, u32)>> {
        let rows: Vec<Counted> = sqlx::query_as(POPULAR)
            .bind(since.micros())
            .bind(i64::from(limit))
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        rows.into_iter().map(counted).collect()
    }

    async fn also(&mut self, of: &Node, limit: u32) -> Result<Vec<(Node, u32)>> {
        let Some(asset) = names::find_asset(self.0, of).await? else { return Ok(Vec::new()) };
        let rows: Vec<Counted> =
            sqlx::query_as(ALSO).bind(asset).bind(i64::from(limit)).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
        rows.into_iter().map(counted).collect()
    }

    async fn queries(&mut self, of: &Node, limit: u32) -> Result<Vec<AssetQuery>> {
        let Some(asset) = names::find_asset(self.0, of).await? else { return Ok(Vec::new()) };
        let rows: Vec<(String, i64)> =
            sqlx::query_as(QUERIES).bind(asset).bind(i64::from(limit)).fetch_all(&mut *self.0).await.map_err(failed(READING))?;
        rows.into_iter().map(|(body, times)| Ok(AssetQuery { shape: from_json(&body)?, times: count(times)? })).collect()
    }

    async fn views(&mut self, of: &DashboardKey, limit: u32) -> Result<Vec<(Day, u64, u64)>> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(VIEWS)
            .bind(of.namespace())
            .bind(of.name())
            .bind(i64::from(limit))
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed(READING))?;
        rows.into_iter().map(|(day, users, views)| Ok((parsed(&day)?, count(users)?, count(views)?))).collect()
    }
}
