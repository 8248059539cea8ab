//! Search and completion, within what the caller may discover.

use garim_core::{Result, authz::Caller, search::Hit};
use garim_ports::Suggestion;

use crate::App;

/// Most hits of one answer.
pub const MAX_HITS: usize = 100;

impl App {
    /// Ranked hits with their reasons.
    pub async fn search(&self, caller: &Caller, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let scope = self.ports.policy.scope(caller);
        self.ports.index.search(query, &scope, limit.min(MAX_HITS)).await
    }

    /// Completions of a half-typed word.
    pub async fn suggest(&self, caller: &Caller, prefix: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let scope = self.ports.policy.scope(caller);
        self.ports.index.suggest(prefix, &scope, limit.min(MAX_HITS)).await
    }
}
