//! Names as statements write them, in parts.

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart, TableAlias};

use crate::Dialect;

/// One part: what is not quoted is folded to lower case.
pub(crate) fn part(ident: &Ident) -> String {
    if ident.quote_style.is_some() { ident.value.clone() } else { ident.value.to_lowercase() }
}

/// A name in parts. BigQuery quotes whole names (`` `project.dataset.table` ``).
pub(crate) fn parts(name: &ObjectName, dialect: Dialect) -> Vec<String> {
    let idents = name.0.iter().filter_map(ObjectNamePart::as_ident);
    match dialect {
        Dialect::BigQuery | Dialect::Spark => {
            idents.flat_map(|i| part(i).split('.').map(str::to_owned).collect::<Vec<_>>()).collect()
        }
        _ => idents.map(part).collect(),
    }
}

/// The last part of a name.
pub(crate) fn last(name: &ObjectName) -> Option<String> {
    name.0.iter().rev().find_map(ObjectNamePart::as_ident).map(part)
}

/// The names that a table alias gives to columns.
pub(crate) fn alias_columns(alias: &TableAlias) -> Vec<String> {
    alias.columns.iter().map(|c| part(&c.name)).collect()
}
