//! Hits and completions.

use garim_core::search::Hit as Found;
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

/// Ranked hits.
#[derive(Serialize, ToSchema)]
pub(crate) struct Hits {
    hits: Vec<Hit>,
}

impl From<Vec<Found>> for Hits {
    fn from(found: Vec<Found>) -> Self {
        let hit = |h: Found| Hit {
            id: h.id,
            kind: format!("{:?}", h.kind).to_lowercase(),
            name: h.name,
            label: h.label,
            description: h.description,
            deprecated: h.deprecated.map(|d| Deprecated { successor: d.successor }),
            certified: h.certified,
            score: h.score,
            terms: h.terms.into_iter().map(|t| Term { name: t.name, value: t.value, why: t.why }).collect(),
        };
        Self { hits: found.into_iter().map(hit).collect() }
    }
}

/// A completion.
#[derive(Serialize, ToSchema)]
struct Suggestion {
    id: String,
    name: String,
    label: Option<String>,
}

/// Completions.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestions {
    suggestions: Vec<Suggestion>,
}

impl From<Vec<Completion>> for Suggestions {
    fn from(found: Vec<Completion>) -> Self {
        let one = |s: Completion| Suggestion { id: s.id, name: s.name, label: s.label };
        Self { suggestions: found.into_iter().map(one).collect() }
    }
}
