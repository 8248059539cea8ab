//! Search and completion, within what the caller may discover.

use garim_core::{
    Result,
    authz::Caller,
    search::{Ask, Found, Hit},
};
use garim_ports::Suggestion;

use crate::App;

/// Most hits of one answer.
pub const MAX_HITS: usize = 100;
/// Furthest that pages lead: whoever reads on wants other words, or a filter.
const MAX_SKIP: usize = 1000;

impl App {
    /// Ranked hits with their reasons, how many there are in all, counts by facet and how the words were read.
    pub async fn find(&self, caller: &Caller, ask: Ask) -> Result<Found> {
        let scope = self.ports.policy.scope(caller);
        let ask = Ask { limit: ask.limit.min(MAX_HITS), skip: ask.skip.min(MAX_SKIP), ..ask };
        self.ports.index.find(&self.learned(ask).await?, &scope).await
    }

    /// Ranked hits with their reasons.
    pub async fn search(&self, caller: &Caller, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let ask = Ask { words: query.to_owned(), limit, ..Ask::default() };
        Ok(self.find(caller, ask).await?.hits)
    }

    /// Completions of a half-typed word.
    pub async fn suggest(&self, caller: &Caller, prefix: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let scope = self.ports.policy.scope(caller);
        self.ports.index.suggest(prefix, &scope, limit.min(MAX_HITS)).await
    }
}
