//! Datasets.

use garim_app::{ClassSuggestion as Suggested, ColumnCard, DatasetCard, DatasetRow as Row};
use garim_core::class::{Basis as Held, Classified as Decided};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Named, answer::Vouched};

/// A line of the list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DatasetRow {
    name: String,
    label: Option<String>,
    description: Option<String>,
    domain: Option<String>,
    owner: Option<String>,
    standing: String,
    stage: String,
    newest_day: Option<String>,
    rows: Option<u64>,
}

/// A page of datasets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Datasets {
    datasets: Vec<DatasetRow>,
    /// Give it as `after` for the next page.
    next: Option<String>,
}

impl Datasets {
    pub(crate) fn page(all: Vec<Row>, after: Option<&str>, limit: usize) -> Self {
        let mut left = all.into_iter().filter(|d| after.is_none_or(|a| d.name.as_str() > a));
        let datasets: Vec<DatasetRow> = left.by_ref().take(limit).map(row).collect();
        let next = left.next().and_then(|_| datasets.last().map(|d| d.name.clone()));
        Self { datasets, next }
    }
}

fn row(row: Row) -> DatasetRow {
    DatasetRow {
        name: row.name,
        label: row.label,
        description: row.description,
        domain: row.domain,
        owner: row.owner,
        standing: row.standing.to_owned(),
        stage: row.stage.to_owned(),
        newest_day: row.newest_day.map(|d| d.to_string()),
        rows: row.rows,
    }
}

/// Where a class comes from.
#[derive(Serialize, ToSchema)]
struct Basis {
    /// `contract`, `inherited`, `scanner`, `person`, `absent`.
    by: String,
    who: Option<String>,
    reason: Option<String>,
    evidence: Option<String>,
    confidence: Option<f64>,
}

impl From<Held> for Basis {
    fn from(held: Held) -> Self {
        let plain = |by: &str| Self { by: by.to_owned(), who: None, reason: None, evidence: None, confidence: None };
        match held {
            Held::Contract => plain("contract"),
            Held::Inherited => plain("inherited"),
            Held::Absent => plain("absent"),
            Held::Scanner { evidence, confidence } => {
                Self { evidence: Some(evidence), confidence: Some(confidence), ..plain("scanner") }
            }
            Held::Person { who, reason } => Self { who: Some(who.to_string()), reason, ..plain("person") },
        }
    }
}

/// A column.
#[derive(Serialize, ToSchema)]
struct Column {
    name: String,
    #[serde(rename = "type")]
    logical: String,
    required: bool,
    class: String,
    basis: Basis,
    label: Option<String>,
    description: Option<String>,
    /// `clear`, `masked`, `pseudonym`, `denied`: for the caller.
    sight: String,
    mask: Option<String>,
}

impl From<ColumnCard> for Column {
    fn from(c: ColumnCard) -> Self {
        Self {
            name: c.name,
            logical: c.logical.to_owned(),
            required: c.required,
            class: c.class,
            basis: c.basis.into(),
            label: c.label,
            description: c.description,
            sight: c.sight.to_owned(),
            mask: c.mask.map(str::to_owned),
        }
    }
}

/// A partition.
#[derive(Serialize, ToSchema)]
struct Partition {
    day: String,
    rows: u64,
    files: u64,
    bytes: u64,
}

/// A schema version.
#[derive(Serialize, ToSchema)]
struct Version {
    number: u32,
    at: String,
    columns: usize,
}

/// Who answers for it.
#[derive(Serialize, ToSchema)]
struct Owner {
    team: Option<String>,
    people: Vec<String>,
}

/// A dataset, whole.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Dataset {
    name: String,
    label: Option<String>,
    description: Option<String>,
    domain: Option<String>,
    owner: Owner,
    standing: String,
    successor: Option<String>,
    stage: String,
    tags: Vec<String>,
    synonyms: Vec<String>,
    schema_version: Option<u32>,
    version: Option<i64>,
    /// What an erasure does here.
    erasure: String,
    columns: Vec<Column>,
    partitions: Vec<Partition>,
    versions: Vec<Version>,
    metrics: Vec<Named>,
    can_classify: bool,
    vouched: Vouched,
}

impl From<DatasetCard> for Dataset {
    fn from(card: DatasetCard) -> Self {
        let partition =
            |p: garim_app::PartitionRow| Partition { day: p.day.to_string(), rows: p.rows, files: p.files, bytes: p.bytes };
        let version = |v: garim_app::VersionRow| Version { number: v.number, at: v.at.to_string(), columns: v.columns };
        Self {
            name: card.row.name,
            label: card.row.label,
            description: card.row.description,
            domain: card.row.domain,
            owner: Owner { team: card.row.owner, people: card.people },
            standing: card.row.standing.to_owned(),
            successor: card.successor,
            stage: card.row.stage.to_owned(),
            tags: card.tags,
            synonyms: card.synonyms,
            schema_version: card.schema_version,
            version: card.version,
            erasure: card.erasure.to_owned(),
            columns: card.columns.into_iter().map(Column::from).collect(),
            partitions: card.partitions.into_iter().map(partition).collect(),
            versions: card.versions.into_iter().map(version).collect(),
            metrics: card.metrics.into_iter().map(Named::from).collect(),
            can_classify: card.can_classify,
            vouched: card.vouched.into(),
        }
    }
}

/// What was decided.
#[derive(Serialize, ToSchema)]
pub(crate) struct Classified {
    class: String,
    basis: Basis,
}

impl From<Decided> for Classified {
    fn from(decided: Decided) -> Self {
        Self { class: decided.class.to_string(), basis: decided.basis.into() }
    }
}

/// A class.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClassRow {
    pub(crate) name: String,
    /// `plain`, `quasi`, `identifier`, `protected`.
    pub(crate) treatment: String,
}

/// Every class.
#[derive(Serialize, ToSchema)]
pub(crate) struct Classes {
    pub(crate) classes: Vec<ClassRow>,
}

/// What the scanner says of a column; evidence in words, never a value.
#[derive(Serialize, ToSchema)]
struct ClassSuggestion {
    column: String,
    /// The class that holds.
    holds: String,
    /// The class that it may be; absent where nothing was recognised, which does not make it harmless.
    suggests: Option<String>,
    /// 0 to 1: of what is told at 0.9, nine in ten are right.
    confidence: Option<f64>,
    evidence: Option<String>,
}

/// What the scanner says of every column.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClassSuggestions {
    suggestions: Vec<ClassSuggestion>,
}

impl From<Vec<Suggested>> for ClassSuggestions {
    fn from(all: Vec<Suggested>) -> Self {
        let suggestion = |s: Suggested| ClassSuggestion {
            column: s.column,
            holds: s.holds,
            suggests: s.suggests,
            confidence: s.confidence,
            evidence: s.evidence,
        };
        Self { suggestions: all.into_iter().map(suggestion).collect() }
    }
}
