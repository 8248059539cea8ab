//! Reads dashboards with their charts at once, then the log of views.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use garim_core::{
    Error, Result,
    imported::{Chart, Dashboard, DashboardKey, Fact},
    time::Timestamp,
};
use garim_ports::{Batch, Import};

use super::{chart::Sources, connection::Connection, logs::Logs};
use crate::{asked::Asked, database::Database, input::Row};

struct Superset {
    database: Option<Database>,
    first: Option<Batch>,
    logs: Logs,
}

/// Opens Superset's own database.
pub(crate) async fn open(url: &str, ask: &Asked) -> Result<Box<dyn Import>> {
    let mut database = Database::open(url).await?;
    if !(database.has_table("dashboards").await && database.has_table("slices").await) {
        return Err(Error::invalid("the database is not Superset's: it has no tables `dashboards` and `slices`"));
    }
    let users = users(&mut database).await?;
    let facts = dashboards(&mut database, ask, &users).await?;
    let mut first = Batch { facts, ..Batch::default() };
    first.read.records = first.facts.len() as u64;
    let logs = Logs::new(ask.namespace.clone(), ask.zone, users, &ask.positions);
    Ok(Box::new(Superset { database: Some(database), first: Some(first), logs }))
}

async fn users(database: &mut Database) -> Result<HashMap<i64, String>> {
    let rows = database.rows("SELECT id AS id, username AS username FROM ab_user").await?;
    Ok(rows.iter().filter_map(|r| Some((r.whole(&["id"])?, r.text(&["username"])?))).collect())
}

/// Rows by a number that they have.
fn numbered(rows: Vec<Row>, name: &str) -> HashMap<i64, Row> {
    rows.into_iter().filter_map(|r| Some((r.whole(&[name])?, r))).collect()
}

/// Pairs of numbers, by the first.
fn pairs(rows: &[Row], first: &str, second: &str) -> BTreeMap<i64, Vec<i64>> {
    let mut pairs: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in rows {
        if let (Some(one), Some(other)) = (row.whole(&[first]), row.whole(&[second])) {
            pairs.entry(one).or_default().push(other);
        }
    }
    pairs
}

async fn dashboards(database: &mut Database, ask: &Asked, users: &HashMap<i64, String>) -> Result<Vec<Fact>> {
    let rows = database.rows("SELECT * FROM dbs").await?;
    let connections = rows.iter().filter_map(|r| Some((r.whole(&["id"])?, Connection::read(r, &ask.connections)?))).collect();
    let tables = numbered(database.rows("SELECT * FROM tables").await?, "id");
    let sources = Sources { connections, tables };
    let slices = database.rows("SELECT id, slice_name, description, datasource_id, params FROM slices").await?;
    let charts: HashMap<i64, Chart> = slices.iter().filter_map(|r| Some((r.whole(&["id"])?, sources.chart(r)))).collect();
    let of = pairs(&database.rows("SELECT dashboard_id, slice_id FROM dashboard_slices").await?, "dashboard_id", "slice_id");
    let owned = match database.has_table("dashboard_user").await {
        true => pairs(&database.rows("SELECT dashboard_id, user_id FROM dashboard_user").await?, "dashboard_id", "user_id"),
        false => BTreeMap::new(),
    };
    let rows = database.rows("SELECT * FROM dashboards ORDER BY id").await?;
    let all = rows.iter().filter_map(|row| {
        let id = row.whole(&["id"])?;
        let mut own: Vec<i64> = of.get(&id).cloned().unwrap_or_default();
        own.sort_unstable();
        own.dedup();
        let owners = owned.get(&id).into_iter().flatten().filter_map(|u| users.get(u).cloned()).collect();
        let charts = own.iter().filter_map(|s| charts.get(s).cloned()).collect();
        Some(Fact::Dashboard(dashboard(row, &ask.namespace, ask.now, owners, charts)?))
    });
    Ok(all.collect())
}

fn dashboard(row: &Row, namespace: &str, now: Timestamp, owners: Vec<String>, charts: Vec<Chart>) -> Option<Dashboard> {
    let id = row.text(&["id"])?;
    Some(Dashboard {
        title: row.text(&["dashboard_title"]).unwrap_or_else(|| id.clone()),
        at: now,
        description: row.text(&["description"]),
        url: Some(format!("/superset/dashboard/{}/", row.text(&["slug"]).unwrap_or_else(|| id.clone()))),
        folder: None,
        owners,
        tags: Vec::new(),
        certified_by: row.text(&["certified_by"]),
        published: row.flag(&["published"]).unwrap_or(false),
        changed: row.time(&["changed_on"], chrono_tz::UTC),
        charts,
        key: DashboardKey::new(namespace, id).ok()?,
    })
}

#[async_trait]
impl Import for Superset {
    async fn next(&mut self) -> Result<Option<Batch>> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let Some(database) = &mut self.database else { return Ok(None) };
        let batch = if database.has_table("logs").await { self.logs.next(database).await? } else { None };
        if batch.is_none()
            && let Some(database) = self.database.take()
        {
            database.close().await;
        }
        Ok(batch)
    }
}
