//! The search index.

use async_trait::async_trait;
use garim_core::{
    Result,
    search::{Document, Hit, Scope},
};

/// A completion for a half-typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The document's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
}

/// Finds assets.
#[async_trait]
pub trait Index: Send + Sync {
    /// Adds or replaces documents and removes others by id; visible when this returns.
    async fn apply(&self, changed: Vec<Document>, removed: Vec<String>) -> Result<()>;

    /// Throws everything away and builds anew.
    async fn rebuild(&self, all: Vec<Document>) -> Result<()>;

    /// Ranked hits within the scope.
    async fn search(&self, query: &str, scope: &Scope, limit: usize) -> Result<Vec<Hit>>;

    /// Completions within the scope.
    async fn suggest(&self, prefix: &str, scope: &Scope, limit: usize) -> Result<Vec<Suggestion>>;

    /// How many documents there are.
    async fn count(&self) -> Result<u64>;
}
