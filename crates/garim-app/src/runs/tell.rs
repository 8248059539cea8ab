//! Other systems are told of our runs: that one has begun, and how it ended. Whatever goes wrong here is logged and no more.

use garim_core::{
    Result,
    asset::Contract,
    class::Class,
    imported::RunEvent,
    name::DatasetName,
    run::{Output, Run, RunFacts, RunState},
    time::Timestamp,
};
use garim_ports::{DatasetTold, RunTold, SourceLocation, Tx};

use crate::{App, catalog::effective};

/// Datasets of one event: a metrics job writes one for each metric.
const MAX_DATASETS: usize = 1_000;

impl App {
    /// Tells of a run as it stands.
    pub(crate) async fn tell(&self, run: &Run, facts: &RunFacts) {
        let Some(announce) = &self.ports.announce else { return };
        match self.told(run, facts).await {
            Ok(told) => announce.run(told),
            Err(error) => tracing::warn!(job = %run.job, error = %error.for_operator(), "a run is not told of"),
        }
    }

    /// Waits for what is being told, for a while: the process may end.
    pub(crate) async fn told_all(&self) {
        if let Some(announce) = &self.ports.announce {
            announce.flush().await;
        }
    }

    async fn told(&self, run: &Run, facts: &RunFacts) -> Result<RunTold> {
        let (event, message) = happened(&run.state);
        let mut tx = self.ports.store.read().await?;
        let mut inputs = Vec::new();
        for (dataset, ..) in run.inputs.iter().take(MAX_DATASETS) {
            inputs.extend(self.dataset_told(&mut *tx, dataset).await?);
        }
        if let Some(dataset) = run.job.strip_prefix("ingest:").and_then(|d| d.parse().ok()) {
            inputs.extend(self.source_told(&dataset));
        }
        let names: Vec<DatasetName> = match run.outputs.is_empty() {
            true => self.outputs_of(&run.job),
            false => run.outputs.iter().map(|o| o.dataset.clone()).collect(),
        };
        let mut outputs = Vec::new();
        for dataset in names.iter().take(MAX_DATASETS) {
            outputs.extend(self.dataset_told(&mut *tx, dataset).await?);
        }
        drop(tx);
        // Of a run with several outputs nobody counted which row went where.
        if let ([told], [output]) = (outputs.as_mut_slice(), run.outputs.as_slice()) {
            told.rows = Some(run.counts.kept);
            told.bytes = self.bytes_of(output).await?;
        }
        Ok(RunTold {
            run: run.id,
            job: format!("{}.{}", run.pipeline, run.job),
            event,
            at: run.ended.unwrap_or(run.started),
            day: Timestamp::from_micros(self.project.settings.zone.start_of(run.day)),
            message,
            inputs,
            outputs,
            edges: facts.edges.clone(),
        })
    }

    async fn dataset_told(&self, tx: &mut dyn Tx, name: &DatasetName) -> Result<Option<DatasetTold>> {
        let Some(held) = effective(tx, name).await? else { return Ok(None) };
        let contract = held.contract;
        let source = self.source_told(name).and_then(|s| Some((contract.source.as_ref()?.source.to_string(), s.namespace?)));
        Ok(Some(DatasetTold { source, ..described(&contract) }))
    }

    /// The table or the files that a dataset is read from.
    fn source_told(&self, dataset: &DatasetName) -> Option<DatasetTold> {
        let contract = self.project.contract(dataset).filter(|c| c.source.is_some())?;
        let query = self.ports.sources.locate(contract).ok()?;
        let (namespace, name) = match &query.location {
            SourceLocation::Csv { glob, .. } => ("file".to_owned(), glob.clone()),
            SourceLocation::Table { url, table } => address(url, table, &query.shown_as),
        };
        Some(DatasetTold { namespace: Some(namespace), name, ..DatasetTold::default() })
    }

    async fn bytes_of(&self, output: &Output) -> Result<Option<u64>> {
        let partitions = self.ports.lake.partitions(&output.dataset).await?;
        let of_run = partitions.iter().filter(|p| output.days.contains(&p.day));
        Ok((!output.days.is_empty()).then(|| of_run.map(|p| p.bytes).sum()))
    }
}

fn happened(state: &RunState) -> (RunEvent, Option<String>) {
    match state {
        RunState::Running => (RunEvent::Start, None),
        RunState::Succeeded => (RunEvent::Complete, None),
        RunState::Failed { message } => (RunEvent::Fail, Some(message.clone())),
        RunState::Quarantined => (RunEvent::Fail, Some("the batch contradicts its schema and is in quarantine".to_owned())),
        RunState::Abandoned => (RunEvent::Abort, Some("the process died before the run ended".to_owned())),
    }
}

/// A dataset of ours, with the classes that hold.
fn described(contract: &Contract) -> DatasetTold {
    let column = |c: &garim_core::schema::Column| {
        let text = contract.column_texts.iter().find(|(name, ..)| *name == c.name).and_then(|(_, _, text)| text.clone());
        (c.name.clone(), c.logical.as_str().to_owned(), text)
    };
    let labels = contract.tags.iter().map(|tag| (None, tag.clone(), "true".to_owned()));
    let classes = contract.schema.columns.iter().filter(|c| c.class != Class::Unclassified);
    let classes = classes.map(|c| (Some(c.name.clone()), "classification".to_owned(), c.class.to_string()));
    DatasetTold {
        name: contract.name.to_string(),
        columns: contract.schema.columns.iter().map(column).collect(),
        owners: contract.owner.team.iter().cloned().chain(contract.owner.people.iter().map(ToString::to_string)).collect(),
        tags: labels.chain(classes).collect(),
        ..DatasetTold::default()
    }
}

/// A table's namespace and name as the standard has them: without user, password and parameters.
fn address(url: &str, table: &str, shown_as: &str) -> (String, String) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (url.split(':').next().unwrap_or_default().to_owned(), shown_as.to_owned());
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let place = rest.rsplit('@').next().unwrap_or_default();
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let name = [path, table].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(".");
    (format!("{scheme}://{host}"), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_credentials() {
        for (url, expected) in [
            ("mysql://kim:s3cret@db:3306/shop?ssl-mode=required", ("mysql://db:3306", "shop.user")),
            ("mysql://kim:p@ss/w@db/shop", ("mysql://db", "shop.user")),
            ("mysql://kim:s3cret@db", ("mysql://db", "user")),
            ("mysql://db/shop#s3cret", ("mysql://db", "shop.user")),
            ("sqlite:/home/kim/shop.db", ("sqlite", "crm.user")),
        ] {
            let (namespace, name) = address(url, "user", "crm.user");
            assert_eq!((namespace.as_str(), name.as_str()), expected, "{url}");
        }
    }

    #[test]
    fn what_did_not_end_well_says_why() {
        assert_eq!(happened(&RunState::Failed { message: "no".to_owned() }), (RunEvent::Fail, Some("no".to_owned())));
        assert_eq!(happened(&RunState::Quarantined).0, RunEvent::Fail);
        assert_eq!(happened(&RunState::Abandoned).0, RunEvent::Abort);
        assert_eq!(happened(&RunState::Succeeded), (RunEvent::Complete, None));
    }
}
