//! One ingest job for one day: peek, plan, stage, commit, record.

use std::{collections::BTreeSet, sync::Arc};

use garim_core::{
    Entity, Error, Result,
    asset::{Contract, DayRule, JobKind, Pipeline},
    name::{ColumnName, ColumnRef, DatasetName},
    run::{MAX_KEPT_CONTRADICTIONS, Run, RunFacts, RunState},
    schema::SchemaVersion,
    time::Day,
};
use garim_ports::{Progress, StoredDataset, WritePlan};

use super::{
    Begun, Finished, RunOptions,
    plan::Settled,
    stage::{Ingest, Outcome},
};
use crate::App;

/// What an ingest did to the lake: the days whose partitions changed.
pub(crate) struct Ingested {
    pub(crate) run: Run,
    pub(crate) days: BTreeSet<Day>,
}

impl App {
    /// Brings a source's rows of a day in.
    pub(crate) async fn ingest(
        &self,
        pipeline: &Pipeline,
        (dataset, incremental): (&DatasetName, Option<&ColumnName>),
        day: Day,
        options: RunOptions,
        progress: Arc<dyn Progress>,
    ) -> Result<Ingested> {
        let begun = self.begin_run(&pipeline.name, &format!("ingest:{dataset}"), day).await?;
        let run = begun.run.clone();
        match self.try_ingest(begun, pipeline, (dataset, incremental), day, options, progress).await {
            Ok(ingested) => Ok(ingested),
            Err(error) => {
                self.ports.lake.abandon(dataset, run.id).await?;
                Ok(Ingested { run: self.fail_run(run, &error).await?, days: BTreeSet::new() })
            }
        }
    }

    async fn try_ingest(
        &self,
        mut begun: Begun,
        pipeline: &Pipeline,
        (dataset, incremental): (&DatasetName, Option<&ColumnName>),
        day: Day,
        options: RunOptions,
        progress: Arc<dyn Progress>,
    ) -> Result<Ingested> {
        let stored = self.stored(dataset).await?;
        if stored.contract.day == DayRule::Snapshot && self.today() > day {
            begun.run.notes.push(format!("a snapshot taken on {} stands for {day}", self.today()));
        }
        let ingest = Ingest { pipeline, stored: &stored, incremental, day, options };
        let (staged, settled) = match self.stage_source(&mut begun, &ingest, progress).await? {
            Outcome::Staged(staged, settled) => (*staged, settled),
            Outcome::Contradicts(against) => {
                begun.run.contradictions = against;
                let note = "the source's columns contradict the registered schema; the last good partition stays";
                begun.run.notes.push(note.to_owned());
                return Ok(Ingested { run: self.quarantine_run(begun.run).await?, days: BTreeSet::new() });
            }
            Outcome::Quarantined { counts, contradictions, total } => {
                begun.run.counts = counts;
                begun.run.contradictions = contradictions;
                begun.run.contradictions.truncate(MAX_KEPT_CONTRADICTIONS);
                begun.run.notes.push(format!("{total} contradictions; the batch is sealed away, the last good partition stays"));
                return Ok(Ingested { run: self.quarantine_run(begun.run).await?, days: BTreeSet::new() });
            }
        };
        self.record_settled(dataset, &settled).await?;
        begun.run.counts = staged.counts;
        begun.run.contradictions = staged.contradictions.clone();
        let days = staged.days.iter().map(|d| d.day).collect();
        let facts = RunFacts { profiles: vec![(dataset.clone(), staged.profile.clone())], edges: Vec::new() };
        let finished = Finished { facts, schemas: vec![(dataset.clone(), settled.schema)], staged: vec![staged] };
        Ok(Ingested { run: self.publish_run(begun, finished).await?, days })
    }

    /// A snapshot shows today, so reading it again would put today's rows in the place of a day that another one follows.
    /// The lake refuses that too, but by then other sources of the day would have been read again.
    pub(crate) async fn refuse_past_snapshots(&self, pipeline: &Pipeline, from: Day) -> Result<()> {
        for job in &pipeline.jobs {
            let JobKind::Ingest { dataset, .. } = &job.kind else { continue };
            if self.stored(dataset).await?.contract.day != DayRule::Snapshot {
                continue;
            }
            let days: Vec<Day> = self.ports.lake.partitions(dataset).await?.into_iter().map(|p| p.day).collect();
            let newest = days.iter().max().copied().unwrap_or(from);
            if newest > from && days.contains(&from) {
                return Err(Error::conflict(format!(
                    "`{dataset}` is a snapshot and has {newest} already: another of {from} would be of the wrong day; say --allow-rewrite"
                )));
            }
        }
        Ok(())
    }

    /// The dataset as the store keeps it.
    pub(crate) async fn stored(&self, dataset: &DatasetName) -> Result<StoredDataset> {
        let mut tx = self.ports.store.read().await?;
        tx.datasets().get(dataset).await?.ok_or_else(|| Error::not_found(Entity::Dataset, dataset))
    }

    /// The plan of what a pipeline computes: everything belongs to the day.
    pub(crate) fn computed_plan(
        &self,
        begun: &Begun,
        contract: &Contract,
        schema: SchemaVersion,
        day: Day,
        freeze_epoch: u64,
    ) -> WritePlan {
        WritePlan {
            dataset: contract.name.clone(),
            run: begun.run.id,
            job: begun.run.job.clone(),
            sequence: begun.run.sequence,
            schema,
            ever_present: Default::default(),
            day,
            rule: contract.day.clone(),
            zone: self.project.settings.zone,
            start: day,
            late_days: contract.late_days,
            key: contract.key.clone(),
            received: contract.received.clone(),
            bad_rows: contract.bad_rows,
            erasure: contract.erasure,
            since: contract.since.clone(),
            row_owner: contract.row_owner.clone(),
            allow_rewrite: true,
            freeze_epoch,
        }
    }

    async fn record_settled(&self, dataset: &DatasetName, settled: &Settled) -> Result<()> {
        let mut tx = self.ports.store.begin().await?;
        for (column, classified) in &settled.classes {
            let column = ColumnRef { dataset: dataset.clone(), column: column.clone() };
            tx.columns().settle(&column, classified).await?;
        }
        tx.datasets().seen(dataset, &settled.seen).await?;
        tx.commit().await
    }

    /// Whether a job has succeeded for a day.
    pub(crate) async fn has_run(&self, pipeline: &Pipeline, job: &str, day: Day) -> Result<bool> {
        let mut tx = self.ports.store.read().await?;
        let last = tx.runs().last_success(&pipeline.name, job, day).await?;
        Ok(last.is_some_and(|r| r.state == RunState::Succeeded))
    }

    pub(crate) fn today(&self) -> Day {
        self.project.settings.zone.day_of(self.now())
    }
}
