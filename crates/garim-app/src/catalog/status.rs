//! How the project stands.

use garim_core::{
    Result,
    authz::{Action, Caller, Resource},
    run::Run,
};

use super::cards::{ProtectedRow, Status};
use crate::App;

/// Runs shown with the status.
const RUNS_SHOWN: u32 = 10;

impl App {
    /// Pipelines with their newest day, what is protected, and the newest runs.
    pub async fn status(&self, caller: &Caller) -> Result<Status> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let mut newest = None;
        let mut tx = self.ports.store.read().await?;
        for metric in &self.project.metrics {
            newest = newest.max(tx.metrics().latest(&metric.name).await?.map(|v| v.day));
        }
        let runs = tx.runs().list(None, RUNS_SHOWN).await?;
        drop(tx);
        let pipelines =
            self.project.pipelines.iter().map(|p| (p.name.to_string(), p.schedule.clone(), p.start, newest)).collect();
        Ok(Status {
            project: self.project.settings.name.clone(),
            zone: self.project.settings.zone.name().to_owned(),
            pipelines,
            datasets: self.project.contracts.len(),
            metrics: self.project.metrics.len(),
            protected: self.protected().await?,
            runs,
        })
    }

    /// What the vault protects, by kind.
    pub async fn protected(&self) -> Result<Vec<ProtectedRow>> {
        let census = self.ports.vault.census().await?;
        Ok(census.into_iter().map(|(kind, subjects, values)| ProtectedRow { kind, subjects, values }).collect())
    }

    /// The newest runs, of one dataset if given.
    pub async fn runs(&self, caller: &Caller, dataset: Option<&str>, limit: u32) -> Result<Vec<Run>> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let name = match dataset {
            Some(wanted) => Some(self.discovered(caller, wanted).await?.contract.name),
            None => None,
        };
        let mut tx = self.ports.store.read().await?;
        tx.runs().list(name.as_ref(), limit).await
    }

    /// One run.
    pub async fn run_card(&self, caller: &Caller, id: &str) -> Result<Run> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let not_found = || garim_core::Error::not_found(garim_core::Entity::Run, id);
        let parsed = id.parse().map_err(|_| not_found())?;
        let mut tx = self.ports.store.read().await?;
        tx.runs().get(parsed).await?.ok_or_else(not_found)
    }
}
