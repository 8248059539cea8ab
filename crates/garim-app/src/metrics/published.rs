//! Published values are facts (SEMANTICS section 6): an erasure alone does not change them.

use std::collections::BTreeMap;

use garim_core::{
    Result,
    asset::{JobKind, Metric},
    decimal::Decimal,
    name::{MetricName, RunId},
    request::Step,
    time::{Day, Timestamp},
};

use super::values::parsed;
use crate::App;

/// What stands of a day that is computed again.
pub(super) struct Published {
    /// The values, and when each was published.
    pub(super) values: BTreeMap<MetricName, (Option<Decimal>, Timestamp)>,
    /// How many erasures were carried out since.
    pub(super) erased_since: u64,
    /// Whether a run brought rows since, so that erasures are not all that changed.
    pub(super) fed_since: bool,
}

impl App {
    /// What was published of a day, if anybody was erased since.
    pub(super) async fn published(&self, order: &[&Metric], day: Day) -> Result<Option<Published>> {
        let (mut values, mut first, mut last) = (BTreeMap::new(), None::<Timestamp>, None::<RunId>);
        let mut tx = self.ports.store.read().await?;
        for metric in order {
            for stored in tx.metrics().values(&metric.name, day, day).await? {
                first = first.map_or(Some(stored.at), |f| Some(f.min(stored.at)));
                last = last.max(Some(stored.run));
                let value = stored.value.as_deref().map(parsed).transpose()?;
                values.insert(stored.metric, (value, stored.at));
            }
        }
        drop(tx);
        let (Some(at), Some(run)) = (first, last) else { return Ok(None) };
        let erased_since = self.erased_since(at).await?;
        if erased_since == 0 {
            return Ok(None);
        }
        Ok(Some(Published { values, erased_since, fed_since: self.fed_since(run, day).await? }))
    }

    async fn erased_since(&self, at: Timestamp) -> Result<u64> {
        let mut tx = self.ports.store.read().await?;
        let mut erased = 0;
        let requests = tx.requests().list().await?;
        for request in requests {
            let steps = tx.requests().steps(request.id).await?;
            erased += u64::from(steps.iter().any(|(step, done, _)| *step == Step::Rewrite && *done > at));
        }
        Ok(erased)
    }

    /// Whether an ingest wrote into the day, or one before it, after a run.
    async fn fed_since(&self, run: RunId, day: Day) -> Result<bool> {
        for job in self.project.pipelines.iter().flat_map(|p| &p.jobs) {
            if let JobKind::Ingest { dataset, .. } = &job.kind {
                let written = self.written(dataset).await?;
                if written.iter().any(|(at, wrote)| *at <= day && *wrote > run) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
