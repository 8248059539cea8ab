//! What discovery remembers: searches that people keep, and what was chosen for a question.

use async_trait::async_trait;
use garim_core::{Result, learned::Choice, name::PrincipalName, time::Timestamp};

/// A search that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// What its owner calls it.
    pub name: String,
    /// Words and filters.
    pub query: String,
    /// When it was kept.
    pub at: Timestamp,
}

/// Searches that people keep, each for themselves.
#[async_trait]
pub trait SavedSearches: Send {
    /// Somebody's, by name.
    async fn of(&mut self, owner: &PrincipalName) -> Result<Vec<SavedSearch>>;
    /// Keeps one; replaces that of the same name.
    async fn put(&mut self, owner: &PrincipalName, search: &SavedSearch) -> Result<()>;
    /// Forgets one; whether it was there.
    async fn remove(&mut self, owner: &PrincipalName, name: &str) -> Result<bool>;
}

/// What was chosen when something was asked. Questions are kept as keyed hashes: what people type may be anything.
#[async_trait]
pub trait Choices: Send {
    /// What was chosen for each of these, in the same order, the weightiest first.
    async fn of(&mut self, questions: &[String], limit: u32) -> Result<Vec<Vec<Choice>>>;
    /// How much an asset was chosen for a question.
    async fn get(&mut self, question: &str, asset: &str) -> Result<Option<Choice>>;
    /// Keeps that; replaces what it was before.
    async fn put(&mut self, question: &str, choice: &Choice) -> Result<()>;
}
