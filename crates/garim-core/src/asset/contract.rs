//! What a data contract (ODCS v3) declares of a dataset, once read and checked.

use serde::{Deserialize, Serialize};

use crate::{
    name::{ColumnName, DatasetName, PrincipalName, SourceName},
    schema::Schema,
};

/// How a row finds its business day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayRule {
    /// `business_day(column)`: epoch seconds, in digits or as an integer, read in the project's time zone.
    Epoch(ColumnName),
    /// The whole table is a snapshot of the run's day.
    Snapshot,
    /// A transformation or a metric: the day is the run's.
    Computed,
}

/// What an erasure does to the rows of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureAction {
    /// The rows go (only the declared owner's).
    Delete,
    /// That person's subject, protected, quasi and unclassified columns become null; the rest stays.
    Anonymise,
}

/// What becomes of a batch with rows that contradict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadRows {
    /// One contradicting row sends the whole day's batch to quarantine.
    Batch,
    /// Good rows go through while bad ones are at most this share (0 to 1).
    Rows {
        /// The share.
        max_share: f64,
    },
}

/// Where a dataset's rows come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// The entry of `[sources]`.
    pub source: SourceName,
    /// The table in it, for databases (`physicalName`, else the schema's name).
    pub table: String,
}

/// How far a dataset is from its source, for ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Ingested as it is.
    Source,
    /// A half-way house.
    Staging,
    /// Made for use.
    Mart,
}

/// What its owner says of a dataset's standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In use.
    Active,
    /// Not ready.
    Draft,
    /// To be used no longer.
    Deprecated {
        /// What to use instead.
        successor: Option<String>,
    },
}

/// Who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The team.
    pub team: Option<String>,
    /// Its members with the role of owner.
    pub people: Vec<PrincipalName>,
}

/// A contract: everything that is declared of one dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// The dataset.
    pub name: DatasetName,
    /// The contract's own version, as text.
    pub version: String,
    /// What people call it (`businessName`).
    pub business_name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The governance domain.
    pub domain: Option<String>,
    /// Who answers for it.
    pub owner: Owner,
    /// What its owner says of its standing.
    pub standing: Standing,
    /// How far it is from its source.
    pub stage: Stage,
    /// Words that people use for it.
    pub synonyms: Vec<String>,
    /// Labels; they protect nothing.
    pub tags: Vec<String>,
    /// Where rows come from; `None` for what a pipeline computes.
    pub source: Option<SourceRef>,
    /// The declared columns, without `dt`.
    pub schema: Schema,
    /// Column descriptions and business names, by column: (name, business name, description).
    pub column_texts: Vec<(ColumnName, Option<String>, Option<String>)>,
    /// How a row finds its day.
    pub day: DayRule,
    /// The columns that make a row the same row; empty: nothing is a duplicate.
    pub key: Vec<ColumnName>,
    /// The column that says when a row was received, where there is one: of duplicates the earliest stays.
    pub received: Option<ColumnName>,
    /// Days after its own in which a late row is still merged.
    pub late_days: u32,
    /// What becomes of contradicting rows.
    pub bad_rows: BadRows,
    /// What an erasure does here.
    pub erasure: ErasureAction,
    /// The column with the day (yyyyMMdd) since when a subject is with us: it opens a new generation after an erasure.
    pub since: Option<ColumnName>,
    /// The identifier column that owns a row, for `delete`.
    pub row_owner: Option<ColumnName>,
}

/// Late window where a contract does not say: three days.
pub const DEFAULT_LATE_DAYS: u32 = 3;
