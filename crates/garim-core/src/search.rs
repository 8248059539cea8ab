//! What can be found, what may be found, and a hit with its reasons.

use serde::{Deserialize, Serialize};

/// What a caller may discover: labels of domain × sensitivity. A document is visible if its label is in the scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything.
    Everything,
    /// Documents with one of these labels.
    Labels(Vec<String>),
}

/// The kind of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// A dataset.
    Dataset,
    /// A metric.
    Metric,
    /// A recorded query, as its fingerprint.
    Query,
}

/// One document of the index: metadata only, never a value from the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// `dataset:shop.user`, `metric:dr`, `query:<fingerprint>`.
    pub id: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its name: `shop.user`, `dr`.
    pub name: String,
    /// What people call it, in every language that is known.
    pub labels: Vec<String>,
    /// What it is, in words.
    pub description: String,
    /// Column names with their business names and descriptions.
    pub columns: Vec<String>,
    /// Words that people use for it.
    pub synonyms: Vec<String>,
    /// Text of queries that used it, literals removed.
    pub query_text: String,
    /// The visibility label.
    pub scope: String,
    /// Signals that rank it.
    pub signals: Signals,
}

/// What speaks for or against an asset apart from its words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Signals {
    /// Different people that used it lately.
    pub people: u32,
    /// Certified by its owner.
    pub certified: bool,
    /// Deprecated; with what to use instead.
    pub deprecated: Option<Deprecation>,
    /// A staging, test or temporary thing.
    pub staging: bool,
    /// A metric is bound to it, or it is a metric bound to a dataset that runs.
    pub bound: bool,
    /// Datasets and metrics computed from it.
    pub downstream: u32,
    /// Days since its newest partition; `None` if it has none.
    pub age_days: Option<u32>,
    /// Somebody owns it.
    pub owned: bool,
}

/// That an asset is deprecated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Deprecation {
    /// What to use instead.
    pub successor: Option<String>,
}

/// One named, bounded term of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Such as `text.name`, `trust.certified`.
    pub name: String,
    /// What it adds.
    pub value: f64,
    /// Why, in words.
    pub why: String,
}

/// A hit: what, where in the order, and why. The terms add up to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The document's id.
    pub id: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// What it is, in words.
    pub description: String,
    /// Deprecated; with what to use instead.
    pub deprecated: Option<Deprecation>,
    /// Certified by its owner.
    pub certified: bool,
    /// The sum of the terms.
    pub score: f64,
    /// The terms.
    pub terms: Vec<Term>,
}
