//! Classification through lineage: along direct edges the strictest input wins; a count yields `none`.

use super::Class;
use crate::lineage::{Direct, Transformation};

/// The class that a derived column inherits from its inputs. An empty list (a literal) yields `none`; an unresolved
/// edge yields unclassified.
pub fn inherited<'a>(inputs: impl IntoIterator<Item = (Class, &'a Transformation)>) -> Class {
    inputs.into_iter().fold(Class::None, |held, (class, how)| {
        let flows = match how {
            Transformation::Direct(Direct::Aggregate { function }) if counts(function) => Class::None,
            Transformation::Direct(Direct::Unresolved) => Class::Unclassified,
            Transformation::Direct(_) => class,
            Transformation::Indirect(_) => Class::None,
        };
        held.stricter(flows)
    })
}

/// Aggregates whose result says how many, not which.
fn counts(function: &str) -> bool {
    matches!(function.to_ascii_lowercase().as_str(), "count" | "count_distinct" | "approx_distinct")
}
