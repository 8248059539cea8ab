//! How an asset stands, everything that was said of it, and whether the caller may have a say.

use garim_core::{
    Result,
    asset::{Contract, Metric},
    authz::{Action, Caller},
    canon::{Endorsement, Held, Mark},
    time::Timestamp,
};
use serde::Serialize;

use super::standing::{Endorsed, Standing, shown};
use crate::App;

/// Most words of owners that are shown, the newest first.
const MAX_SAID: usize = 20;

/// How an asset stands, for its page.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Vouched {
    /// What holds.
    pub standing: Standing,
    /// Whether the caller may certify and deprecate it.
    pub can_certify: bool,
    /// What was said, newest first.
    pub said: Vec<Said>,
}

/// Somebody's word on an asset.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// `certified`, `deprecated`, `none`.
    pub standing: &'static str,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Option<String>,
    /// What to use instead.
    pub successor: Option<String>,
}

impl From<Endorsement> for Said {
    fn from(said: Endorsement) -> Self {
        let (standing, successor) = match &said.mark {
            Mark::Certified => ("certified", None),
            Mark::Deprecated { successor } => ("deprecated", successor.as_deref().map(shown)),
            Mark::Withdrawn => ("none", None),
        };
        Self { standing, by: said.who.to_string(), at: said.at, reason: said.reason, successor }
    }
}

impl App {
    /// How a dataset stands.
    pub(crate) async fn vouched_dataset(&self, caller: &Caller, contract: &Contract) -> Result<Vouched> {
        let mut tx = self.ports.store.read().await?;
        let endorsed = Endorsed::load(&mut *tx).await?;
        let held = endorsed.dataset(contract, &self.dataset_today(&mut *tx, contract).await?);
        drop(tx);
        self.vouched(caller, &format!("dataset:{}", contract.name), contract, &held, &endorsed).await
    }

    /// How a metric stands.
    pub(crate) async fn vouched_metric(&self, caller: &Caller, metric: &Metric) -> Result<Vouched> {
        let mut tx = self.ports.store.read().await?;
        let endorsed = Endorsed::load(&mut *tx).await?;
        let held = endorsed.metric(metric, &self.metric_today(&mut *tx, metric).await?);
        drop(tx);
        let contract = self.metric_contract(metric)?;
        self.vouched(caller, &format!("metric:{}", metric.name), &contract, &held, &endorsed).await
    }

    async fn vouched(
        &self,
        caller: &Caller,
        asset: &str,
        contract: &Contract,
        held: &Held,
        endorsed: &Endorsed,
    ) -> Result<Vouched> {
        let mut tx = self.ports.store.read().await?;
        let history = tx.endorsements().history(asset).await?;
        Ok(Vouched {
            standing: Standing::of(held, endorsed.on(asset)),
            can_certify: self.allowed(caller, Action::Certify, contract),
            said: history.into_iter().take(MAX_SAID).map(Said::from).collect(),
        })
    }
}
