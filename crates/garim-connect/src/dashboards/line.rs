//! One line: a dashboard, or a look at one.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use garim_core::{
    imported::{Chart, ColumnKey, Dashboard, DashboardKey, DatasetKey},
    time::Timestamp,
};
use garim_lineage::{Dialect, analyse_text, fingerprint};
use serde_json::Value;

use super::View;
use crate::{input::Row, openlineage::address, usage::folded};

/// What lines are read with.
pub(super) struct Reader {
    pub namespace: String,
    pub dialect: Dialect,
    pub zone: Tz,
    pub now: Timestamp,
    /// Namespaces of tables by the names of connections.
    pub connections: BTreeMap<String, String>,
}

/// What a line is.
pub(super) enum Line {
    Dashboard(Box<Dashboard>),
    View(View),
    /// Why it is neither.
    Neither(&'static str),
}

impl Reader {
    /// Reads a line.
    pub fn read(&self, row: &Row) -> Line {
        let Some(id) = row.word(&["dashboard", "dashboard_id", "id"]) else {
            return Line::Neither("the line names no `dashboard`");
        };
        let Ok(key) = DashboardKey::new(&self.namespace, id) else { return Line::Neither("the dashboard's id cannot be kept") };
        let viewed = row.word(&["kind", "event"]).as_deref() == Some("view") || row.has("viewed_at") || row.has("viewer");
        if viewed { self.view(row, key) } else { Line::Dashboard(Box::new(self.dashboard(row, key))) }
    }

    fn view(&self, row: &Row, dashboard: DashboardKey) -> Line {
        let Some(at) = row.time(&["viewed_at", "ts", "at", "day", "date"], self.zone) else {
            return Line::Neither("the view has no `ts` that is a time");
        };
        let times = row.whole(&["views", "times", "count"]).and_then(|n| u64::try_from(n).ok()).unwrap_or(1);
        Line::View(View { dashboard, user: row.word(&["user", "viewer"]), at, times })
    }

    fn dashboard(&self, row: &Row, key: DashboardKey) -> Dashboard {
        let list = |name: &str| -> Vec<String> {
            let list = row.json(&[name]);
            list.iter().flat_map(|l| l.as_array().into_iter().flatten()).filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        let title = row.text(&["title", "name"]).unwrap_or_else(|| key.name().to_owned());
        let charts = row.json(&["charts"]).unwrap_or_default();
        Dashboard {
            at: row.time(&["at", "ts"], self.zone).unwrap_or(self.now),
            title,
            description: row.text(&["description"]),
            url: row.word(&["url"]).map(|u| address(&u)),
            folder: row.text(&["folder", "project", "space"]),
            owners: row.word(&["owner"]).into_iter().chain(list("owners")).collect(),
            tags: list("tags"),
            certified_by: row.text(&["certified_by"]),
            published: row.flag(&["published"]).unwrap_or(true),
            changed: row.time(&["changed", "changed_at", "updated_at"], self.zone),
            charts: charts.as_array().into_iter().flatten().enumerate().map(|(at, c)| self.chart(at, c)).collect(),
            key,
        }
    }

    /// A chart: its tables as it says them, and as its SQL does.
    fn chart(&self, at: usize, value: &Value) -> Chart {
        let text = |name: &str| value[name].as_str().filter(|t| !t.trim().is_empty()).map(str::to_owned);
        let connection = text("connection").or_else(|| text("source"));
        let namespace = connection.map_or_else(|| self.namespace.clone(), |c| self.connections.get(&c).cloned().unwrap_or(c));
        let key = |parts: &[String]| {
            let folded: Vec<String> = parts.iter().map(|p| folded(p, self.dialect)).collect();
            DatasetKey::of_parts(&namespace, &folded).ok()
        };
        let tables = value["tables"].as_array().into_iter().flatten().filter_map(|t| t.as_str());
        let mut datasets: Vec<DatasetKey> =
            tables.filter_map(|t| key(&t.split('.').map(str::to_owned).collect::<Vec<_>>())).collect();
        let sql = text("sql").or_else(|| text("query"));
        let mut columns: Vec<ColumnKey> = Vec::new();
        for analysis in sql.as_deref().map(|s| analyse_text(s, self.dialect, None, &())).unwrap_or_default() {
            datasets.extend(analysis.tables_read.iter().filter_map(|t| key(t)));
            columns
                .extend(analysis.columns_used.iter().filter_map(|u| Some(key(&u.column.table)?.column(u.column.name.clone()))));
        }
        datasets.sort();
        datasets.dedup();
        columns.sort();
        columns.dedup();
        Chart {
            id: text("id").unwrap_or_else(|| at.to_string()),
            title: text("title").or_else(|| text("name")).unwrap_or_default(),
            description: text("description"),
            datasets,
            columns,
            fingerprint: sql.map(|s| fingerprint(&s, self.dialect)),
        }
    }
}
