//! Facts are taken in: what is known of a thing hears what was said of it, and is kept if it is another now.

use std::collections::BTreeSet;

use garim_core::{
    Result,
    imported::{
        Dashboard, DashboardViews, DatasetKey, DatasetState, Fact, ImportedDataset, ImportedJob, ImportedRun, JobLineage,
        JobState, Lifecycle, Moves, QueryShape, QueryUsage,
    },
    lineage::Node,
    time::Timestamp,
};
use garim_ports::{Changes, EdgeJob, ImportSummary, Replaces, ShownThing, Tx};

use super::lineage::{dashboard_edges, dashboard_job, job_edges};

/// What a batch adds up to beside what it keeps.
pub(super) struct Taking<'a> {
    now: Timestamp,
    summary: &'a mut ImportSummary,
    /// What the index must hear of.
    touched: BTreeSet<Node>,
    /// What the source has shown.
    shown: Vec<ShownThing>,
    /// Datasets that are known to be there.
    there: BTreeSet<DatasetKey>,
}

/// Counts one thing by what became of it.
fn count(changes: &mut Changes, known: bool, changed: bool) {
    match (known, changed) {
        (false, _) => changes.new += 1,
        (true, true) => changes.changed += 1,
        (true, false) => changes.unchanged += 1,
    }
}

impl<'a> Taking<'a> {
    pub(super) fn new(now: Timestamp, summary: &'a mut ImportSummary) -> Self {
        Self { now, summary, touched: BTreeSet::new(), shown: Vec::new(), there: BTreeSet::new() }
    }

    pub(super) async fn take(&mut self, tx: &mut dyn Tx, facts: &[Fact]) -> Result<()> {
        for fact in facts {
            match fact {
                Fact::Dataset(said) => self.dataset(tx, said).await?,
                Fact::Unchanged(key) => self.unchanged(tx, key).await?,
                Fact::Job(said) => self.job(tx, said).await?,
                Fact::Run(said) => self.run(tx, said).await?,
                Fact::Lineage(said) => self.lineage(tx, said).await?,
                Fact::Query(shape) => self.query(tx, shape).await?,
                Fact::Usage(usage) => self.usage(tx, usage).await?,
                Fact::Dashboard(dashboard) => self.dashboard(tx, dashboard).await?,
                Fact::Views(views) => self.views(tx, views).await?,
            }
        }
        Ok(())
    }

    /// Tells the index; gives what was shown.
    pub(super) async fn end(self, tx: &mut dyn Tx) -> Result<Vec<ShownThing>> {
        for node in self.touched {
            tx.outbox().add(&node.to_string()).await?;
        }
        Ok(self.shown)
    }

    async fn dataset(&mut self, tx: &mut dyn Tx, said: &ImportedDataset) -> Result<()> {
        let kept = tx.imported().dataset(&said.key).await?;
        let (known, was_gone) = (kept.is_some(), kept.as_ref().is_some_and(|k| k.gone.is_some()));
        let before = kept.map(|k| k.state);
        let mut state = before.clone().unwrap_or_default();
        let changed = state.hear(said);
        count(&mut self.summary.datasets, known, changed || was_gone);
        // A word that says the same anew is kept for its time: a later one of an older time must not win.
        if before.as_ref() != Some(&state) || was_gone {
            tx.imported().put_dataset(&said.key, &state, self.now).await?;
        }
        if changed || !known || was_gone {
            self.touched.insert(Node::from(&said.key));
        }
        self.there.insert(said.key.clone());
        self.shown.push(ShownThing::Dataset(said.key.clone()));
        if let Some(Lifecycle::Dropped | Lifecycle::Renamed { .. }) = state.lifecycle.map(|l| l.value) {
            self.touched.insert(Node::from(&said.key));
            tx.imported().gone(&ShownThing::Dataset(said.key.clone()), self.now).await?;
        }
        Ok(())
    }

    async fn unchanged(&mut self, tx: &mut dyn Tx, key: &DatasetKey) -> Result<()> {
        self.shown.push(ShownThing::Dataset(key.clone()));
        self.summary.datasets.unchanged += 1;
        let kept = tx.imported().dataset(key).await?;
        if let Some(kept) = kept.filter(|k| k.gone.is_some()) {
            tx.imported().put_dataset(key, &kept.state, self.now).await?;
            self.touched.insert(Node::from(key));
        }
        Ok(())
    }

    /// A dataset that something names is there, even if nobody has described it.
    async fn named(&mut self, tx: &mut dyn Tx, key: &DatasetKey) -> Result<()> {
        if !self.there.insert(key.clone()) || tx.imported().dataset(key).await?.is_some() {
            return Ok(());
        }
        tx.imported().put_dataset(key, &DatasetState::default(), self.now).await?;
        self.touched.insert(Node::from(key));
        self.summary.datasets.new += 1;
        Ok(())
    }

    async fn job(&mut self, tx: &mut dyn Tx, said: &ImportedJob) -> Result<()> {
        let kept = tx.imported().job(&said.key).await?;
        let (known, was_gone) = (kept.is_some(), kept.as_ref().is_some_and(|(k, _)| k.gone.is_some()));
        let (before, lineage) = kept.map_or((None, None), |(k, l)| (Some(k.state), l));
        let mut state = before.clone().unwrap_or_default();
        let changed = state.hear(said);
        count(&mut self.summary.jobs, known, changed || was_gone);
        self.shown.push(ShownThing::Job(said.key.clone()));
        if before.as_ref() != Some(&state) || was_gone {
            tx.imported().put_job(&said.key, &state, lineage.as_ref(), self.now).await?;
        }
        Ok(())
    }

