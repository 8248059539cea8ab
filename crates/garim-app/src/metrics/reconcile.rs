//! Whether stored values fulfil the identities that their definitions promise: ARPU is DR / DAU, AR is Σ DR.

use garim_core::{
    Result,
    asset::{Metric, MetricKind},
    decimal::Decimal,
    name::MetricName,
    time::Day,
};
use serde::Serialize;

use crate::App;

/// One identity on one day.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reconciliation {
    /// The metric.
    pub metric: String,
    /// What it is held against.
    pub with: String,
    /// Whether it holds.
    pub holds: bool,
    /// In words, with both numbers where it does not.
    pub detail: String,
}

impl App {
    /// Holds every ratio, and every metric with `reconciles_with`, against the stored values of a day.
    pub(crate) async fn reconcile(&self, day: Day) -> Result<Vec<Reconciliation>> {
        let mut found = Vec::new();
        for metric in &self.project.metrics {
            found.extend(self.reconcile_metric(metric, day).await?);
        }
        Ok(found)
    }

    /// The identity of one metric, if it has one and was computed that day.
    pub(crate) async fn reconcile_metric(&self, metric: &Metric, day: Day) -> Result<Option<Reconciliation>> {
        let Some(stored) = self.on(&metric.name, day).await? else { return Ok(None) };
        let (with, expected) = match (&metric.kind, &metric.reconciles_with) {
            (MetricKind::Ratio { numerator, denominator }, _) => {
                let (above, below) = (self.on(numerator, day).await?.flatten(), self.on(denominator, day).await?.flatten());
                let ratio = match (above, below) {
                    (Some(above), Some(below)) => above.ratio(below).ok().flatten(),
                    _ => None,
                };
                (format!("{numerator} / {denominator}"), ratio)
            }
            (_, Some(summed)) => (format!("Σ {summed}"), Some(self.total(summed, day).await?)),
            _ => return Ok(None),
        };
        Ok(Some(judged(metric, day, with, stored, expected)))
    }

    async fn total(&self, summed: &MetricName, day: Day) -> Result<Decimal> {
        let start = self.project.pipelines.iter().map(|p| p.start).min().unwrap_or(day);
        let values = self.stored_values(summed, start, day).await?;
        let sum = |total: Decimal, value: Decimal| total.plus(value);
        let total = values.into_iter().flatten().try_fold(Decimal::from_integer(0), sum);
        total.map_err(|e| garim_core::Error::invalid(format!("Σ {summed}: {e}")))
    }

    /// The stored value of a day: `None` if the day did not run, `Some(None)` if the value is null.
    async fn on(&self, metric: &MetricName, day: Day) -> Result<Option<Option<Decimal>>> {
        Ok(self.stored_values(metric, day, day).await?.into_iter().next())
    }
}

fn judged(metric: &Metric, day: Day, with: String, stored: Option<Decimal>, expected: Option<Decimal>) -> Reconciliation {
    let holds = stored == expected;
    let shown = |v: Option<Decimal>| v.map_or_else(|| "null".to_owned(), |v| v.to_string());
    let detail = if holds {
        format!("{} equals {with} on {day}", metric.name)
    } else {
        format!("{} is {} on {day}, but {with} is {}", metric.name, shown(stored), shown(expected))
    };
    Reconciliation { metric: metric.name.to_string(), with, holds, detail }
}
