//! The values leave the vault.

use garim_core::{Result, request::Request};

use crate::App;

impl App {
    pub(crate) async fn remove_values(&self, request: &Request) -> Result<String> {
        let values = self.ports.vault.remove_values(request.id).await?;
        self.ports.vault.compact().await?;
        Ok(format!("{values} values removed from the vault"))
    }
}
