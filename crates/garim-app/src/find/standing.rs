//! How an asset stands: what its owner said of it, what its contract declares, and whether either still holds.

use garim_core::{
    Result,
    asset::{Contract, Metric, MetricKind, Standing as Declared},
    canon::{Endorsement, Expiry, Held, Mark, Today},
    name::PrincipalName,
    run::{Run, RunState},
    time::Timestamp,
};
use garim_ports::Tx;
use serde::Serialize;

use crate::{App, metrics};

/// The tag by which a contract declares its dataset certified.
const CERTIFIED_TAG: &str = "certified";
/// Newest runs among which one that has ended is looked for: one goes on at a time, a few were given up.
const RUNS: u32 = 8;

/// How an asset stands, for people.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// `certified`, `expired`, `deprecated`, `none`.
    pub held: &'static str,
    /// Who said so: a person, or `contract` where git declares it.
    pub by: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// Why, in the owner's words.
    pub reason: Option<String>,
    /// Why a certification no longer holds.
    pub expired: Option<String>,
    /// What to use instead.
    pub successor: Option<String>,
}

impl Standing {
    /// From what holds, and who said it when.
    pub(crate) fn of(held: &Held, said: Option<&Endorsement>) -> Self {
        let (word, expired, successor) = match held {
            Held::Nothing => ("none", None, None),
            Held::Certified => ("certified", None, None),
            Held::Expired(why) => ("expired", Some(why.to_string()), None),
            Held::Deprecated { successor } => ("deprecated", None, successor.as_deref().map(shown)),
        };
        let declared = (*held != Held::Nothing).then(|| "contract".to_owned());
        Self {
            held: word,
            by: said.map(|s| s.who.to_string()).or(declared),
            at: said.map(|s| s.at),
            reason: said.and_then(|s| s.reason.clone()),
            expired,
            successor,
        }
    }
}

/// A successor as people know it: without what the index puts before its name.
pub(crate) fn shown(successor: &str) -> String {
    successor.strip_prefix("dataset:").or_else(|| successor.strip_prefix("metric:")).unwrap_or(successor).to_owned()
}

/// Every asset's newest endorsement, loaded once.
#[derive(Default)]
pub(crate) struct Endorsed(Vec<Endorsement>);

impl Endorsed {
    pub(crate) async fn load(tx: &mut dyn Tx) -> Result<Self> {
        Ok(Self(tx.endorsements().newest().await?))
    }

    /// The newest word on an asset.
    pub(crate) fn on(&self, asset: &str) -> Option<&Endorsement> {
        self.0.iter().find(|e| e.asset == asset)
    }

    /// What holds of a dataset. What a person recorded stands before what the contract declares.
    pub(crate) fn dataset(&self, contract: &Contract, today: &Today) -> Held {
        match self.on(&format!("dataset:{}", contract.name)) {
            Some(said) => said.holds(today),
            None => match &contract.standing {
                Declared::Deprecated { successor } => Held::Deprecated { successor: successor.clone() },
                _ if contract.tags.iter().any(|t| t == CERTIFIED_TAG) => certified(today),
                _ => Held::Nothing,
            },
        }
    }

    /// What holds of a metric.
    pub(crate) fn metric(&self, metric: &Metric, today: &Today) -> Held {
        match self.on(&format!("metric:{}", metric.name)) {
            Some(said) => said.holds(today),
            None if metric.certified_by.is_some() => certified(today),
            None => Held::Nothing,
        }
    }
}

/// A declared certification: git names the owner, so only checks can end it.
fn certified(today: &Today) -> Held {
    match &today.failing {
        Some(check) => Held::Expired(Expiry::CheckFails { check: check.clone() }),
        None => Held::Certified,
    }
}

impl App {
    /// Who owns a dataset today, and which check it fails.
    pub(crate) async fn dataset_today(&self, tx: &mut dyn Tx, contract: &Contract) -> Result<Today> {
        let newest = tx.runs().list(Some(&contract.name), RUNS).await?;
        // A run that goes on or was given up has said nothing yet: the one before it stands.
        let said = newest.iter().find(|r| !matches!(r.state, RunState::Running | RunState::Abandoned));
        Ok(Today { owners: owners(contract), failing: said.and_then(failing) })
    }

    /// Who owns a metric today, and which check it fails: its own identity, or those of the dataset that it stands on.
    pub(crate) async fn metric_today(&self, tx: &mut dyn Tx, metric: &Metric) -> Result<Today> {
        let latest = tx.metrics().latest(&metric.name).await?;
        let mut failing = None;
        if let MetricKind::Simple { dataset, .. } = &metric.kind
            && let Some(contract) = self.project.contract(dataset)
        {
            failing = self.dataset_today(tx, contract).await?.failing.map(|why| format!("`{dataset}`: {why}"));
        }
        if let Some(value) = latest {
            let identity = self.reconcile_metric(metric, value.day).await?;
            failing = identity.filter(|i| !i.holds).map(|i| i.detail).or(failing);
        }
        Ok(Today { owners: metric.owner.iter().cloned().collect(), failing })
    }

    /// A metric's dataset for questions of permission: a person who owns the metric owns it.
    pub(crate) fn metric_contract(&self, metric: &Metric) -> Result<Contract> {
        let mut contract = metrics::contract_of(&self.project, metric)?;
        contract.owner.people.extend(metric.owner.as_deref().and_then(|o| o.parse::<PrincipalName>().ok()));
        Ok(contract)
    }
}

/// The people who own a dataset; its team where it names nobody.
fn owners(contract: &Contract) -> Vec<String> {
    let people: Vec<String> = contract.owner.people.iter().map(ToString::to_string).collect();
    if people.is_empty() { contract.owner.team.iter().cloned().collect() } else { people }
}

fn failing(run: &Run) -> Option<String> {
    match run.state {
        RunState::Failed { .. } => Some(format!("its newest run, for {}, failed", run.day)),
        RunState::Quarantined => Some(format!("its newest batch, of {}, is in quarantine", run.day)),
        RunState::Running | RunState::Succeeded | RunState::Abandoned => None,
    }
}

/// The mark in words, for commands.
pub(crate) fn mark(word: &str, successor: Option<String>) -> Option<Mark> {
    match word {
        "certified" => Some(Mark::Certified),
        "deprecated" => Some(Mark::Deprecated { successor }),
        "none" => Some(Mark::Withdrawn),
        _ => None,
    }
}
