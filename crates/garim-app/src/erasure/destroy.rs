//! One vault transaction: suppression written, key destroyed.

use garim_core::{Result, request::Request};

use crate::App;

impl App {
    pub(crate) async fn destroy(&self, request: &Request) -> Result<String> {
        let destroyed = self.ports.vault.destroy(request.id, self.today()).await?;
        // Counted here, while the request's own key still opens what is kept for it.
        let counts = format!("{} {}", destroyed.keys, destroyed.values);
        self.ports.vault.keep_for(request.id, "destroyed", counts.as_bytes()).await?;
        Ok(format!("{} keys destroyed: {} values are unreadable everywhere", destroyed.keys, destroyed.values))
    }
}
