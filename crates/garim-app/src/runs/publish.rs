//! Two stores, one truth: an intent row, then the lake's commit, then the store's transaction (SEMANTICS section 3).

use garim_core::{
    Error, Result,
    name::{DatasetName, PipelineName, RunId},
    run::{Counts, MAX_KEPT_CONTRADICTIONS, Output, Run, RunFacts, RunState},
    schema::SchemaVersion,
    time::Day,
};
use garim_ports::Staged;

use crate::App;

/// A run whose intent is recorded.
pub(crate) struct Begun {
    pub(crate) run: Run,
}

/// What a run has made, before it is published.
pub(crate) struct Finished {
    pub(crate) facts: RunFacts,
    pub(crate) schemas: Vec<(DatasetName, SchemaVersion)>,
    pub(crate) staged: Vec<Staged>,
}

impl App {
    /// Records the intent.
    pub(crate) async fn begin_run(&self, pipeline: &PipelineName, job: &str, day: Day) -> Result<Begun> {
        let mut tx = self.ports.store.begin().await?;
        let (sequence, attempt) = tx.runs().next(pipeline, job, day).await?;
        let run = Run {
            id: RunId::new(self.ports.ids.id()),
            pipeline: pipeline.clone(),
            job: job.to_owned(),
            day,
            attempt,
            sequence,
            started: self.now(),
            ended: None,
            state: RunState::Running,
            counts: Counts::default(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            contradictions: Vec::new(),
            notes: Vec::new(),
            commit: self.ports.commit.clone(),
        };
        tx.runs().begin(&run).await?;
        tx.commit().await?;
        self.tell(&run, &RunFacts::default()).await;
        Ok(Begun { run })
    }

    /// Commits to the lake and then to the store. Output that was staged before somebody was frozen is thrown away.
    pub(crate) async fn publish_run(&self, mut begun: Begun, finished: Finished) -> Result<Run> {
        let Finished { facts, schemas, staged } = finished;
        let epoch = self.ports.vault.freeze_epoch().await?;
        if staged.iter().any(|s| s.freeze_epoch != epoch) {
            self.abandon_run(&begun.run, &staged).await?;
            return Err(Error::conflict("a deletion request froze somebody while this ran; run it again"));
        }
        begun.run.state = RunState::Succeeded;
        begun.run.contradictions.truncate(MAX_KEPT_CONTRADICTIONS);
        for staging in &staged {
            begun.run.outputs.push(Output {
                dataset: staging.dataset.clone(),
                days: staging.days.iter().map(|d| d.day).collect(),
                version: 0,
                schema_version: schemas.iter().find(|(d, _)| *d == staging.dataset).map_or(1, |(_, s)| s.number),
            });
        }
        // With its days, so that a commit that is adopted after a crash is known to have changed all of them.
        self.prepare(&begun.run, &facts, &schemas).await?;
        for (staging, output) in staged.iter().zip(&mut begun.run.outputs) {
            let version = match staging.days.is_empty() {
                true => self.ports.lake.version(&staging.dataset).await?,
                false => Some(self.ports.lake.commit(staging).await?),
            };
            output.version = version.unwrap_or_default();
        }
        self.end_run(begun.run, &facts, &schemas).await
    }

    async fn prepare(&self, run: &Run, facts: &RunFacts, schemas: &[(DatasetName, SchemaVersion)]) -> Result<()> {
        let mut tx = self.ports.store.begin().await?;
        tx.runs().prepare(run, facts, schemas).await?;
        tx.commit().await
    }

    /// The store's transaction: run, schema versions, lineage, published versions, outbox. Then what the vault wrote stays.
    pub(crate) async fn end_run(&self, mut run: Run, facts: &RunFacts, schemas: &[(DatasetName, SchemaVersion)]) -> Result<Run> {
        // The vault first: after a crash here the run is adopted, and keeping twice does nothing.
        self.ports.vault.keep(run.id).await?;
        run.ended = Some(self.now());
        let mut tx = self.ports.store.begin().await?;
        for (dataset, schema) in schemas {
            tx.datasets().register(dataset, schema, run.id, self.now()).await?;
        }
        for output in &run.outputs {
            tx.datasets().publish(&output.dataset, output.version, self.now()).await?;
        }
        tx.runs().end(&run, facts).await?;
        tx.commit().await?;
        self.tell(&run, facts).await;
        Ok(run)
    }

    /// The batch contradicts its schema: it is sealed away, and the run says so. The quarantine keeps what the vault wrote
    /// for it out.
    pub(crate) async fn quarantine_run(&self, mut run: Run) -> Result<Run> {
        self.ports.vault.forget(run.id).await?;
        run.state = RunState::Quarantined;
        run.ended = Some(self.now());
        self.record_end(&run).await?;
        Ok(run)
    }

    /// Something failed: nothing of it stays.
    pub(crate) async fn fail_run(&self, mut run: Run, error: &Error) -> Result<Run> {
        tracing::error!(job = %run.job, day = %run.day, error = %error.for_operator(), "a run failed");
        run.outputs.clear();
        run.state = RunState::Failed { message: error.to_string() };
        run.ended = Some(self.now());
        self.ports.vault.forget(run.id).await?;
        self.record_end(&run).await?;
        Ok(run)
    }

    async fn abandon_run(&self, run: &Run, staged: &[Staged]) -> Result<()> {
        for staging in staged {
            self.ports.lake.abandon(&staging.dataset, run.id).await?;
        }
        self.ports.vault.forget(run.id).await
    }

    pub(crate) async fn record_end(&self, run: &Run) -> Result<()> {
        let mut tx = self.ports.store.begin().await?;
        tx.runs().end(run, &RunFacts::default()).await?;
        tx.commit().await?;
        self.tell(run, &RunFacts::default()).await;
        Ok(())
    }
}
