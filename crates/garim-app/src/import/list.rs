//! Imports, newest first.

use garim_core::{
    Result,
    authz::{Action, Caller, Resource},
};
use garim_ports::ImportRecord;

use crate::App;

/// Imports in one answer: more than a week of daily ones from every system.
const LISTED: u32 = 200;

impl App {
    /// The newest imports with what they found.
    pub async fn imports(&self, caller: &Caller) -> Result<Vec<ImportRecord>> {
        self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let mut tx = self.ports.store.read().await?;
        tx.imports().list(LISTED).await
    }
}
