//! Objects as ACCESS_HISTORY names them.

use garim_core::imported::DatasetKey;
use garim_lineage::Dialect;
use serde_json::Value;

use crate::usage::folded;

/// Domains that hold rows.
const DOMAINS: &[&str] = &[
    "table",
    "view",
    "materialized view",
    "external table",
    "dynamic table",
    "iceberg table",
    "event table",
    "stream",
    "hybrid table",
];

/// The dataset of an object; stages, functions and the system's own views are none.
pub(super) fn dataset(object: &Value, namespace: &str) -> Option<DatasetKey> {
    let domain = object["objectDomain"].as_str().unwrap_or("Table").to_lowercase();
    let parts = parts(object["objectName"].as_str()?);
    let system = matches!(parts.as_slice(), [database, schema, _] if database == "SNOWFLAKE" || schema == "INFORMATION_SCHEMA");
    if !DOMAINS.contains(&domain.as_str()) || system {
        return None;
    }
    let folded: Vec<String> = parts.iter().map(|p| folded(p, Dialect::Snowflake)).collect();
    DatasetKey::of_parts(namespace, &folded).ok()
}

/// A column's name, as statements have it without quotes.
pub(super) fn column(name: &str) -> String {
    folded(name, Dialect::Snowflake)
}

/// `DB.SCHEMA."my.table"` in parts.
fn parts(name: &str) -> Vec<String> {
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                part.push('"');
            }
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(c),
        }
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_parts_stay_whole() {
        assert_eq!(parts("DB.\"my.\"\"schema\".T"), ["DB", "my.\"schema", "T"]);
    }
}
