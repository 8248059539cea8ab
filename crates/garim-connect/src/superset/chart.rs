//! A chart and what it reads. Of its parameters only names of columns are taken, never what they are compared with.

use std::collections::{BTreeSet, HashMap};

use garim_core::imported::{Chart, DatasetKey};
use garim_lineage::{analyse_text, fingerprint};
use serde_json::Value;

use super::connection::Connection;
use crate::input::Row;

/// Parameters that name columns.
const COLUMNS: &[&str] = &[
    "groupby",
    "columns",
    "all_columns",
    "groupbyRows",
    "groupbyColumns",
    "x_axis",
    "granularity_sqla",
    "metric",
    "metrics",
    "metric_2",
    "percent_metrics",
    "adhoc_filters",
    "series",
    "entity",
    "all_columns_x",
    "all_columns_y",
    "x",
    "y",
    "size",
];

/// What charts are read with.
pub(super) struct Sources {
    pub connections: HashMap<i64, Connection>,
    /// Rows of `tables`, by their number.
    pub tables: HashMap<i64, Row>,
}

impl Sources {
    /// The chart of a row of `slices`.
    pub fn chart(&self, row: &Row) -> Chart {
        let mut chart = Chart {
            id: row.text(&["id"]).unwrap_or_default(),
            title: row.text(&["slice_name"]).unwrap_or_default(),
            description: row.text(&["description"]),
            datasets: Vec::new(),
            columns: Vec::new(),
            fingerprint: None,
        };
        let table = row.whole(&["datasource_id"]).and_then(|id| self.tables.get(&id));
        let connection = table.and_then(|t| self.connections.get(&t.whole(&["database_id"])?));
        let (Some(table), Some(connection)) = (table, connection) else { return chart };
        match table.text(&["sql"]) {
            Some(sql) => virtual_dataset(&sql, table, connection, &mut chart),
            None => {
                let name = table.text(&["table_name"]).unwrap_or_default();
                let key = connection.dataset(table.text(&["catalog"]).as_deref(), table.text(&["schema"]).as_deref(), &name);
                let used = row.json(&["params"]).map(|p| columns(&p)).unwrap_or_default();
                chart.columns = key.iter().flat_map(|k| used.iter().map(|c| k.column(c.clone()))).collect();
                chart.datasets = key.into_iter().collect();
            }
        }
        chart
    }
}

/// A dataset that is a query.
fn virtual_dataset(sql: &str, table: &Row, connection: &Connection, chart: &mut Chart) {
    let schema = table.text(&["schema"]);
    let key = |parts: &[String]| -> Option<DatasetKey> {
        match parts {
            [.., catalog, schema, table] => connection.dataset(Some(catalog), Some(schema), table),
            [own, table] => connection.dataset(None, Some(own), table),
            [table] => connection.dataset(None, schema.as_deref(), table),
            [] => None,
        }
    };
    let (mut datasets, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for analysis in analyse_text(sql, connection.dialect, None, &()) {
        datasets.extend(analysis.tables_read.iter().filter_map(|t| key(t)));
        columns.extend(analysis.columns_used.iter().filter_map(|u| Some(key(&u.column.table)?.column(u.column.name.clone()))));
    }
    chart.datasets = datasets.into_iter().collect();
    chart.columns = columns.into_iter().collect();
    chart.fingerprint = Some(fingerprint(sql, connection.dialect));
}

fn columns(params: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in COLUMNS {
        match &params[*name] {
            Value::Array(list) => list.iter().for_each(|v| found.extend(column(v))),
            other => found.extend(column(other)),
        }
    }
    found
}

/// A column's name, a metric on a column, or a filter's subject. Names of saved metrics are no columns, but look like them:
/// `count` is the one that every dataset has.
fn column(value: &Value) -> Option<String> {
    let name = value.as_str().filter(|n| *n != "count").or(value["column"]["column_name"].as_str()).or(value["subject"].as_str());
    name.filter(|n| !n.is_empty()).map(str::to_owned)
}
