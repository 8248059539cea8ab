//! Metrics, with MetricFlow's kinds.

use serde::{Deserialize, Serialize};

use crate::name::{DatasetName, MetricName, PrincipalName};

/// How a simple metric aggregates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// Rows.
    Count,
    /// Different values that are not null.
    CountDistinct,
    /// The sum; null is 0; exact, failing on overflow of 64 bits.
    Sum,
    /// The smallest.
    Min,
    /// The largest.
    Max,
}

/// How a metric is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MetricKind {
    /// An aggregate over one dataset's partition of the day.
    Simple {
        /// The dataset.
        dataset: DatasetName,
        /// How.
        aggregation: Aggregation,
        /// The SQL expression; `*` for rows.
        expression: String,
        /// A SQL condition, with `$day` bound.
        filter: Option<String>,
    },
    /// One metric by another: decimal(38,6), half-even, null where the denominator is 0.
    Ratio {
        /// Above.
        numerator: MetricName,
        /// Below.
        denominator: MetricName,
    },
    /// A metric summed from the pipeline's start to the day.
    Cumulative {
        /// The metric.
        of: MetricName,
    },
}

/// A metric's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
    /// Its name.
    pub name: MetricName,
    /// What people call it.
    pub label: String,
    /// What people call it in Korean.
    pub label_ko: Option<String>,
    /// What it means.
    pub description: String,
    /// How it is computed.
    pub kind: MetricKind,
    /// `KRW`, `users`, `seconds`.
    pub unit: Option<String>,
    /// Who answers for it: a team or a person.
    pub owner: Option<String>,
    /// The metric above it in the tree.
    pub parent: Option<MetricName>,
    /// Words that people use for it.
    pub synonyms: Vec<String>,
    /// Another definition of the same thing: the metric that it competes with.
    pub conflicts_with: Option<MetricName>,
    /// An identity that stored values must fulfil, such as AR = Σ DR.
    pub reconciles_with: Option<MetricName>,
    /// Who certified it.
    pub certified_by: Option<PrincipalName>,
    /// The file that defines it, from the project's root.
    pub file: String,
}

impl Metric {
    /// The formula in words and names, as the page shows it.
    pub fn formula(&self) -> String {
        match &self.kind {
            MetricKind::Simple { dataset, aggregation, expression, filter } => {
                let of = match aggregation {
                    Aggregation::Count => format!("count({expression})"),
                    Aggregation::CountDistinct => format!("count(distinct {expression})"),
                    Aggregation::Sum => format!("sum({expression})"),
                    Aggregation::Min => format!("min({expression})"),
                    Aggregation::Max => format!("max({expression})"),
                };
                let condition = filter.as_ref().map(|f| format!(" where {f}")).unwrap_or_default();
                format!("{of} over {dataset}{condition}")
            }
            MetricKind::Ratio { numerator, denominator } => format!("{numerator} / {denominator}"),
            MetricKind::Cumulative { of } => format!("sum of {of} since the start"),
        }
    }
}
