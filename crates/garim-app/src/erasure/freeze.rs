//! From here the person counts as suppressed.

use garim_core::{Result, request::Request};

use crate::App;

impl App {
    pub(crate) async fn freeze(&self, request: &Request) -> Result<String> {
        self.ports.vault.freeze(request.id).await?;
        Ok("new rows of the person are no longer brought in".to_owned())
    }
}
