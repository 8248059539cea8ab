//! Who looked at which dashboard: the table `logs`, gone on with from the last number.

use std::collections::HashMap;

use garim_core::{Result, imported::DashboardKey, time::Zone};
use garim_ports::{Batch, Position};

use crate::{
    dashboards::{View, Views},
    database::Database,
};

/// Rows asked for at a time.
const CHUNK: u64 = 20_000;
/// The name of the place to go on from.
const STREAM: &str = "superset:logs";
/// What is logged when a dashboard is opened, by version: one of them, since a version may log several.
const ACTIONS: [&str; 3] = ["mount_dashboard", "dashboard", "DashboardRestApi.get"];

/// Reads views.
pub(super) struct Logs {
    last: i64,
    action: Option<&'static str>,
    users: HashMap<i64, String>,
    namespace: String,
    zone: Zone,
}

impl Logs {
    /// From where a former import stopped.
    pub fn new(namespace: String, zone: Zone, users: HashMap<i64, String>, positions: &[Position]) -> Self {
        let last = positions.iter().find(|p| p.stream == STREAM).and_then(|p| p.place.parse().ok()).unwrap_or(0);
        Self { last, action: None, users, namespace, zone }
    }

    /// Which action means a look, in this database.
    async fn action(&mut self, database: &mut Database) -> Result<Option<&'static str>> {
        for action in ACTIONS {
            if self.action.is_none() {
                let sql = format!("SELECT 1 AS one FROM logs WHERE action = '{action}' AND dashboard_id IS NOT NULL LIMIT 1");
                self.action = (!database.rows(&sql).await?.is_empty()).then_some(action);
            }
        }
        Ok(self.action)
    }

    /// The next views; `None` at the end.
    pub async fn next(&mut self, database: &mut Database) -> Result<Option<Batch>> {
        let Some(action) = self.action(database).await? else { return Ok(None) };
        let rows = database
            .rows(format!(
                "SELECT id AS id, user_id AS user_id, dashboard_id AS dashboard_id, dttm AS dttm
                 FROM logs WHERE id > {} AND action = '{action}' AND dashboard_id IS NOT NULL ORDER BY id LIMIT {CHUNK}",
                self.last
            ))
            .await?;
        let Some(last) = rows.last().and_then(|r| r.whole(&["id"])) else { return Ok(None) };
        let mut batch = Batch::default();
        let mut views = Views::new(self.zone);
        for row in &rows {
            batch.read.records += 1;
            let at = row.time(&["dttm"], chrono_tz::UTC);
            let dashboard = row.text(&["dashboard_id"]).and_then(|id| DashboardKey::new(&self.namespace, id).ok());
            let (Some(at), Some(dashboard)) = (at, dashboard) else {
                batch.read.not_understood("the view has no time", "logs");
                continue;
            };
            let user = row.whole(&["user_id"]).and_then(|id| self.users.get(&id).cloned());
            views.add(View { dashboard, user, at, times: 1 });
        }
        batch.facts.extend(views.facts());
        self.last = last;
        batch.position = Some(Position { stream: STREAM.to_owned(), replaces: None, place: last.to_string() });
        Ok(Some(batch))
    }
}
