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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// A dataset.
    #[default]
    Dataset,
    /// A metric.
    Metric,
    /// A recorded query, as its fingerprint.
    Query,
    /// A dashboard.
    Dashboard,
    /// A job of a pipeline.
    Job,
    /// A word of the glossary: what its name, labels and synonyms have in common, they mean.
    Term,
    /// A person or a team that owns something.
    Owner,
    /// A group of assets that share their words.
    Topic,
}

impl AssetKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 8] =
        [Self::Dataset, Self::Metric, Self::Query, Self::Dashboard, Self::Job, Self::Term, Self::Owner, Self::Topic];

    /// The kind's name, as filters and answers write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Metric => "metric",
            Self::Query => "query",
            Self::Dashboard => "dashboard",
            Self::Job => "job",
            Self::Term => "term",
            Self::Owner => "owner",
            Self::Topic => "topic",
        }
    }
}

/// One document of the index: metadata only, never a value from the data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
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
    /// Column names with their business names.
    pub columns: Vec<String>,
    /// What else is written of it: descriptions of columns, formulas.
    pub details: Vec<String>,
    /// Words that people use for it.
    pub synonyms: Vec<String>,
    /// What metrics that stand on it are called.
    pub metrics: Vec<String>,
    /// Text of queries that used it, literals removed, and of what is built on it.
    pub query_text: String,
    /// Labels that somebody put on it.
    pub tags: Vec<String>,
    /// Who owns it: people and teams.
    pub owners: Vec<String>,
    /// The part of the business that it belongs to.
    pub domain: Option<String>,
    /// The system that it stands in.
    pub source: Option<String>,
    /// The visibility label.
    pub scope: String,
    /// Signals that rank it.
    pub signals: Signals,
}

/// What speaks for or against an asset apart from its words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Signals {
    /// Different people that used it lately: by queries, or by looking at it.
    pub people: u32,
    /// The same, each person counting less the longer ago it was; `None`: as `people`.
    pub recent: Option<f32>,
    /// Certified by its owner.
    pub certified: bool,
    /// Deprecated; with what to use instead.
    pub deprecated: Option<Deprecation>,
    /// A staging, test or temporary thing. What names, tags and descriptions say besides is read off them.
    pub staging: bool,
    /// Known to hold no row.
    pub empty: bool,
    /// A metric is bound to it, or it is a metric bound to a dataset that runs.
    pub bound: bool,
    /// Datasets and metrics computed from it.
    pub downstream: u32,
    /// What it is computed from.
    pub upstream: u32,
    /// Days since its newest partition; `None` if it has none.
    pub age_days: Option<u32>,
    /// Older than was promised.
    pub late: bool,
    /// The share of its quality checks that passed last, from 0 to 1.
    pub checks: Option<f32>,
    /// How much the business leans on it: 1 is the most.
    pub tier: Option<u8>,
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

/// What is asked of the index.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ask {
    /// Words in any language, and filters: `매출 owner:kim tag:pii kind:metric used:>10`.
    pub words: String,
    /// How many hits.
    pub limit: usize,
    /// How many of the best are left out: an earlier page has shown them.
    pub skip: usize,
    /// Whether to count by facet what was found.
    pub facets: bool,
    /// What people chose who asked this, by id, with the share of them, from 0 to 1.
    pub chosen: Vec<(String, f32)>,
    /// What is new, by id, where that is little: it has had no chance to be chosen.
    pub newcomers: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Found {
    /// The best hits.
    pub hits: Vec<Hit>,
    /// How many documents answer, of those that the caller may discover; at least so many where facets are not asked for.
    pub total: usize,
    /// Counts by facet, if they were asked for.
    pub facets: Vec<Facet>,
    /// Words that were read as others: `aocnf` as `매출`.
    pub read_as: Vec<Reading>,
    /// Words that were taken as filters, as typed: `owner:kim`.
    pub filters: Vec<String>,
}

/// How many of what was found share a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// `kind`, `owner`, `tag`, …
    pub facet: String,
    /// Such as `metric`; `facet:value` is a filter.
    pub value: String,
    /// How many.
    pub count: usize,
}

/// A word that was read as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// As typed.
    pub typed: String,
    /// As looked for.
    pub read: String,
    /// Why, in words.
    pub why: String,
}

/// Assets that are about the same, under the words that tell them from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Lasts as long as its words do.
    pub id: String,
    /// What it is about, the most telling word first.
    pub words: Vec<String>,
    /// How many there are, of those that the caller may discover.
    pub size: usize,
    /// The first of them.
    pub members: Vec<TopicMember>,
}

/// An asset of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicMember {
    /// The document's id.
    pub id: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
}
