//! What is kept of facets: for each standard one the fields that hold no person's data. Everything else is left out.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Facets that are kept as such, with the fields of theirs that are. Facets that become facts of their own are not among them.
const KEPT: &[(&str, &[&str])] = &[
    // Of runs.
    ("processing_engine", &["version", "name", "openlineageAdapterVersion"]),
    ("externalQuery", &["externalQueryId", "source"]),
    ("parent", &["run", "job", "root"]),
    ("nominalTime", &["nominalStartTime", "nominalEndTime"]),
    ("jobDependencies", &["upstream", "downstream", "trigger_rule"]),
    ("executionParameters", &[]),
    // Of jobs.
    ("jobType", &["processingType", "integration", "jobType"]),
    ("sourceCodeLocation", &["type", "url", "repoUrl", "path", "version", "tag", "branch"]),
    // Of datasets.
    ("dataSource", &["name", "uri"]),
    ("storage", &["storageLayer", "fileFormat"]),
    ("version", &["datasetVersion"]),
    ("datasetType", &["datasetType", "subType"]),
    ("catalog", &["framework", "type", "name", "metadataUri", "warehouseUri", "source"]),
    ("hierarchy", &["hierarchy"]),
    ("lifecycleStateChange", &["lifecycleStateChange", "previousIdentifier"]),
    ("inputStatistics", &["rowCount", "size", "fileCount"]),
    ("outputStatistics", &["rowCount", "size", "fileCount"]),
    ("dataQualityMetrics", &["rowCount", "bytes", "fileCount", "lastUpdated", "columnMetrics"]),
    ("tags", &["tags"]),
];
/// Facets that become facts and lose nothing by it.
const FACTS: &[&str] =
    &["documentation", "ownership", "schema", "columnLineage", "symlinks", "dataQualityAssertions", "gcp_lineage_marker"];
/// Numbers about a column that say nothing of a single row. `min`, `max`, `sum` and `quantiles` may be somebody's.
const COLUMN_METRICS: &[&str] = &["nullCount", "distinctCount", "count"];
/// Longest text within a facet that is kept.
const MAX_TEXT: usize = 2_048;
/// Deepest structure that is kept.
const MAX_DEPTH: usize = 8;

/// What came of an object of facets.
pub(super) struct Kept {
    /// By name.
    pub facets: BTreeMap<String, Value>,
    /// Something was left out.
    pub left_out: bool,
}

/// Goes through facets.
pub(super) fn keep(facets: &Value) -> Kept {
    let mut kept = Kept { facets: BTreeMap::new(), left_out: false };
    for (name, facet) in facets.as_object().into_iter().flatten() {
        match KEPT.iter().find(|(n, _)| n == name) {
            Some((_, fields)) => {
                let (value, left_out) = fields_of(facet, fields);
                kept.left_out |= left_out;
                if value.as_object().is_some_and(|o| !o.is_empty()) {
                    kept.facets.insert(name.clone(), value);
                }
            }
            None => kept.left_out |= !FACTS.contains(&name.as_str()),
        }
    }
    kept
}

/// The fields of a facet that are kept, and whether others were there.
fn fields_of(facet: &Value, fields: &[&str]) -> (Value, bool) {
    let (mut kept, mut left_out) = (Map::new(), false);
    for (name, value) in facet.as_object().into_iter().flatten() {
        match name.as_str() {
            "_producer" | "_schemaURL" | "_deleted" => {}
            "columnMetrics" => {
                let (metrics, dropped) = column_metrics(value);
                left_out |= dropped;
                kept.insert(name.clone(), metrics);
            }
            field if fields.contains(&field) => {
                kept.insert(name.clone(), plain(value, 0));
            }
            _ => left_out = true,
        }
    }
    (Value::Object(kept), left_out)
}

fn column_metrics(value: &Value) -> (Value, bool) {
    let (mut columns, mut left_out) = (Map::new(), false);
    for (column, metrics) in value.as_object().into_iter().flatten() {
        let all = metrics.as_object().into_iter().flatten();
        left_out |= all.clone().any(|(name, _)| !COLUMN_METRICS.contains(&name.as_str()));
        let numbers = all.filter(|(n, v)| COLUMN_METRICS.contains(&n.as_str()) && v.is_number());
        columns.insert(column.clone(), Value::Object(numbers.map(|(n, v)| (n.clone(), v.clone())).collect()));
    }
    (Value::Object(columns), left_out)
}

/// A value without the standard's own keys, of bounded size; addresses lose what may be a password.
fn plain(value: &Value, depth: usize) -> Value {
    match value {
        _ if depth > MAX_DEPTH => Value::Null,
        Value::String(text) => Value::String(address(&text[..text.floor_char_boundary(MAX_TEXT)])),
        Value::Array(list) => list.iter().map(|v| plain(v, depth + 1)).collect(),
        Value::Object(map) => {
            let own = map.iter().filter(|(k, _)| !k.starts_with('_'));
            Value::Object(own.map(|(k, v)| (k.clone(), plain(v, depth + 1))).collect())
        }
        other => other.clone(),
    }
}

/// An address without user, password and parameters; other text as it is.
pub(crate) fn address(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let rest = rest.split(['?', '#', ';']).next().unwrap_or_default();
    let (host, path) = rest.split_once('/').map_or((rest, None), |(h, p)| (h, Some(p)));
    let host = host.rsplit('@').next().unwrap_or_default();
    match path {
        Some(path) => format!("{scheme}://{host}/{path}"),
        None => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn extremes_unknown_facets_and_passwords_are_left_out() {
        let kept = keep(&json!({
            "dataQualityMetrics": {"_producer": "p", "rowCount": 3, "columnMetrics": {"age": {"nullCount": 1, "min": 17, "max": 99, "quantiles": {"0.5": 40}}}},
            "dataSource": {"name": "db", "uri": "postgres://kim:s3cret@db:5432/shop?password=s3cret"},
            "errorMessage": {"message": "duplicate key kim@example.com"},
            "mine": {"note": "s3cret"},
            "schema": {"fields": []},
        }));
        assert_eq!(
            Value::Object(kept.facets.into_iter().collect()),
            json!({
                "dataQualityMetrics": {"rowCount": 3, "columnMetrics": {"age": {"nullCount": 1}}},
                "dataSource": {"name": "db", "uri": "postgres://db:5432/shop"},
            })
        );
        assert!(kept.left_out);
        assert!(!keep(&json!({"storage": {"_producer": "p", "storageLayer": "delta"}})).left_out);
    }
}
