//! Topics: what is about the same, to be looked through by whoever does not know what to search for.

use garim_core::{Entity, Error, Result, authz::Caller, search::Topic};

use crate::App;

/// Members of each topic in the list of topics: enough to see what it is about.
const FIRST_MEMBERS: usize = 6;
/// Members of one topic: more than that wants a search.
const ALL_MEMBERS: usize = 500;

impl App {
    /// The topics that the caller may see anything of, the largest first.
    pub async fn topics(&self, caller: &Caller) -> Result<Vec<Topic>> {
        self.ports.index.topics(&self.ports.policy.scope(caller), FIRST_MEMBERS).await
    }

    /// One topic with its members.
    pub async fn topic(&self, caller: &Caller, id: &str) -> Result<Topic> {
        let all = self.ports.index.topics(&self.ports.policy.scope(caller), ALL_MEMBERS).await?;
        let known: Vec<String> = all.iter().map(|t| t.id.clone()).collect();
        all.into_iter().find(|t| t.id == id).ok_or_else(|| Error::NotFound {
            entity: Entity::Topic,
            name: id.chars().take(64).collect(),
            nearest: garim_core::name::nearest(id, known.iter().map(String::as_str)),
        })
    }

    /// Groups the catalog anew; gives how many documents it has.
    pub async fn regroup(&self) -> Result<u64> {
        let all = self.documents(None).await?;
        let count = all.len() as u64;
        self.ports.index.group(all).await?;
        Ok(count)
    }
}
