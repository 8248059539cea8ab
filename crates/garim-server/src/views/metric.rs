//! Metrics.

use garim_app::{MetricCard, MetricRow as Row};
use garim_ports::MetricValue;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Named, answer::Vouched};

/// The newest value.
#[derive(Serialize, ToSchema)]
struct Latest {
    day: String,
    /// Exact decimal text; null where a denominator was 0.
    value: Option<String>,
}

/// A line of the tree.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MetricRow {
    name: String,
    label: String,
    label_ko: Option<String>,
    unit: Option<String>,
    kind: String,
    parent: Option<String>,
    latest: Option<Latest>,
}

/// Every metric.
#[derive(Serialize, ToSchema)]
pub(crate) struct Metrics {
    metrics: Vec<MetricRow>,
}

impl From<Vec<Row>> for Metrics {
    fn from(rows: Vec<Row>) -> Self {
        Self { metrics: rows.into_iter().map(row).collect() }
    }
}

fn row(row: Row) -> MetricRow {
    MetricRow {
        name: row.name,
        label: row.label,
        label_ko: row.label_ko,
        unit: row.unit,
        kind: row.kind.to_owned(),
        parent: row.parent,
        latest: row.latest.map(latest),
    }
}

fn latest((day, value): (garim_core::time::Day, Option<String>)) -> Latest {
    Latest { day: day.to_string(), value }
}

/// A competing definition.
#[derive(Serialize, ToSchema)]
struct Conflict {
    name: String,
    label: String,
    formula: String,
    latest: Option<Latest>,
}

/// An identity that stored values must fulfil.
#[derive(Serialize, ToSchema)]
struct Reconciles {
    with: String,
    ok: bool,
    detail: String,
}

/// A metric, whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct Metric {
    #[serde(flatten)]
    row: MetricRow,
    description: String,
    formula: String,
    owner: Option<String>,
    children: Vec<Named>,
    dataset: Option<String>,
    conflicts: Vec<Conflict>,
    reconciles: Option<Reconciles>,
    file: String,
    certified: bool,
    vouched: Vouched,
}

impl From<MetricCard> for Metric {
    fn from(card: MetricCard) -> Self {
        let conflict = |(other, formula): (Row, String)| Conflict {
            name: other.name,
            label: other.label,
            formula,
            latest: other.latest.map(latest),
        };
        Self {
            row: row(card.row),
            description: card.description,
            formula: card.formula,
            owner: card.owner,
            children: card.children.into_iter().map(Named::from).collect(),
            dataset: card.dataset,
            conflicts: card.conflicts.into_iter().map(conflict).collect(),
            reconciles: card.reconciles.map(|r| Reconciles { with: r.with, ok: r.holds, detail: r.detail }),
            file: card.file,
            certified: card.certified,
            vouched: card.vouched.into(),
        }
    }
}

/// Values by day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Values {
    pub(crate) values: Vec<ValueRow>,
}

/// A value of a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct ValueRow {
    day: String,
    /// Exact decimal text; null where a denominator was 0.
    value: Option<String>,
    run: String,
    /// What came out when the day was computed again after erasures; null: it was not.
    recomputed: Option<Recomputed>,
}

/// What a later computation gave, beside the published value.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Recomputed {
    /// Exact decimal text; null where a denominator was 0.
    value: Option<String>,
    /// How many erasures were carried out since the value was published.
    erased_since: u64,
}

impl From<Vec<MetricValue>> for Values {
    fn from(values: Vec<MetricValue>) -> Self {
        let one = |v: MetricValue| ValueRow {
            day: v.day.to_string(),
            value: v.value,
            run: v.run.to_string(),
            recomputed: v.recomputed.map(|r| Recomputed { value: r.value, erased_since: r.erased_since }),
        };
        Self { values: values.into_iter().map(one).collect() }
    }
}
