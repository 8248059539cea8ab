//! Searches that people keep, each for themselves.

use garim_core::{
    Entity, Error, Result,
    authz::{Action, Caller, Resource},
    name,
};
use garim_ports::SavedSearch;

use crate::App;

/// Searches that one person may keep: a page of them.
const MOST: usize = 100;
/// Longest name, in characters.
const MAX_NAME: usize = 80;
/// Longest search, in characters; the engine reads no further than this.
const MAX_QUERY: usize = 300;

impl App {
    /// The caller's own searches, by name.
    pub async fn saved_searches(&self, caller: &Caller) -> Result<Vec<SavedSearch>> {
        self.may_save(caller)?;
        let mut tx = self.ports.store.read().await?;
        tx.saved_searches().of(&caller.principal.name).await
    }

    /// Whoever may discover may keep searches: asked before a door reads a body.
    pub fn may_save(&self, caller: &Caller) -> Result<()> {
        self.permit(caller, Action::Discover, Resource::Catalog, None).map(|_| ())
    }

    /// Keeps a search under a name; replaces what had it.
    pub async fn save_search(&self, caller: &Caller, called: &str, query: &str) -> Result<SavedSearch> {
        self.may_save(caller)?;
        let (called, query) = (called.trim(), query.trim());
        if called.is_empty() || called.chars().count() > MAX_NAME {
            return Err(Error::invalid(format!("a search is kept under a name of 1 to {MAX_NAME} characters")));
        }
        if query.is_empty() || query.chars().count() > MAX_QUERY {
            return Err(Error::invalid(format!("a search that is kept has 1 to {MAX_QUERY} characters")));
        }
        let search = SavedSearch { name: called.to_owned(), query: query.to_owned(), at: self.now() };
        let owner = &caller.principal.name;
        let mut tx = self.ports.store.begin().await?;
        let own = tx.saved_searches().of(owner).await?;
        if own.len() >= MOST && !own.iter().any(|s| s.name == search.name) {
            return Err(Error::conflict(format!("{MOST} searches are kept already; take one away first")));
        }
        tx.saved_searches().put(owner, &search).await?;
        tx.commit().await?;
        Ok(search)
    }

    /// Takes a search of the caller's away.
    pub async fn forget_search(&self, caller: &Caller, called: &str) -> Result<()> {
        self.may_save(caller)?;
        let owner = &caller.principal.name;
        let mut tx = self.ports.store.begin().await?;
        if !tx.saved_searches().remove(owner, called).await? {
            let own: Vec<String> = tx.saved_searches().of(owner).await?.into_iter().map(|s| s.name).collect();
            let nearest = name::nearest(called, own.iter().map(String::as_str));
            return Err(Error::NotFound { entity: Entity::SavedSearch, name: called.chars().take(MAX_NAME).collect(), nearest });
        }
        tx.commit().await
    }
}
