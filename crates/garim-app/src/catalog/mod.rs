//! The catalog: what the project declares, and cards that show one thing whole.

mod cards;
mod dataset;
mod declare;
mod effective;
mod metric;
mod status;

pub(crate) use dataset::{row, seen};
pub(crate) use effective::{Effective, effective};

pub use cards::{
    ColumnCard, DatasetCard, DatasetRow, MetricCard, MetricRow, PartitionRow, ProtectedRow, RecomputedRow, Status, VersionRow,
};