    async fn run(&mut self, tx: &mut dyn Tx, said: &ImportedRun) -> Result<()> {
        let before = tx.imported().run(&said.job, &said.id).await?;
        let mut state = before.clone().unwrap_or_default();
        let changed = state.hear(said);
        count(&mut self.summary.runs, before.is_some(), changed);
        if before.as_ref() != Some(&state) {
            tx.imported().put_run(&said.job, &said.id, &state).await?;
        }
        Ok(())
    }

    async fn lineage(&mut self, tx: &mut dyn Tx, said: &JobLineage) -> Result<()> {
        for key in said.inputs.iter().chain(&said.outputs) {
            self.named(tx, key).await?;
        }
        let kept = tx.imported().job(&said.job).await?;
        let was_gone = kept.as_ref().is_some_and(|(k, _)| k.gone.is_some());
        let (state, before) = kept.map_or((JobState::default(), None), |(k, l)| (k.state, l));
        let mut lineage = before.clone().unwrap_or_default();
        let changed = lineage.hear(said);
        let Some(moves) = lineage.current() else { return Ok(()) };
        self.shown.push(ShownThing::Job(said.job.clone()));
        if before.as_ref() != Some(&lineage) || was_gone {
            tx.imported().put_job(&said.job, &state, Some(&lineage), self.now).await?;
        }
        if changed || was_gone {
            self.edges(tx, said, moves).await?;
        } else {
            self.summary.edges.unchanged += moves.edges.len() as u64;
        }
        Ok(())
    }

    async fn edges(&mut self, tx: &mut dyn Tx, said: &JobLineage, moves: &Moves) -> Result<()> {
        let edges = job_edges(moves);
        let job = EdgeJob { namespace: said.job.namespace().to_owned(), name: said.job.name().to_owned() };
        let replaced = tx.edges().replace(&job, said.run.as_deref(), Replaces::All, &edges, self.now).await?;
        self.summary.edges.new += replaced.new;
        self.summary.edges.gone += replaced.gone;
        // How many depend on an asset ranks it.
        self.touched.extend(moves.inputs.iter().chain(&moves.outputs).map(Node::from));
        Ok(())
    }

    async fn query(&mut self, tx: &mut dyn Tx, shape: &QueryShape) -> Result<()> {
        for key in shape.reads.iter().chain(&shape.writes) {
            self.named(tx, key).await?;
        }
        let new = tx.usage().query(shape).await?;
        count(&mut self.summary.queries, !new, false);
        Ok(())
    }

    async fn usage(&mut self, tx: &mut dyn Tx, usage: &QueryUsage) -> Result<()> {
        self.summary.executions += usage.times;
        let used = tx.usage().add(usage, self.now).await?;
        self.touched.extend(used);
        Ok(())
    }

    async fn dashboard(&mut self, tx: &mut dyn Tx, said: &Dashboard) -> Result<()> {
        for key in said.charts.iter().flat_map(|c| &c.datasets) {
            self.named(tx, key).await?;
        }
        self.shown.push(ShownThing::Dashboard(said.key.clone()));
        let kept = tx.imported().dashboard(&said.key).await?;
        let known = kept.is_some();
        let same = kept.as_ref().is_some_and(|k| k.gone.is_none() && Dashboard { at: said.at, ..k.state.clone() } == *said);
        let older = kept.as_ref().is_some_and(|k| k.state.at > said.at);
        count(&mut self.summary.dashboards, known, !same && !older);
        if same || older {
            return Ok(());
        }
        tx.imported().put_dashboard(said, self.now).await?;
        let edges = dashboard_edges(said);
        let replaced = tx.edges().replace(&dashboard_job(&said.key), None, Replaces::All, &edges, self.now).await?;
        self.summary.edges.new += replaced.new;
        self.summary.edges.gone += replaced.gone;
        self.touched.insert(Node::from(&said.key));
        self.touched.extend(said.charts.iter().flat_map(|c| &c.datasets).map(Node::from));
        Ok(())
    }

    async fn views(&mut self, tx: &mut dyn Tx, views: &DashboardViews) -> Result<()> {
        self.summary.views += views.views;
        let charts = tx.imported().dashboard(&views.dashboard).await?.map(|d| d.state.charts).unwrap_or_default();
        let reads: BTreeSet<Node> = charts.iter().flat_map(|c| &c.datasets).map(Node::from).collect();
        let reads: Vec<Node> = reads.into_iter().collect();
        tx.usage().add_views(views, &reads).await?;
        self.touched.insert(Node::from(&views.dashboard));
        self.touched.extend(reads);
        Ok(())
    }
}

/// Its source shows it no longer: it is gone, and so is what it moved.
pub(super) async fn gone(tx: &mut dyn Tx, thing: &ShownThing, now: Timestamp, summary: &mut ImportSummary) -> Result<()> {
    tx.imported().gone(thing, now).await?;
    let job = match thing {
        ShownThing::Dataset(key) => return tx.outbox().add(&Node::from(key).to_string()).await,
        ShownThing::Job(key) => EdgeJob { namespace: key.namespace().to_owned(), name: key.name().to_owned() },
        ShownThing::Dashboard(key) => {
            tx.outbox().add(&Node::from(key).to_string()).await?;
            dashboard_job(key)
        }
    };
    summary.edges.gone += tx.edges().replace(&job, None, Replaces::All, &[], now).await?.gone;
    Ok(())
}
