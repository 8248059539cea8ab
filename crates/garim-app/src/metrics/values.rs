//! Stored values of metrics.

use garim_core::{Error, Result, decimal::Decimal, name::MetricName, time::Day};

use crate::App;

impl App {
    /// The stored values of a metric between two days, by day; `None` is null.
    pub(crate) async fn stored_values(&self, metric: &MetricName, from: Day, to: Day) -> Result<Vec<Option<Decimal>>> {
        if to < from {
            return Ok(Vec::new());
        }
        let mut tx = self.ports.store.read().await?;
        let values = tx.metrics().values(metric, from, to).await?;
        values.into_iter().map(|v| v.value.map(|text| parsed(&text)).transpose()).collect()
    }
}

pub(crate) fn parsed(text: &str) -> Result<Decimal> {
    text.parse().map_err(|e| Error::internal("reading a stored metric", e))
}
