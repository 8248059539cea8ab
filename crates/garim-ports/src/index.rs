//! The search index.

use async_trait::async_trait;
use garim_core::{
    Result,
    learned::Question,
    search::{Ask, AssetKind, Document, Found, Hit, Scope, Topic},
};

/// A completion for a half-typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The document's id.
    pub id: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// Which of its texts begins so, and where.
    pub matched: Option<Match>,
}

/// The part of a text that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The name, label or synonym.
    pub text: String,
    /// The first character that was typed.
    pub from: usize,
    /// The first character after it.
    pub to: usize,
}

/// Finds assets.
#[async_trait]
pub trait Index: Send + Sync {
    /// Adds or replaces documents and removes others by id; visible when this returns.
    async fn apply(&self, changed: Vec<Document>, removed: Vec<String>) -> Result<()>;

    /// Throws everything away and builds anew.
    async fn rebuild(&self, all: Vec<Document>) -> Result<()>;

    /// Ranked hits, counts by facet and how the words were read, within the scope.
    async fn find(&self, ask: &Ask, scope: &Scope) -> Result<Found>;

    /// Ranked hits within the scope.
    async fn search(&self, query: &str, scope: &Scope, limit: usize) -> Result<Vec<Hit>> {
        let ask = Ask { words: query.to_owned(), limit, ..Ask::default() };
        Ok(self.find(&ask, scope).await?.hits)
    }

    /// Completions within the scope.
    async fn suggest(&self, prefix: &str, scope: &Scope, limit: usize) -> Result<Vec<Suggestion>>;

    /// What is asked for, apart from its form: under that choices are counted.
    fn question(&self, words: &str) -> Result<Question>;

    /// Groups documents into topics anew, by their words.
    async fn group(&self, all: Vec<Document>) -> Result<()>;

    /// The topics as they were grouped last, within the scope, the largest first; with at most so many members each.
    async fn topics(&self, scope: &Scope, members: usize) -> Result<Vec<Topic>>;

    /// How many documents there are.
    async fn count(&self) -> Result<u64>;
}
