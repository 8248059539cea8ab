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
            let all: Vec<String> = idents.flat_map(split).collect();
            match all.as_slice() {
                // A file or a Delta path is a table by itself: "parquet.`/data/x`".
                [format, path] if path.contains('/') && FORMATS.contains(&format.as_str()) => vec![path.clone()],
                _ => all,
            }
        }
        _ => idents.map(part).collect(),
    }
}

/// File formats of Spark that stand before a path.
const FORMATS: &[&str] = &["delta", "parquet", "orc", "csv", "json", "avro", "text", "binaryfile", "iceberg", "hudi"];

/// One part that may hold several; a path stays whole, a partition's decorator (`table$20240101`) says nothing.
fn split(ident: &Ident) -> Vec<String> {
    let whole = part(ident);
    if whole.contains('/') {
        return vec![whole];
    }
    let name = whole.split_once('$').map_or(whole.as_str(), |(name, _)| name);
    name.split('.').map(str::to_owned).collect()
}

/// The last part of a name.
pub(crate) fn last(name: &ObjectName) -> Option<String> {
    name.0.iter().rev().find_map(ObjectNamePart::as_ident).map(part)
}

/// The names that a table alias gives to columns.
pub(crate) fn alias_columns(alias: &TableAlias) -> Vec<String> {
    alias.columns.iter().map(|c| part(&c.name)).collect()
}
