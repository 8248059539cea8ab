//! Which days stand as they were computed before their inputs changed: a process died between an ingest of late rows and
//! what follows from it, or a day was refused after its ingest.

use std::collections::{BTreeMap, BTreeSet};

use garim_core::{
    Result,
    asset::{JobKind, MetricKind, Pipeline},
    name::{DatasetName, MetricName, RunId},
    time::Day,
};

use super::{pipeline::output_of, transform::Planned};
use crate::{App, metrics::dataset_of};

/// The run that wrote each day of a dataset as it stands. Ids of runs are in the order in which they began, and runs exclude
/// each other, so of two days the one with the greater id was written later.
pub(crate) type Written = BTreeMap<Day, RunId>;

impl App {
    /// Which run wrote each day of a dataset as it stands.
    pub(crate) async fn written(&self, dataset: &DatasetName) -> Result<Written> {
        let mut tx = self.ports.store.read().await?;
        let outputs = tx.runs().outputs(dataset).await?;
        Ok(outputs.into_iter().map(|(day, _, run)| (day, run)).collect())
    }

    /// Days of a transformation, up to `day`, of which an input was written after them.
    pub(crate) async fn stale(&self, step: &Planned, day: Day) -> Result<BTreeSet<Day>> {
        let own = self.written(&step.dataset).await?;
        let mut stale = BTreeSet::new();
        for table in step.prepared.tables().iter().filter(|t| **t != step.dataset) {
            stale.extend(later(&self.written(table).await?, &own, day));
        }
        if step.cumulative() {
            let after = own.iter().filter(|(at, run)| **at <= day && own.get(&at.previous()).is_some_and(|before| before > *run));
            stale.extend(after.map(|(at, _)| *at));
        }
        Ok(stale)
    }

    /// Days of the metrics, up to `day`, of which a dataset of the pipeline was written after them.
    pub(crate) async fn stale_metrics(&self, pipeline: &Pipeline, names: &[MetricName], day: Day) -> Result<BTreeSet<Day>> {
        // One run computes all metrics of a day, so one of them speaks for the others.
        let Some(metric) = names.first().or_else(|| self.project.metrics.first().map(|m| &m.name)) else {
            return Ok(BTreeSet::new());
        };
        let own = self.written(&dataset_of(metric)?).await?;
        let mut stale = BTreeSet::new();
        for table in pipeline.jobs.iter().filter_map(|j| output_of(&j.kind)) {
            stale.extend(later(&self.written(table).await?, &own, day));
        }
        // The lake has them and the store has not: a process died between the two.
        let mut tx = self.ports.store.read().await?;
        let values = tx.metrics().values(metric, pipeline.start, day).await?;
        let stored: Written = values.into_iter().map(|v| (v.day, v.run)).collect();
        stale.extend(own.iter().filter(|(at, run)| **at <= day && stored.get(at) != Some(run)).map(|(at, _)| *at));
        Ok(stale)
    }

    /// The newest day whose metrics were computed.
    pub(crate) async fn newest_metrics(&self, pipeline: &Pipeline) -> Result<Option<Day>> {
        let first = pipeline.jobs.iter().find_map(|j| match &j.kind {
            JobKind::Metrics { names } => Some(names.first().or_else(|| self.project.metrics.first().map(|m| &m.name))),
            _ => None,
        });
        let Some(metric) = first.flatten() else { return Ok(None) };
        Ok(self.written(&dataset_of(metric)?).await?.last_key_value().map(|(day, _)| *day))
    }

    /// Days of metrics that follow from days that changed: where a metric sums up from the start, every later one.
    pub(crate) fn followers(&self, days: BTreeSet<Day>, day: Day) -> BTreeSet<Day> {
        let sums = self.project.metrics.iter().any(|m| matches!(m.kind, MetricKind::Cumulative { .. }));
        match days.first() {
            Some(first) if sums => first.through(day).collect(),
            _ => days,
        }
    }
}

/// Days that both have, of which the input's was written later.
fn later(input: &Written, own: &Written, day: Day) -> Vec<Day> {
    let days = own.iter().filter(|(at, run)| **at <= day && input.get(at).is_some_and(|wrote| wrote > *run));
    days.map(|(at, _)| *at).collect()
}
