//! How what happens on the way adds up: a sum of a lower-cased copy is a sum.

use std::collections::BTreeSet;

use garim_core::lineage::{Direct, Indirect};

use crate::{Column, Usage};

/// Columns of stored tables that flow into one value, and how.
pub(crate) type Inputs = BTreeSet<(Column, Direct)>;

/// Columns of stored tables that shape which rows there are.
pub(crate) type Shape = BTreeSet<(Column, Indirect)>;

/// Aggregates whose result says how many, not which: nothing of the values is left in it.
fn counts(how: &Direct) -> bool {
    matches!(how, Direct::Aggregate { function } if matches!(function.as_str(), "count" | "count_distinct" | "approx_distinct"))
}

/// What two steps are together: `inner` happened first. A count hides whatever came before it, and stays a count afterwards;
/// else what is not resolved stays so; else a mask stays a mask, an aggregate an aggregate.
pub(crate) fn compose(inner: &Direct, outer: &Direct) -> Direct {
    match (inner, outer) {
        (_, Direct::Unresolved) => Direct::Unresolved,
        (_, o) if counts(o) => o.clone(),
        (Direct::Unresolved, _) => Direct::Unresolved,
        (i, _) if counts(i) => i.clone(),
        (Direct::Identity, o) => o.clone(),
        (i, Direct::Identity) => i.clone(),
        (Direct::Masked, _) | (_, Direct::Masked) => Direct::Masked,
        (_, o @ Direct::Aggregate { .. }) => o.clone(),
        (i, Direct::Expression) => i.clone(),
    }
}

/// Inputs after one more step.
pub(crate) fn through(inputs: Inputs, outer: &Direct) -> Inputs {
    if *outer == Direct::Identity {
        return inputs;
    }
    inputs.into_iter().map(|(column, inner)| (column, compose(&inner, outer))).collect()
}

/// How a usage shapes the rows; `None` for a value.
pub(crate) fn shaping(usage: Usage) -> Option<Indirect> {
    Some(match usage {
        Usage::Value => return None,
        Usage::Filter => Indirect::Filter,
        Usage::JoinKey => Indirect::JoinKey,
        Usage::Group => Indirect::Group,
        Usage::Sort => Indirect::Sort,
        Usage::Window => Indirect::Window,
        Usage::Conditional => Indirect::Conditional,
    })
}
