//! Every partition that holds the person is rewritten with its contract's action.

use garim_core::{Result, request::Request};
use garim_ports::Erase;

use crate::App;

impl App {
    pub(crate) async fn rewrite(&self, request: &Request) -> Result<String> {
        let links = self.linkage(request).await?;
        let (mut files, mut rows) = (0, 0);
        for (stored, schema) in self.holders(request).await? {
            let erase = Erase {
                dataset: stored.contract.name.clone(),
                schema,
                action: stored.contract.erasure,
                row_owner: stored.contract.row_owner.clone(),
                pseudonyms: links.pseudonyms.clone(),
                job: format!("erase:{}", request.id),
            };
            let done = self.ports.lake.rewrite(&erase, self.ports.vault.clone()).await?;
            files += done.files;
            rows += done.rows;
            let mut tx = self.ports.store.begin().await?;
            tx.datasets().publish(&stored.contract.name, done.version, self.now()).await?;
            tx.commit().await?;
        }
        Ok(format!("{rows} rows in {files} files rewritten"))
    }
}
