//! The ledger hears of it before anything is destroyed: a restored backup is then caught.

use garim_core::{Result, request::Request};

use crate::App;

impl App {
    pub(crate) async fn enter_ledger(&self, request: &Request) -> Result<String> {
        self.ports.vault.enter_ledger(request.id, self.today()).await?;
        Ok("the suppression is in the ledger".to_owned())
    }
}
