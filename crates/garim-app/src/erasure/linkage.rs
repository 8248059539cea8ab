//! Where the person stands is written down before anything is destroyed, sealed under the request's own key.

use garim_core::{
    Error, Result,
    erasure::LinkageSet,
    request::Request,
    schema::{Role, SchemaVersion},
};
use garim_ports::StoredDataset;

use crate::App;

/// The linkage set's name among what is kept for a request.
const LINKAGE: &str = "linkage";

impl App {
    pub(crate) async fn link(&self, request: &Request) -> Result<String> {
        // A crash may have come after the set was written; what it says first is what holds.
        if self.ports.vault.kept_for(request.id, LINKAGE).await?.is_some() {
            return Ok("the linkage set was written down before".to_owned());
        }
        let mut links = LinkageSet { pseudonyms: self.ports.vault.pseudonyms(request.id).await?, files: Vec::new() };
        for (stored, schema) in self.holders(request).await? {
            links.files.extend(self.ports.lake.locate(&stored.contract.name, &schema, &links.pseudonyms).await?);
        }
        let json = serde_json::to_vec(&links).map_err(|e| Error::internal("writing the linkage set", e))?;
        self.ports.vault.keep_for(request.id, LINKAGE, &json).await?;
        let rows: u64 = links.files.iter().map(|f| f.rows).sum();
        Ok(format!("{rows} rows in {} files are written down, sealed", links.files.len()))
    }

    /// The linkage set as it was written down.
    pub(crate) async fn linkage(&self, request: &Request) -> Result<LinkageSet> {
        let sealed = self.ports.vault.kept_for(request.id, LINKAGE).await?;
        let json = sealed.ok_or_else(|| Error::internal("reading the linkage set", "it is gone before the certificate"))?;
        serde_json::from_slice(&json).map_err(|e| Error::internal("reading the linkage set", format!("{:?}", e.classify())))
    }

    /// Datasets with identifier columns of the request's type of subject.
    pub(crate) async fn holders(&self, request: &Request) -> Result<Vec<(StoredDataset, SchemaVersion)>> {
        let role = Role::Identifies(request.subject_type.clone());
        let holds = |stored: StoredDataset| {
            let schema = stored.schema.clone()?;
            (stored.version.is_some() && schema.schema.columns.iter().any(|c| c.role == role)).then_some((stored, schema))
        };
        Ok(self.possible_holders(request).await?.into_iter().filter_map(holds).collect())
    }

    /// Other datasets of which something is sealed: their quarantined batches may hold anybody.
    pub(crate) async fn sealed_elsewhere(&self, holders: &[StoredDataset]) -> Result<Vec<StoredDataset>> {
        let mut tx = self.ports.store.read().await?;
        let all = tx.datasets().list().await?;
        drop(tx);
        let mut sealed = Vec::new();
        for stored in all.into_iter().filter(|d| holders.iter().all(|h| h.contract.name != d.contract.name)) {
            if self.ports.lake.sealed_files(&stored.contract.name).await? > 0 {
                sealed.push(stored);
            }
        }
        Ok(sealed)
    }

    /// Those, and datasets that are to have such columns: all that came of them so far may be in quarantine.
    pub(crate) async fn possible_holders(&self, request: &Request) -> Result<Vec<StoredDataset>> {
        let mut tx = self.ports.store.read().await?;
        let mut all = tx.datasets().list().await?;
        let role = Role::Identifies(request.subject_type.clone());
        all.retain(|stored| {
            let registered = stored.schema.iter().flat_map(|v| &v.schema.columns);
            registered.chain(&stored.contract.schema.columns).any(|c| c.role == role)
        });
        Ok(all)
    }
}
