//! Hits and completions.

use garim_core::search::{Ask, Facet as Counted, Found, Hit as FoundHit, Reading};
use garim_ports::Suggestion as Completion;
use serde::Serialize;
use utoipa::ToSchema;

/// A term of a score.
#[derive(Serialize, ToSchema)]
struct Term {
    name: String,
    value: f64,
    why: String,
}

/// What to use instead.
#[derive(Serialize, ToSchema)]
struct Deprecated {
    successor: Option<String>,
}

/// A hit: its terms add up to its score.
#[derive(Serialize, ToSchema)]
struct Hit {
    id: String,
    kind: String,
    name: String,
    label: Option<String>,
    description: String,
    deprecated: Option<Deprecated>,
    certified: bool,
    score: f64,
    terms: Vec<Term>,
}

impl From<FoundHit> for Hit {
    fn from(h: FoundHit) -> Self {
        Self {
            id: h.id,
            kind: h.kind.name().to_owned(),
            name: h.name,
            label: h.label,
            description: h.description,
            deprecated: h.deprecated.map(|d| Deprecated { successor: d.successor }),
            certified: h.certified,
            score: h.score,
            terms: h.terms.into_iter().map(|t| Term { name: t.name, value: t.value, why: t.why }).collect(),
        }
    }
}

/// How many of what was found share a value; `facet:value` is a filter.
#[derive(Serialize, ToSchema)]
struct Facet {
    facet: String,
    value: String,
    count: usize,
}

impl From<Counted> for Facet {
    fn from(f: Counted) -> Self {
        Self { facet: f.facet, value: f.value, count: f.count }
    }
}

/// A word that was read as another, and why.
#[derive(Serialize, ToSchema)]
struct ReadAs {
    typed: String,
    read: String,
    why: String,
}

impl From<Reading> for ReadAs {
    fn from(r: Reading) -> Self {
        Self { typed: r.typed, read: r.read, why: r.why }
    }
}

/// One page of ranked hits.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hits {
    hits: Vec<Hit>,
    /// How many there are in all, of those that the caller may discover.
    total: usize,
    /// Counts over all of them, if they were asked for.
    facets: Vec<Facet>,
    read_as: Vec<ReadAs>,
    /// The words that were taken as filters.
    filters: Vec<String>,
    /// Where the next page begins.
    next: Option<String>,
}

impl Hits {
    /// The page of an answer that was asked for.
    pub(crate) fn page(found: Found, ask: &Ask) -> Self {
        let read = ask.skip + found.hits.len();
        let more = !found.hits.is_empty() && read < found.total;
        Self {
            hits: found.hits.into_iter().map(Into::into).collect(),
            total: found.total,
            facets: found.facets.into_iter().map(Into::into).collect(),
            read_as: found.read_as.into_iter().map(Into::into).collect(),
            filters: found.filters,
            next: more.then(|| read.to_string()),
        }
    }
}

/// The part of a text that was typed, in characters.
#[derive(Serialize, ToSchema)]
struct Matched {
    text: String,
    from: usize,
    to: usize,
}

/// A completion.
#[derive(Serialize, ToSchema)]
struct Suggestion {
    id: String,
    kind: String,
    name: String,
    label: Option<String>,
    matched: Option<Matched>,
}

/// Completions.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestions {
    suggestions: Vec<Suggestion>,
}

impl From<Vec<Completion>> for Suggestions {
    fn from(found: Vec<Completion>) -> Self {
        let one = |s: Completion| Suggestion {
            id: s.id,
            kind: s.kind.name().to_owned(),
            name: s.name,
            label: s.label,
            matched: s.matched.map(|m| Matched { text: m.text, from: m.from, to: m.to }),
        };
        Self { suggestions: found.into_iter().map(one).collect() }
    }
}
