//! Plans an ingest and stages it, and once more where the rows turn out more personal than the plan.

use std::{collections::BTreeMap, sync::Arc};

use garim_core::{
    Error, Result,
    asset::{DayRule, Pipeline},
    name::ColumnName,
    run::Counts,
    schema::Contradiction,
    time::Day,
};
use garim_pii::Finding;
use garim_ports::{Input, Progress, SourceQuery, Staged, Staging, StoredDataset, WritePlan};

use super::{
    Begun, RunOptions,
    plan::{PEEK_ROWS, Planned, Settled, scan},
    watch::Watcher,
};
use crate::App;

/// How often a batch is staged: once by a look at its beginning, once by all of it, and once more for a source that was
/// written to in between.
const MAX_STAGINGS: usize = 3;

/// What came of an ingest before anything is published.
pub(super) enum Outcome {
    Staged(Box<Staged>, Settled),
    /// The columns contradict what is registered.
    Contradicts(Vec<Contradiction>),
    /// The rows contradict, and are sealed away.
    Quarantined {
        counts: Counts,
        contradictions: Vec<Contradiction>,
        total: u64,
    },
}

/// What is ingested.
pub(super) struct Ingest<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) stored: &'a StoredDataset,
    /// Of an incremental table only what is new by this column is read.
    pub(super) incremental: Option<&'a ColumnName>,
    pub(super) day: Day,
    pub(super) options: RunOptions,
}

impl App {
    /// Stages a source's rows under a plan that knows at least what they show.
    pub(super) async fn stage_source(
        &self,
        begun: &mut Begun,
        ingest: &Ingest<'_>,
        progress: Arc<dyn Progress>,
    ) -> Result<Outcome> {
        let (stored, day) = (ingest.stored, ingest.day);
        let dataset = &stored.contract.name;
        let mut source = self.ports.sources.locate(&stored.contract)?;
        let peek = self.ports.lake.peek(&source, PEEK_ROWS).await?;
        let mut found = scan(&peek);
        for _ in 0..MAX_STAGINGS {
            let settled = match self.plan_schema(stored, &peek, &found, &source.shown_as).await? {
                Planned::Write(settled) => settled,
                Planned::Contradicts(against) => return Ok(Outcome::Contradicts(against)),
            };
            let epoch = self.ports.vault.freeze_epoch().await?;
            let plan = WritePlan {
                ever_present: stored.ever_present.clone(),
                start: ingest.pipeline.start,
                allow_rewrite: ingest.options.allow_rewrite,
                ..self.computed_plan(begun, &stored.contract, settled.schema.clone(), day, epoch)
            };
            self.narrow(&mut source, &plan, ingest.incremental);
            let watcher = Arc::new(Watcher::new(&settled.schema.schema, &settled.classes, &stored.contract.schema));
            let input = Input::Source(source.clone(), watcher.clone());
            match self.ports.lake.stage(&plan, input, self.ports.vault.clone(), progress.clone()).await? {
                Staging::Staged(staged) => return Ok(Outcome::Staged(Box::new(staged), settled)),
                Staging::Quarantined { counts, contradictions, total } => {
                    return Ok(Outcome::Quarantined { counts, contradictions, total });
                }
                Staging::Outgrown => {
                    // Pseudonyms and values of files that are gone.
                    self.ports.vault.forget(begun.run.id).await?;
                    let news = watcher.found();
                    begun.run.notes.extend(news.iter().map(|(column, told)| noted(column, told)));
                    found.extend(news.into_iter().map(|(column, told)| (column.to_string(), told)));
                }
            }
        }
        Err(Error::conflict(format!(
            "`{dataset}` showed other personal data each of {MAX_STAGINGS} times that it was read; run it when nobody writes to the source"
        )))
    }

    /// Of an incremental table only the window is read.
    fn narrow(&self, source: &mut SourceQuery, plan: &WritePlan, incremental: Option<&ColumnName>) {
        let first = plan.day.minus(u64::from(plan.late_days)).max(plan.start);
        if let (Some(column), false) = (incremental, plan.rule == DayRule::Snapshot) {
            source.from = Some((column.clone(), self.project.settings.zone.start_of(first)));
        }
    }
}

/// What a run remembers of it.
fn noted(column: &ColumnName, told: &Finding) -> String {
    format!(
        "`{column}` is `{}`, which its first rows did not show: {}; all rows were staged once more",
        told.class, told.evidence
    )
}

/// What was found of each column, by its name in the source.
pub(crate) type Findings = BTreeMap<String, Finding>;
