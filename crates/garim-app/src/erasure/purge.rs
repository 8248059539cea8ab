//! Old files, log entries, sidecars, quarantined batches and what databases keep of deleted rows leave the disk.

use garim_core::{Result, request::Request};

use crate::App;

impl App {
    pub(crate) async fn purge(&self, request: &Request) -> Result<String> {
        let (mut files, mut log_files) = (0, 0);
        let mut purged_of = self.possible_holders(request).await?;
        purged_of.extend(self.sealed_elsewhere(&purged_of).await?);
        for stored in purged_of {
            let purged = self.ports.lake.purge(&stored.contract.name, self.ports.vault.clone()).await?;
            files += purged.files;
            log_files += purged.log_files;
            if stored.version.is_none() {
                continue;
            }
            let mut tx = self.ports.store.begin().await?;
            tx.datasets().publish(&stored.contract.name, purged.version, self.now()).await?;
            tx.commit().await?;
        }
        self.ports.vault.compact().await?;
        self.ports.store.compact().await?;
        Ok(format!("{files} files and {log_files} log entries removed"))
    }
}
