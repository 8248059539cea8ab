//! After a crash: adopt what the lake says was committed, abandon the rest.

use garim_core::{
    Result,
    name::DatasetName,
    run::{Run, RunState},
};

use crate::App;

impl App {
    /// Ends every run that a dead process left. The caller holds the writer's lease, so none of them is alive.
    pub(crate) async fn recover(&self) -> Result<()> {
        let mut tx = self.ports.store.read().await?;
        let unfinished = tx.runs().unfinished().await?;
        drop(tx);
        for run in unfinished {
            self.recover_run(run).await?;
        }
        Ok(())
    }

    async fn recover_run(&self, run: Run) -> Result<()> {
        let mut tx = self.ports.store.read().await?;
        let prepared = tx.runs().prepared(run.id).await?;
        drop(tx);
        let outputs: Vec<DatasetName> = match &prepared {
            Some((_, _, schemas)) => schemas.iter().map(|(d, _)| d.clone()).collect(),
            None => self.outputs_of(&run.job),
        };
        let mut committed = Vec::new();
        for dataset in &outputs {
            let last = self.ports.lake.committed(dataset, &run.job).await?;
            if let Some(last) = last.filter(|c| c.sequence == run.sequence) {
                committed.push((dataset.clone(), last.version));
            }
        }
        match prepared {
            Some((will_be, facts, schemas)) if !outputs.is_empty() && committed.len() == outputs.len() => {
                let mut adopted = will_be;
                adopted.notes.push("adopted after a crash: the lake had committed it".to_owned());
                for output in &mut adopted.outputs {
                    let version = committed.iter().find(|(dataset, _)| *dataset == output.dataset).map(|(_, version)| *version);
                    output.version = version.unwrap_or(output.version);
                }
                self.end_run(adopted, &facts, &schemas).await.map(|_| ())
            }
            _ => self.abandon(run, &outputs, !committed.is_empty()).await,
        }
    }

    async fn abandon(&self, mut run: Run, outputs: &[DatasetName], partly_committed: bool) -> Result<()> {
        for dataset in outputs {
            self.ports.lake.abandon(dataset, run.id).await?;
        }
        // What a commit that stands refers to must stay in the vault; the next run replaces that commit.
        if partly_committed {
            self.ports.vault.keep(run.id).await?;
        } else {
            self.ports.vault.forget(run.id).await?;
        }
        run.state = RunState::Abandoned;
        run.ended = Some(self.now());
        run.notes.push("the process died before the run ended".to_owned());
        self.record_end(&run).await
    }

    pub(super) fn outputs_of(&self, job: &str) -> Vec<DatasetName> {
        match job.split_once(':') {
            Some((_, dataset)) => dataset.parse().into_iter().collect(),
            None => self.project.metrics.iter().filter_map(|m| DatasetName::new("metrics", m.name.as_str()).ok()).collect(),
        }
    }
}
