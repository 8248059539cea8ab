//! Which days a query can have rows of: its filters on `dt`, evaluated over the days that there are.

use std::{collections::BTreeSet, sync::Arc};

use arrow_array::{Array, BooleanArray, RecordBatch, StringArray, cast::AsArray};
use arrow_schema::{DataType, Field, Schema};
use datafusion::{
    catalog::Session,
    common::{DFSchema, tree_node::TreeNode},
    logical_expr::Expr,
};
use garim_core::time::Day;
use garim_lake::layout::PARTITION;

/// Whether a filter speaks of `dt` alone, so that it can be decided for a partition as a whole.
pub(super) fn decides(filter: &Expr) -> bool {
    let columns = filter.column_refs();
    let subquery = filter.exists(|e| {
        Ok(matches!(
            e,
            Expr::Exists(_)
                | Expr::InSubquery(_)
                | Expr::ScalarSubquery(_)
                | Expr::SetComparison(_)
                | Expr::OuterReferenceColumn(..)
        ))
    });
    !columns.is_empty() && columns.iter().all(|c| c.name == PARTITION) && !filter.is_volatile() && !subquery.unwrap_or(true)
}

/// The days on which every filter that [`decides`] holds. What cannot be evaluated leaves all days: the filter itself stays
/// in the plan, so that this is about speed only.
pub(super) fn survivors(session: &dyn Session, filters: &[Expr], days: &BTreeSet<Day>) -> BTreeSet<Day> {
    let mut left = days.clone();
    for filter in filters.iter().filter(|f| decides(f)) {
        if let Some(kept) = evaluate(session, filter, &left) {
            left = left.into_iter().zip(&kept).filter(|(_, keep)| *keep == Some(true)).map(|(day, _)| day).collect();
        }
    }
    left
}

fn evaluate(session: &dyn Session, filter: &Expr, days: &BTreeSet<Day>) -> Option<BooleanArray> {
    let schema = Schema::new(vec![Field::new(PARTITION, DataType::Utf8, true)]);
    let dts: StringArray = days.iter().map(|d| Some(d.dt())).collect();
    let rows = RecordBatch::try_new(Arc::new(schema.clone()), vec![Arc::new(dts)]).ok()?;
    let expr = session.create_physical_expr(filter.clone(), &DFSchema::try_from(schema).ok()?).ok()?;
    let array = expr.evaluate(&rows).ok()?.into_array(rows.num_rows()).ok()?;
    array.as_boolean_opt().filter(|a| a.len() == days.len()).cloned()
}
