//! The erasure plan, computed from lineage: which datasets hold the person, and which only count them.

use std::collections::BTreeSet;

use garim_core::{
    Result,
    authz::{Action, Caller, Resource},
    erasure::{ErasurePlan, PlannedDataset, Reach},
    lineage::Edge,
    name::{DatasetName, SubjectType},
    request::{Request, RequestState},
    schema::{Role, Schema},
    subject::Pseudonym,
};
use garim_ports::StoredDataset;

use crate::App;

impl App {
    /// What an erasure will touch; after approval, the plan as it was approved.
    pub async fn request_plan(&self, caller: &Caller, id: &str) -> Result<ErasurePlan> {
        self.permit(caller, Action::ReadRequest, Resource::Catalog, None)?;
        let request = self.stored_request(id).await?;
        if request.state != RequestState::Filed {
            let mut tx = self.ports.store.read().await?;
            if let Some(kept) = tx.requests().plan(request.id).await? {
                return Ok(kept);
            }
        }
        self.compute_plan(&request).await
    }

    /// The plan as things stand now.
    pub(crate) async fn compute_plan(&self, request: &Request) -> Result<ErasurePlan> {
        let pseudonyms = self.ports.vault.pseudonyms(request.id).await?;
        let mut tx = self.ports.store.read().await?;
        let all = tx.datasets().list().await?;
        let edges = tx.runs().edges().await?;
        drop(tx);
        let holders: Vec<&StoredDataset> = all.iter().filter(|d| !identifiers(d, &request.subject_type).is_empty()).collect();
        let names: BTreeSet<DatasetName> = holders.iter().map(|d| d.contract.name.clone()).collect();
        let mut datasets = Vec::new();
        let mut sealed_files = 0;
        for held in &holders {
            sealed_files += self.ports.lake.sealed_files(&held.contract.name).await?;
            datasets.push(self.reach(held, &request.subject_type, &pseudonyms, &edges).await?);
        }
        datasets.sort_by_key(|d| (d.through.len(), d.dataset.clone()));
        datasets.extend(aggregates(&names, &edges));
        for other in all.iter().filter(|d| !names.contains(&d.contract.name)) {
            let files = self.ports.lake.sealed_files(&other.contract.name).await?;
            if files > 0 {
                sealed_files += files;
                datasets.push(sealed(&other.contract.name, files));
            }
        }
        Ok(ErasurePlan {
            datasets,
            vault_values: self.ports.vault.count_values(request.id).await?,
            sealed_files,
            out_of_reach: out_of_reach(),
        })
    }

    async fn reach(
        &self,
        held: &StoredDataset,
        subject: &SubjectType,
        pseudonyms: &[Pseudonym],
        edges: &[Edge],
    ) -> Result<PlannedDataset> {
        let dataset = held.contract.name.clone();
        let links = match (&held.schema, held.version) {
            (Some(schema), Some(_)) => self.ports.lake.locate(&dataset, schema, pseudonyms).await?,
            _ => Vec::new(),
        };
        let partitions: BTreeSet<&str> = links.iter().map(|l| l.dt.as_str()).collect();
        Ok(PlannedDataset {
            reach: Reach::Holds { action: held.contract.erasure, identifiers: identifiers(held, subject) },
            through: inputs_of(&dataset, edges),
            partitions: partitions.len() as u64,
            files: links.len() as u64,
            rows: links.iter().map(|l| l.rows).sum(),
            dataset,
        })
    }
}

/// The identifier columns of a type in a dataset, as registered (derived tables have them by identity edges).
fn identifiers(stored: &StoredDataset, subject: &SubjectType) -> Vec<garim_core::name::ColumnName> {
    let schema: &Schema = stored.schema.as_ref().map_or(&stored.contract.schema, |v| &v.schema);
    let names = schema.columns.iter().filter(|c| c.role == Role::Identifies(subject.clone()));
    names.map(|c| c.name.clone()).collect()
}

/// A dataset without identifiers of which something is sealed.
fn sealed(dataset: &DatasetName, files: u64) -> PlannedDataset {
    PlannedDataset { dataset: dataset.clone(), reach: Reach::Sealed, through: Vec::new(), partitions: 0, files, rows: 0 }
}

/// What a dataset is computed from, whether values flow or only shape its rows: a count has no direct input.
fn inputs_of(dataset: &DatasetName, edges: &[Edge]) -> Vec<DatasetName> {
    let inputs = edges.iter().filter(|e| e.to == *dataset && e.from.dataset != *dataset);
    inputs.map(|e| e.from.dataset.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whatever is computed from holders, at any distance, and names nobody: kept, for a reviewer to disagree with.
fn aggregates(holders: &BTreeSet<DatasetName>, edges: &[Edge]) -> Vec<PlannedDataset> {
    let mut reached = holders.clone();
    loop {
        let next: BTreeSet<DatasetName> = edges
            .iter()
            .filter(|e| reached.contains(&e.from.dataset) && !reached.contains(&e.to))
            .map(|e| e.to.clone())
            .collect();
        if next.is_empty() {
            break;
        }
        reached.extend(next);
    }
    let kept = reached.difference(holders);
    kept.map(|dataset| PlannedDataset {
        dataset: dataset.clone(),
        reach: Reach::AggregateKept,
        through: inputs_of(dataset, edges),
        partitions: 0,
        files: 0,
        rows: 0,
    })
    .collect()
}

/// What no program of ours can reach; the certificate says the same.
pub(crate) fn out_of_reach() -> Vec<String> {
    [
        "files that people exported, and copies at third parties",
        "the source systems themselves: they delete on their own, or send the person again, and then the suppression acts",
        "unclassified columns of tables that name nobody: sealed, and denied to everyone, until somebody classifies them",
        "unprotected columns in backups made before the erasure; protected ones are unreadable, since the key is destroyed",
    ]
    .map(str::to_owned)
    .to_vec()
}
