//! Lists to browse, and searches that are kept.

use garim_app::{Browse as FoundBrowse, Listed as FoundListed, Related as FoundRelated};
use garim_core::search::{Topic as FoundTopic, TopicMember};
use garim_ports::SavedSearch;
use serde::Serialize;
use utoipa::ToSchema;

/// An asset in a list.
#[derive(Serialize, ToSchema)]
struct Listed {
    id: String,
    kind: String,
    name: String,
    label: Option<String>,
    /// How many people, queries or assets, as the list counts.
    count: u32,
    /// Since when it is known, in a list of what is new.
    at: Option<String>,
}

fn listed(all: Vec<FoundListed>) -> Vec<Listed> {
    let one = |l: FoundListed| Listed {
        id: l.id,
        kind: l.kind.to_owned(),
        name: l.name,
        label: l.label,
        count: l.count,
        at: l.at.map(|at| at.to_string()),
    };
    all.into_iter().map(one).collect()
}

/// Where to begin.
#[derive(Serialize, ToSchema)]
pub(crate) struct Browse {
    /// Used by the most different people lately, with how many.
    popular: Vec<Listed>,
    /// Known since lately, the newest first.
    recent: Vec<Listed>,
}

impl From<FoundBrowse> for Browse {
    fn from(found: FoundBrowse) -> Self {
        Self { popular: listed(found.popular), recent: listed(found.recent) }
    }
}

/// What stands near an asset.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Related {
    /// Read together with it, with how many different queries.
    joined: Vec<Listed>,
    /// Used by the same people, with how many of them.
    same_people: Vec<Listed>,
    /// Made from or into the same, with how many assets in common.
    same_lineage: Vec<Listed>,
}

impl From<FoundRelated> for Related {
    fn from(found: FoundRelated) -> Self {
        Self { joined: listed(found.joined), same_people: listed(found.same_people), same_lineage: listed(found.same_lineage) }
    }
}

/// An asset of a topic.
#[derive(Serialize, ToSchema)]
struct Member {
    id: String,
    kind: String,
    name: String,
    label: Option<String>,
}

/// Assets that are about the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct Topic {
    id: String,
    /// What it is about, the most telling word first.
    words: Vec<String>,
    /// How many there are, of those that the caller may discover.
    size: usize,
    members: Vec<Member>,
}

impl From<FoundTopic> for Topic {
    fn from(found: FoundTopic) -> Self {
        let member = |m: TopicMember| Member { id: m.id, kind: m.kind.name().to_owned(), name: m.name, label: m.label };
        Self { id: found.id, words: found.words, size: found.size, members: found.members.into_iter().map(member).collect() }
    }
}

/// Every topic.
#[derive(Serialize, ToSchema)]
pub(crate) struct Topics {
    topics: Vec<Topic>,
}

impl From<Vec<FoundTopic>> for Topics {
    fn from(found: Vec<FoundTopic>) -> Self {
        Self { topics: found.into_iter().map(Into::into).collect() }
    }
}

/// A search that is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct Saved {
    name: String,
    query: String,
    at: String,
}

impl From<SavedSearch> for Saved {
    fn from(saved: SavedSearch) -> Self {
        Self { name: saved.name, query: saved.query, at: saved.at.to_string() }
    }
}

/// One's own searches.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedSearches {
    searches: Vec<Saved>,
}

impl From<Vec<SavedSearch>> for SavedSearches {
    fn from(all: Vec<SavedSearch>) -> Self {
        Self { searches: all.into_iter().map(Into::into).collect() }
    }
}
