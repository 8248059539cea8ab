//! Topics: assets and recorded queries grouped by their words, each group named by the words that tell it from the others.
//!
//! Spherical k-means: many seeds far apart first, then groups that point the same way are merged. The same documents give the
//! same topics, whatever their order. What a caller may not discover is left out before a topic is counted or named, so that
//! neither its size nor its name tells of it.

mod kept;
mod kmeans;
mod name;
mod seeds;
mod vectors;

#[cfg(test)]
mod tests;

use garim_core::search::{Document, Scope, Topic, TopicMember};
use serde::{Deserialize, Serialize};

pub(crate) use kept::Kept;
use vectors::{Space, Vector};

/// What the order of seeds starts from.
const SEED: u64 = 20_201_025;
/// Most seeds: the groups that are left after merging are for people to look through.
const MOST_SEEDS: usize = 300;
/// Most documents that are grouped, the most used first: the rest would be browsed by nobody.
const MOST_DOCUMENTS: usize = 20_000;
/// Words of a member that are kept, for naming what a caller sees of its group.
const MEMBER_WORDS: usize = 12;
/// Fewer than so many are no topic.
const LEAST: usize = 3;

/// A document in a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Member {
    #[serde(flatten)]
    shown: TopicMember,
    scope: String,
    people: u32,
    near: f32,
    words: Vector,
}

/// Every group, with all that is needed to show them to anybody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Topics {
    /// How many documents were grouped.
    of: u32,
    words: Vec<String>,
    having: Vec<u32>,
    groups: Vec<Vec<Member>>,
}

impl Topics {
    /// Groups documents.
    pub fn of(documents: &[Document]) -> Self {
        let mut chosen: Vec<&Document> = documents.iter().filter(|d| d.signals.deprecated.is_none()).collect();
        chosen.sort_by(|a, b| b.signals.people.cmp(&a.signals.people).then_with(|| a.id.cmp(&b.id)));
        chosen.truncate(MOST_DOCUMENTS);
        // Chance must not come from the order in which documents are read.
        chosen.sort_by(|a, b| a.id.cmp(&b.id));
        let space = Space::of(chosen.iter().copied());
        let seeds = seeds::seeds(&space, MOST_SEEDS, SEED);
        let groups = kmeans::group(&space, &seeds);
        let mut members: Vec<Vec<Member>> = vec![Vec::new(); groups.centres.len()];
        for ((document, vector), group) in chosen.iter().zip(&space.vectors).zip(&groups.of) {
            if let Some((group, near)) = group {
                members[*group].push(member(document, vector, *near));
            }
        }
        members.retain(|m| m.len() >= LEAST);
        for group in &mut members {
            group.sort_by(|a, b| b.worth().total_cmp(&a.worth()).then_with(|| a.shown.id.cmp(&b.shown.id)));
        }
        let of = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        Self { of, words: space.words, having: space.having, groups: members }
    }

    /// The topics as one caller sees them, the largest first; with at most so many members each.
    pub fn seen(&self, scope: &Scope, most: usize) -> Vec<Topic> {
        let mut topics: Vec<Topic> = Vec::new();
        for group in &self.groups {
            let visible: Vec<&Member> = group.iter().filter(|m| sees(scope, &m.scope)).collect();
            if visible.len() < LEAST {
                continue;
            }
            let words = name::words(visible.iter().map(|m| &m.words), self);
            let members = visible.iter().take(most).map(|m| m.shown.clone()).collect();
            topics.push(Topic { id: name::id(&words), words, size: visible.len(), members });
        }
        topics.retain(|t| !t.words.is_empty());
        topics.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.words.cmp(&b.words)));
        topics
    }
}

impl Member {
    /// Where it stands in its list: near the middle of what the group is about, and used.
    fn worth(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a handful of people")]
        let people = self.people as f32;
        self.near + 0.1 * people.ln_1p()
    }
}

fn member(document: &Document, vector: &Vector, near: f32) -> Member {
    let mut words = vector.clone();
    vectors::heaviest(&mut words, MEMBER_WORDS);
    Member {
        shown: TopicMember {
            id: document.id.clone(),
            kind: document.kind,
            name: document.name.clone(),
            label: document.labels.first().cloned(),
        },
        scope: document.scope.clone(),
        people: document.signals.people,
        near,
        words,
    }
}

fn sees(scope: &Scope, label: &str) -> bool {
    match scope {
        Scope::Everything => true,
        Scope::Labels(labels) => labels.iter().any(|l| l == label),
    }
}
