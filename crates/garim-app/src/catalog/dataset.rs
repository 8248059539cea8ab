//! One dataset, whole; and the list of those that the caller may discover.

use garim_core::{
    Entity, Error, Result,
    asset::{Contract, ErasureAction, MetricKind, Stage, Standing},
    authz::{Action, Ask, Caller, Resource, Verdict},
    class::Classified,
    name::{self, DatasetName},
    schema::Column,
    view::{Mask, Sight, TableView},
};

use super::{
    cards::{ColumnCard, DatasetCard, DatasetRow, PartitionRow, VersionRow},
    effective::{Effective, effective},
};
use crate::App;

/// Runs shown on a dataset's card.
const RUNS_SHOWN: u32 = 20;

impl App {
    /// The datasets that the caller may discover, by name.
    pub async fn datasets(&self, caller: &Caller) -> Result<Vec<DatasetRow>> {
        let mut tx = self.ports.store.read().await?;
        let all = tx.datasets().list().await?;
        drop(tx);
        let mut rows = Vec::new();
        for stored in all.into_iter().filter(|s| s.contract.name.schema() != "metrics") {
            if self.may_discover(caller, &stored.contract) {
                let partitions = match stored.version {
                    Some(_) => self.ports.lake.partitions(&stored.contract.name).await?,
                    None => Vec::new(),
                };
                rows.push(row(&stored.contract, partitions.last().map(|p| (p.day, p.rows))));
            }
        }
        Ok(rows)
    }

    /// One dataset, whole.
    pub async fn dataset(&self, caller: &Caller, wanted: &str) -> Result<DatasetCard> {
        let found = self.discovered(caller, wanted).await?;
        let name = &found.contract.name;
        let partitions = match found.stored.version {
            Some(_) => self.ports.lake.partitions(name).await?,
            None => Vec::new(),
        };
        let mut tx = self.ports.store.read().await?;
        let versions = tx.datasets().versions(name).await?;
        let runs = tx.runs().list(Some(name), RUNS_SHOWN).await?;
        drop(tx);
        let view = self.ports.policy.view(caller, &found.contract).map(|v| found.guard(v));
        let can_classify = self.allowed(caller, Action::Classify, &found.contract);
        let contract = &found.contract;
        Ok(DatasetCard {
            row: row(contract, partitions.last().map(|p| (p.day, p.rows))),
            people: contract.owner.people.iter().map(ToString::to_string).collect(),
            successor: match &contract.standing {
                Standing::Deprecated { successor } => successor.clone(),
                _ => None,
            },
            tags: contract.tags.clone(),
            synonyms: contract.synonyms.clone(),
            schema_version: found.stored.schema.as_ref().map(|s| s.number),
            version: found.stored.version,
            erasure: match contract.erasure {
                ErasureAction::Delete => "delete",
                ErasureAction::Anonymise => "anonymise",
            },
            columns: contract.schema.columns.iter().map(|c| column_card(c, &found, view.as_ref(), self.now())).collect(),
            partitions: partitions
                .iter()
                .map(|p| PartitionRow { day: p.day, rows: p.rows, files: p.files, bytes: p.bytes })
                .collect(),
            versions: versions
                .iter()
                .map(|(v, at)| VersionRow { number: v.number, at: *at, columns: v.schema.columns.len() })
                .collect(),
            runs,
            metrics: self.metrics_on(name),
            can_classify,
            vouched: self.vouched_dataset(caller, contract).await?,
        })
    }

    /// A dataset that the caller may discover; others are not found, with the nearest that may be known.
    pub(crate) async fn discovered(&self, caller: &Caller, wanted: &str) -> Result<Effective> {
        if let Ok(name) = wanted.parse::<DatasetName>() {
            let mut tx = self.ports.store.read().await?;
            if let Some(found) = effective(&mut *tx, &name).await?
                && self.may_discover(caller, &found.contract)
            {
                return Ok(found);
            }
        }
        Err(self.no_dataset(caller, wanted).await?)
    }

    /// That there is no such dataset, with the nearest name that the caller may know.
    pub(crate) async fn no_dataset(&self, caller: &Caller, wanted: &str) -> Result<Error> {
        let known: Vec<String> = self.datasets(caller).await?.into_iter().map(|d| d.name).collect();
        let nearest = name::nearest(wanted, known.iter().map(String::as_str));
        Ok(Error::NotFound { entity: Entity::Dataset, name: wanted.chars().take(64).collect(), nearest })
    }

    pub(crate) fn may_discover(&self, caller: &Caller, contract: &Contract) -> bool {
        self.allowed(caller, Action::Discover, contract)
    }

    pub(crate) fn allowed(&self, caller: &Caller, action: Action, contract: &Contract) -> bool {
        let ask = Ask { caller: caller.clone(), action, resource: Resource::Dataset(contract.name.clone()) };
        matches!(self.ports.policy.decide(&ask, Some(contract)), Verdict::Allowed { .. })
    }

    fn metrics_on(&self, dataset: &DatasetName) -> Vec<(String, String)> {
        let on = |kind: &MetricKind| matches!(kind, MetricKind::Simple { dataset: d, .. } if d == dataset);
        self.project.metrics.iter().filter(|m| on(&m.kind)).map(|m| (m.name.to_string(), m.label.clone())).collect()
    }
}

pub(crate) fn row(contract: &Contract, newest: Option<(garim_core::time::Day, u64)>) -> DatasetRow {
    DatasetRow {
        name: contract.name.to_string(),
        label: contract.business_name.clone(),
        description: contract.description.clone(),
        domain: contract.domain.clone(),
        owner: contract.owner.team.clone().or_else(|| contract.owner.people.first().map(ToString::to_string)),
        standing: match contract.standing {
            Standing::Active => "active",
            Standing::Draft => "draft",
            Standing::Deprecated { .. } => "deprecated",
        },
        stage: match contract.stage {
            Stage::Source => "source",
            Stage::Staging => "staging",
            Stage::Mart => "mart",
        },
        newest_day: newest.map(|(d, _)| d),
        rows: newest.map(|(_, r)| r),
    }
}

fn column_card(column: &Column, found: &Effective, view: Option<&TableView>, now: garim_core::time::Timestamp) -> ColumnCard {
    let texts = found.contract.column_texts.iter().find(|(n, _, _)| *n == column.name);
    let (sight, mask) = seen(view.map_or(Sight::Denied, |v| v.sight(&column.name)));
    let computed = Classified { class: column.class, basis: garim_core::class::Basis::Inherited, at: now };
    let held = found.classified.get(&column.name).cloned().unwrap_or(match column.class {
        garim_core::class::Class::Unclassified => Classified::absent(now),
        _ => computed,
    });
    ColumnCard {
        name: column.name.to_string(),
        logical: column.logical.as_str(),
        required: column.required,
        class: held.class.to_string(),
        basis: held.basis,
        label: texts.and_then(|(_, label, _)| label.clone()),
        description: texts.and_then(|(_, _, description)| description.clone()),
        sight,
        mask,
    }
}

/// A sight in words, and its mask's name.
pub(crate) fn seen(sight: Sight) -> (&'static str, Option<&'static str>) {
    match sight {
        Sight::Clear => ("clear", None),
        Sight::Pseudonym => ("pseudonym", None),
        Sight::Denied => ("denied", None),
        Sight::Masked(mask) => ("masked", Some(mask_name(mask))),
    }
}

fn mask_name(mask: Mask) -> &'static str {
    match mask {
        Mask::Last4 => "last4",
        Mask::Email => "email",
        Mask::Initial => "initial",
        Mask::FirstWord => "first_word",
        Mask::Full => "full",
    }
}
