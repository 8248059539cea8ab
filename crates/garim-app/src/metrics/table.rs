//! The table of KPIs by day.

use std::collections::BTreeMap;

use garim_core::{Result, time::Day};
use serde::Serialize;

use crate::App;

/// Metrics in the project's order, and their values by day.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KpiTable {
    /// Metric names.
    pub metrics: Vec<String>,
    /// Values by day, in the order of `metrics`; `None`: null or not computed.
    pub days: Vec<(Day, Vec<Option<String>>)>,
}

impl App {
    /// The values of every metric between two days.
    pub async fn kpis(&self, from: Day, to: Day) -> Result<KpiTable> {
        let metrics: Vec<_> = self.project.metrics.iter().map(|m| m.name.clone()).collect();
        let mut days: BTreeMap<Day, Vec<Option<String>>> = BTreeMap::new();
        let mut tx = self.ports.store.read().await?;
        for (at, metric) in metrics.iter().enumerate() {
            for value in tx.metrics().values(metric, from, to).await? {
                let row = days.entry(value.day).or_insert_with(|| vec![None; metrics.len()]);
                if let Some(cell) = row.get_mut(at) {
                    *cell = value.value;
                }
            }
        }
        Ok(KpiTable { metrics: metrics.iter().map(ToString::to_string).collect(), days: days.into_iter().collect() })
    }
}
