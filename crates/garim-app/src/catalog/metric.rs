//! One metric, whole; and the tree.

use garim_core::{
    Result,
    asset::{Metric, MetricKind},
    authz::{Action, Caller, Resource},
    name::MetricName,
    time::Day,
};
use garim_ports::MetricValue;

use super::cards::{MetricCard, MetricRow, RecomputedRow};
use crate::App;

impl App {
    /// Every metric with its newest value.
    pub async fn metrics(&self, caller: &Caller) -> Result<Vec<MetricRow>> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let mut rows = Vec::new();
        for metric in &self.project.metrics {
            rows.push(self.metric_row(metric).await?);
        }
        Ok(rows)
    }

    /// One metric, whole.
    pub async fn metric_card(&self, caller: &Caller, name: &str) -> Result<MetricCard> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let metric = self.metric(name)?;
        let row = self.metric_row(metric).await?;
        let mut conflicts = Vec::new();
        for other in self.project.metrics.iter().filter(|o| competes(metric, o)) {
            conflicts.push((self.metric_row(other).await?, other.formula()));
        }
        let reconciles = match &row.latest {
            Some((day, _)) => self.reconcile_metric(metric, *day).await?,
            None => None,
        };
        let children = self.project.metrics.iter().filter(|m| m.parent.as_ref() == Some(&metric.name));
        let vouched = self.vouched_metric(caller, metric).await?;
        Ok(MetricCard {
            description: metric.description.clone(),
            formula: metric.formula(),
            owner: metric.owner.clone(),
            children: children.map(|m| (m.name.to_string(), m.label.clone())).collect(),
            dataset: match &metric.kind {
                MetricKind::Simple { dataset, .. } => Some(dataset.to_string()),
                _ => None,
            },
            conflicts,
            reconciles,
            file: metric.file.clone(),
            certified: vouched.standing.held == "certified",
            vouched,
            recomputed: self.recomputed(&metric.name).await?,
            row,
        })
    }

    /// A metric's values between two days.
    pub async fn metric_values(&self, caller: &Caller, name: &str, from: Day, to: Day) -> Result<Vec<MetricValue>> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let metric: MetricName = self.metric(name)?.name.clone();
        let mut tx = self.ports.store.read().await?;
        tx.metrics().values(&metric, from, to).await
    }

    /// The days that were computed again after erasures, newest first.
    async fn recomputed(&self, metric: &MetricName) -> Result<Vec<RecomputedRow>> {
        let start = self.project.pipelines.iter().map(|p| p.start).min().unwrap_or(self.today());
        let mut tx = self.ports.store.read().await?;
        let values = tx.metrics().values(metric, start, self.today()).await?;
        let row = |v: MetricValue| {
            let beside = v.recomputed?;
            Some(RecomputedRow { day: v.day, published: v.value, recomputed: beside.value, erased_since: beside.erased_since })
        };
        Ok(values.into_iter().rev().filter_map(row).collect())
    }

    async fn metric_row(&self, metric: &Metric) -> Result<MetricRow> {
        let mut tx = self.ports.store.read().await?;
        let latest = tx.metrics().latest(&metric.name).await?;
        Ok(MetricRow {
            name: metric.name.to_string(),
            label: metric.label.clone(),
            label_ko: metric.label_ko.clone(),
            unit: metric.unit.clone(),
            kind: match metric.kind {
                MetricKind::Simple { .. } => "simple",
                MetricKind::Ratio { .. } => "ratio",
                MetricKind::Cumulative { .. } => "cumulative",
            },
            parent: metric.parent.as_ref().map(ToString::to_string),
            latest: latest.map(|v| (v.day, v.value)),
        })
    }
}

/// Whether two metrics define the same thing differently.
fn competes(one: &Metric, other: &Metric) -> bool {
    one.name != other.name
        && (one.conflicts_with.as_ref() == Some(&other.name) || other.conflicts_with.as_ref() == Some(&one.name))
}
