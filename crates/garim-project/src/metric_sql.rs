//! Metrics as SQL, and the datasets in which their values are kept.

use garim_core::{
    Error,
    asset::{Aggregation, BadRows, Contract, DayRule, ErasureAction, Metric, MetricKind, Owner, Stage, Standing},
    class::Class,
    name::{ColumnName, DatasetName},
    schema::{Column, LogicalType, Role, Schema},
};

/// The dataset that keeps a metric's values, one row a day: `metrics.<name>`.
///
/// # Errors
/// Never for a metric that was read from a project: its name is a name.
pub fn metric_dataset(metric: &Metric) -> Result<DatasetName, Error> {
    DatasetName::new("metrics", metric.name.as_str()).map_err(|e| Error::invalid(e.to_string()))
}

/// The statement of a simple metric for `$day`: one row with one column `value`. `contract` is the dataset's: with it, the sum
/// of an integer column is an integer, otherwise decimal(38,6). `None` for metrics that are computed from others.
///
/// Sums go through decimal, since the engine's integers wrap where they overflow; the cast back fails instead.
pub fn metric_sql(metric: &Metric, contract: Option<&Contract>) -> Option<String> {
    let MetricKind::Simple { dataset, aggregation, expression, filter } = &metric.kind else { return None };
    let value = match aggregation {
        Aggregation::Count => format!("count({expression})"),
        Aggregation::CountDistinct => format!("count(DISTINCT {expression})"),
        Aggregation::Sum if whole(contract, expression) => {
            format!("CAST(coalesce(sum(CAST({expression} AS DECIMAL(20, 0))), 0) AS BIGINT)")
        }
        Aggregation::Sum => format!("CAST(coalesce(sum(CAST({expression} AS DECIMAL(38, 6))), 0) AS DECIMAL(38, 6))"),
        Aggregation::Min if whole(contract, expression) => format!("min({expression})"),
        Aggregation::Max if whole(contract, expression) => format!("max({expression})"),
        Aggregation::Min => format!("CAST(min({expression}) AS DECIMAL(38, 6))"),
        Aggregation::Max => format!("CAST(max({expression}) AS DECIMAL(38, 6))"),
    };
    let condition = filter.as_ref().map(|f| format!(" AND ({f})")).unwrap_or_default();
    Some(format!("SELECT {value} AS value FROM {dataset} WHERE dt = $day{condition}"))
}

/// Whether an expression is an integer column of the contract.
fn whole(contract: Option<&Contract>, expression: &str) -> bool {
    let column = ColumnName::new(expression.trim()).ok();
    let column = contract.zip(column).and_then(|(c, name)| c.schema.column(&name).cloned());
    column.is_some_and(|c| c.logical == LogicalType::Integer)
}

/// The type of a metric's values: integers for counts and sums of integers, else decimal(38,6).
fn value_type(metric: &Metric, contract: Option<&Contract>) -> LogicalType {
    match &metric.kind {
        MetricKind::Simple { aggregation, expression, .. } => match aggregation {
            Aggregation::Count | Aggregation::CountDistinct => LogicalType::Integer,
            _ if whole(contract, expression) => LogicalType::Integer,
            _ => LogicalType::Decimal,
        },
        _ => LogicalType::Decimal,
    }
}

/// The contract under which a metric's values are kept: `metrics.<name>` with one column `value`. `contract` is that of the
/// dataset which a simple metric reads.
///
/// # Errors
/// Never for a metric that was read from a project.
pub fn metric_contract(metric: &Metric, contract: Option<&Contract>) -> Result<Contract, Error> {
    let value = ColumnName::new("value").map_err(|e| Error::invalid(e.to_string()))?;
    let logical = value_type(metric, contract);
    let column =
        Column { name: value.clone(), logical, required: false, optional: false, class: Class::None, role: Role::Neutral };
    Ok(Contract {
        name: metric_dataset(metric)?,
        version: "1".to_owned(),
        business_name: Some(metric.label_ko.clone().unwrap_or_else(|| metric.label.clone())),
        description: Some(metric.description.clone()),
        domain: contract.and_then(|c| c.domain.clone()),
        owner: Owner { team: metric.owner.clone(), people: Vec::new() },
        standing: Standing::Active,
        stage: Stage::Mart,
        synonyms: metric.synonyms.clone(),
        tags: Vec::new(),
        source: None,
        schema: Schema { columns: vec![column] },
        column_texts: vec![(value, None, Some(metric.formula()))],
        day: DayRule::Computed,
        key: Vec::new(),
        received: None,
        late_days: 0,
        bad_rows: BadRows::Batch,
        erasure: ErasureAction::Anonymise,
        since: None,
        row_owner: None,
    })
}
