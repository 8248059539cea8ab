//! Whether what a source shows today may become the next schema version.

use std::collections::HashSet;

use super::{Column, LogicalType, Reason, Role, Schema, SchemaVersion};
use crate::{class::Class, name::ColumnName};

/// New columns taken in one run as a change of schema: more is a wrong file or a pivot, and goes to quarantine.
pub const MAX_NEW_COLUMNS: usize = 50;

/// What comes of comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evolution {
    /// The registered version fits.
    Same,
    /// New nullable columns: the next version.
    Next(SchemaVersion),
    /// The batch contradicts the schema; each with the column that does.
    Contradicts(Vec<(Option<ColumnName>, Reason)>),
}

/// Compares the columns that a source shows today with the registered version. `present` is every column that the source
/// has, with the type where the source declares one; `ever_present` are those that it had in an earlier run: an optional
/// column that was never there contradicts nothing. Undeclared columns enter as unclassified, nullable and sealed.
pub fn evolve(
    registered: &SchemaVersion,
    present: &[(ColumnName, Option<LogicalType>)],
    ever_present: &HashSet<ColumnName>,
) -> Evolution {
    let names: HashSet<&ColumnName> = present.iter().map(|(n, _)| n).collect();
    let mut against = Vec::new();
    for column in &registered.schema.columns {
        let gone = !names.contains(&column.name);
        if gone && (ever_present.contains(&column.name) || !column.optional) {
            against.push((Some(column.name.clone()), Reason::ColumnVanished));
        }
    }
    let new: Vec<&(ColumnName, Option<LogicalType>)> =
        present.iter().filter(|(n, _)| registered.schema.column(n).is_none()).collect();
    if new.len() > MAX_NEW_COLUMNS {
        against.push((None, Reason::TooManyNewColumns { found: new.len() }));
    }
    if !against.is_empty() {
        return Evolution::Contradicts(against);
    }
    if new.is_empty() {
        return Evolution::Same;
    }
    let mut schema: Schema = registered.schema.clone();
    schema.columns.extend(new.into_iter().map(|(name, logical)| Column {
        name: name.clone(),
        logical: logical.unwrap_or(LogicalType::String),
        required: false,
        optional: true,
        class: Class::Unclassified,
        role: Role::Neutral,
    }));
    Evolution::Next(SchemaVersion { number: registered.number + 1, schema })
}
