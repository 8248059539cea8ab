//! One answer for a business word, and how an asset stands.

use garim_app::{AnswerCard, Definition as FoundDefinition, Evidence as FoundEvidence, LookAlike as Like, Named as FoundNamed};
use serde::Serialize;
use utoipa::ToSchema;

/// How an asset stands: `certified`, `expired`, `deprecated` or `none`, by whom, since when and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct Standing {
    held: String,
    by: Option<String>,
    at: Option<String>,
    reason: Option<String>,
    expired: Option<String>,
    successor: Option<String>,
}

impl From<garim_app::Standing> for Standing {
    fn from(s: garim_app::Standing) -> Self {
        Self {
            held: s.held.to_owned(),
            by: s.by,
            at: s.at.map(|t| t.to_string()),
            reason: s.reason,
            expired: s.expired,
            successor: s.successor,
        }
    }
}

/// What an owner said of an asset.
#[derive(Serialize, ToSchema)]
struct Said {
    /// `certified`, `deprecated`, or `none` where it was taken back.
    standing: String,
    by: String,
    at: String,
    reason: Option<String>,
    successor: Option<String>,
}

/// How an asset stands, what was said of it, newest first, and whether the caller may have a say.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Vouched {
    standing: Standing,
    can_certify: bool,
    said: Vec<Said>,
}

impl From<garim_app::Vouched> for Vouched {
    fn from(v: garim_app::Vouched) -> Self {
        let said = |s: garim_app::Said| Said {
            standing: s.standing.to_owned(),
            by: s.by,
            at: s.at.to_string(),
            reason: s.reason,
            successor: s.successor,
        };
        Self { standing: v.standing.into(), can_certify: v.can_certify, said: v.said.into_iter().map(said).collect() }
    }
}

/// A metric's definition with its newest value and its evidence.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Definition {
    name: String,
    label: String,
    label_ko: Option<String>,
    description: String,
    formula: String,
    unit: Option<String>,
    owner: Option<String>,
    day: Option<String>,
    /// Exact decimal text.
    value: Option<String>,
    standing: Standing,
    /// Different people who queried it lately.
    people: u32,
}

impl From<FoundDefinition> for Definition {
    fn from(d: FoundDefinition) -> Self {
        Self {
            name: d.name,
            label: d.label,
            label_ko: d.label_ko,
            description: d.description,
            formula: d.formula,
            unit: d.unit,
            owner: d.owner,
            day: d.day.map(|day| day.to_string()),
            value: d.value,
            standing: d.standing.into(),
            people: d.people,
        }
    }
}

/// A dataset with its evidence.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Evidence {
    name: String,
    label: Option<String>,
    description: Option<String>,
    owner: Option<String>,
    newest_day: Option<String>,
    rows: Option<u64>,
    standing: Standing,
    /// Different people who queried it lately.
    people: u32,
}

impl From<FoundEvidence> for Evidence {
    fn from(e: FoundEvidence) -> Self {
        Self {
            name: e.name,
            label: e.label,
            description: e.description,
            owner: e.owner,
            newest_day: e.newest_day.map(|day| day.to_string()),
            rows: e.rows,
            standing: e.standing.into(),
            people: e.people,
        }
    }
}

/// An asset by name.
#[derive(Serialize, ToSchema)]
struct AssetName {
    id: String,
    name: String,
    label: Option<String>,
}

impl From<FoundNamed> for AssetName {
    fn from(n: FoundNamed) -> Self {
        Self { id: n.id, name: n.name, label: n.label }
    }
}

/// What looks like the answer, and why it is not.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LookAlike {
    asset: AssetName,
    kind: String,
    why_not: Vec<WhyNot>,
}

/// A reason against an asset: the score's term that says so, and in words.
#[derive(Serialize, ToSchema)]
struct WhyNot {
    name: String,
    why: String,
}

impl From<Like> for LookAlike {
    fn from(l: Like) -> Self {
        let why_not = l.why_not.into_iter().map(|r| WhyNot { name: r.name, why: r.why });
        Self { asset: l.asset.into(), kind: l.kind.to_owned(), why_not: why_not.collect() }
    }
}

/// The answer: `canonical`, `contested` where several are certified for the word, or `none`, with how to make one.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CanonicalAnswer {
    word: String,
    verdict: String,
    metric: Option<Definition>,
    dataset: Option<Evidence>,
    dashboard: Option<AssetName>,
    conflicts: Vec<Definition>,
    look_alikes: Vec<LookAlike>,
    how: Option<String>,
}

impl From<AnswerCard> for CanonicalAnswer {
    fn from(card: AnswerCard) -> Self {
        Self {
            word: card.word,
            verdict: card.verdict.to_owned(),
            metric: card.metric.map(Into::into),
            dataset: card.dataset.map(Into::into),
            dashboard: card.dashboard.map(Into::into),
            conflicts: card.conflicts.into_iter().map(Into::into).collect(),
            look_alikes: card.look_alikes.into_iter().map(Into::into).collect(),
            how: card.how,
        }
    }
}
