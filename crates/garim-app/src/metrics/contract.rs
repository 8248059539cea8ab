//! The contract of a metric's dataset: `metrics.<name>` with one column, `value`.

use garim_core::{
    Error, Result,
    asset::{Contract, Metric, MetricKind},
    name::{DatasetName, MetricName},
    schema::LogicalType,
};
use garim_project::Project;

/// Where a metric's values are kept.
pub(crate) fn dataset_of(metric: &MetricName) -> Result<DatasetName> {
    DatasetName::new("metrics", metric.as_str()).map_err(|e| Error::invalid(e.to_string()))
}

/// The contract of the dataset that a simple metric reads.
pub(crate) fn read_by<'a>(project: &'a Project, metric: &Metric) -> Option<&'a Contract> {
    match &metric.kind {
        MetricKind::Simple { dataset, .. } => project.contract(dataset),
        _ => None,
    }
}

/// What is declared of a metric's dataset, from its definition.
pub(crate) fn contract_of(project: &Project, metric: &Metric) -> Result<Contract> {
    garim_project::metric_contract(metric, read_by(project, metric))
}

/// The type of a metric's values.
pub(crate) fn type_of(contract: &Contract) -> LogicalType {
    contract.schema.columns.first().map_or(LogicalType::Decimal, |c| c.logical)
}
