//! What doors show of the catalog.

use garim_core::{
    class::Basis,
    run::Run,
    time::{Day, Timestamp},
};
use serde::Serialize;

use crate::{find::Vouched, metrics::Reconciliation};

/// A line of the list of datasets.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DatasetRow {
    /// `shop.user`.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its governance domain.
    pub domain: Option<String>,
    /// Its owning team or person.
    pub owner: Option<String>,
    /// `active`, `draft`, `deprecated`.
    pub standing: &'static str,
    /// `source`, `staging`, `mart`.
    pub stage: &'static str,
    /// The day of its newest partition.
    pub newest_day: Option<Day>,
    /// The rows of that partition.
    pub rows: Option<u64>,
}

/// One column of a dataset's card.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnCard {
    /// Its name.
    pub name: String,
    /// Its logical type.
    #[serde(rename = "type")]
    pub logical: &'static str,
    /// Whether null is refused.
    pub required: bool,
    /// The class that holds.
    pub class: String,
    /// Where the class comes from.
    pub basis: Basis,
    /// What people call it.
    pub label: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// `clear`, `masked`, `pseudonym`, `denied`: for the caller.
    pub sight: &'static str,
    /// The mask, where masked.
    pub mask: Option<&'static str>,
}

/// One partition.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartitionRow {
    /// Its day.
    pub day: Day,
    /// Rows.
    pub rows: u64,
    /// Data files.
    pub files: u64,
    /// Bytes of those.
    pub bytes: u64,
}

/// One schema version.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionRow {
    /// Its number.
    pub number: u32,
    /// When it was registered.
    pub at: Timestamp,
    /// How many columns it has.
    pub columns: usize,
}

/// A dataset, whole.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DatasetCard {
    /// Its line.
    #[serde(flatten)]
    pub row: DatasetRow,
    /// The owner's people.
    pub people: Vec<String>,
    /// What to use instead, where deprecated.
    pub successor: Option<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// Words that people use for it.
    pub synonyms: Vec<String>,
    /// The registered schema version.
    pub schema_version: Option<u32>,
    /// The lake's version that reads use.
    pub version: Option<i64>,
    /// What an erasure does here.
    pub erasure: &'static str,
    /// Columns in order.
    pub columns: Vec<ColumnCard>,
    /// Partitions by day.
    pub partitions: Vec<PartitionRow>,
    /// Schema versions, oldest first.
    pub versions: Vec<VersionRow>,
    /// Its newest runs.
    pub runs: Vec<Run>,
    /// Metrics bound to it: (name, label).
    pub metrics: Vec<(String, String)>,
    /// Whether the caller may classify its columns.
    pub can_classify: bool,
    /// How it stands, and who said so.
    pub vouched: Vouched,
}

/// A line of the metric tree.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricRow {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// In Korean.
    pub label_ko: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// `simple`, `ratio`, `cumulative`.
    pub kind: &'static str,
    /// The metric above it.
    pub parent: Option<String>,
    /// Its newest day and value.
    pub latest: Option<(Day, Option<String>)>,
}

/// A metric, whole.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricCard {
    /// Its line.
    #[serde(flatten)]
    pub row: MetricRow,
    /// What it means.
    pub description: String,
    /// How it is computed.
    pub formula: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The metrics below it: (name, label).
    pub children: Vec<(String, String)>,
    /// The dataset that it is computed from, where it is one.
    pub dataset: Option<String>,
    /// Competing definitions.
    pub conflicts: Vec<(MetricRow, String)>,
    /// Its identity on its newest day.
    pub reconciles: Option<Reconciliation>,
    /// The file that defines it.
    pub file: String,
    /// Whether a certification holds.
    pub certified: bool,
    /// How it stands, and who said so.
    pub vouched: Vouched,
    /// Days that were computed again after erasures: what was published stands, what came out is beside it.
    pub recomputed: Vec<RecomputedRow>,
}

/// A day of a metric that was published, and computed again after erasures.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecomputedRow {
    /// The day.
    pub day: Day,
    /// What was published, and stands.
    pub published: Option<String>,
    /// What came out.
    pub recomputed: Option<String>,
    /// How many erasures were carried out in between.
    pub erased_since: u64,
}

/// Protected values of one kind.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProtectedRow {
    /// The kind.
    pub kind: String,
    /// How many people.
    pub subjects: u64,
    /// How many values.
    pub values: u64,
}

/// How the project stands.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The project's name.
    pub project: String,
    /// Its time zone.
    pub zone: String,
    /// Pipelines: name, schedule, start, newest day whose metrics were computed.
    pub pipelines: Vec<(String, Option<String>, Day, Option<Day>)>,
    /// Datasets declared.
    pub datasets: usize,
    /// Metrics defined.
    pub metrics: usize,
    /// What the vault protects.
    pub protected: Vec<ProtectedRow>,
    /// The newest runs.
    pub runs: Vec<Run>,
}
