//! An owner vouches for an asset, retires it, or takes back what was said.

use garim_core::{
    Error, Result,
    asset::{Contract, Metric},
    authz::{Action, Caller, Permit, Resource},
    canon::{Endorsement, Held},
};

use super::standing::{Standing, mark};
use crate::App;

/// Longest reason that is kept, in characters: a sentence or two.
const MAX_REASON: usize = 500;

/// What an owner wants said of an asset.
#[derive(Debug, Clone, Default)]
pub struct Endorse {
    /// `certified`, `deprecated`, or `none` to take it back.
    pub standing: String,
    /// What to use instead, where it is deprecated.
    pub successor: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// An asset that can be endorsed.
pub(crate) struct Asset<'a> {
    /// As the index knows it.
    pub(crate) id: String,
    /// Where it is a metric.
    pub(crate) metric: Option<&'a Metric>,
    /// Its contract; a metric's is that of its values.
    pub(crate) contract: Contract,
}

impl App {
    /// Whether a caller may certify an asset: asked before a door reads a body.
    pub async fn may_certify(&self, caller: &Caller, wanted: &str) -> Result<()> {
        self.permit_to_certify(caller, &self.asset(caller, wanted).await?).map(|_| ())
    }

    /// Records an owner's word; from then on search and answers heed it.
    pub async fn endorse(&self, caller: &Caller, wanted: &str, ask: Endorse) -> Result<Standing> {
        let asset = self.asset(caller, wanted).await?;
        let permit = self.permit_to_certify(caller, &asset)?;
        let successor = match &ask.successor {
            Some(name) => Some(self.asset(caller, name).await?.id),
            None => None,
        };
        let mark = mark(&ask.standing, successor).ok_or_else(|| {
            let given: String = ask.standing.chars().take(64).collect();
            Error::invalid(format!("`{given}` is no standing; `certified`, `deprecated` and `none` are"))
        })?;
        let said = Endorsement {
            asset: asset.id.clone(),
            mark,
            who: caller.principal.name.clone(),
            at: self.now(),
            owners: Vec::new(),
            reason: ask.reason.map(|r| r.chars().take(MAX_REASON).collect()),
        };
        let held = self.record(&permit, &asset, said).await?;
        self.feed().await?;
        Ok(held)
    }

    async fn record(&self, permit: &Permit, asset: &Asset<'_>, said: Endorsement) -> Result<Standing> {
        let mut tx = self.ports.store.begin().await?;
        let today = match asset.metric {
            Some(metric) => self.metric_today(&mut *tx, metric).await?,
            None => self.dataset_today(&mut *tx, &asset.contract).await?,
        };
        let said = said.checked(&today).map_err(|e| Error::invalid(e.to_string()))?;
        tx.endorsements().endorse(permit, &said).await?;
        tx.commit().await?;
        let held: Held = said.holds(&today);
        Ok(Standing::of(&held, Some(&said)))
    }

    fn permit_to_certify(&self, caller: &Caller, asset: &Asset<'_>) -> Result<Permit> {
        self.permit(caller, Action::Certify, Resource::Dataset(asset.contract.name.clone()), Some(&asset.contract))
    }

    /// The metric or dataset of that name, if the caller may discover it.
    pub(crate) async fn asset(&self, caller: &Caller, wanted: &str) -> Result<Asset<'_>> {
        let name = wanted.strip_prefix("metric:").or_else(|| wanted.strip_prefix("metrics.")).unwrap_or(wanted);
        if let Some(metric) = self.project.metrics.iter().find(|m| m.name.as_str() == name) {
            let contract = self.metric_contract(metric)?;
            if self.may_discover(caller, &contract) {
                return Ok(Asset { id: format!("metric:{}", metric.name), metric: Some(metric), contract });
            }
        }
        let found = self.discovered(caller, wanted.strip_prefix("dataset:").unwrap_or(wanted)).await?;
        Ok(Asset { id: format!("dataset:{}", found.contract.name), metric: None, contract: found.contract })
    }
}
