//! What an event says of a dataset.

use garim_core::imported::{Check, DatasetKey, DatasetKind, Fact, ImportedColumn, ImportedDataset, Lifecycle};
use serde_json::Value;

use super::{
    event::{Event, key},
    keep::{address, keep},
};

/// Most columns of a dataset, nested ones included.
const MAX_COLUMNS: usize = 10_000;
/// Deepest nested column.
const MAX_DEPTH: usize = 16;

/// Reads the facets of a dataset, whether it is read, written or told of.
pub(super) fn read(event: &mut Event<'_>, name: &DatasetKey, value: &Value) {
    let facets = &value["facets"];
    let mut said = ImportedDataset::new(name.clone(), event.at);
    for group in [facets, &value["inputFacets"], &value["outputFacets"]] {
        let kept = keep(group);
        event.sealed |= kept.left_out;
        said.facets.extend(kept.facets);
    }
    said.columns = columns(&facets["schema"]).filter(|_| is_whole(event.value, &facets["schema"]));
    said.description = text(&facets["documentation"]["description"]);
    said.owners = owners(&facets["ownership"]);
    said.tags = tags(&facets["tags"]);
    said.kind = kind(facets);
    said.location = text(&facets["storage"]["location"]).map(|l| address(&l));
    said.lifecycle = lifecycle(&facets["lifecycleStateChange"], name);
    said.same_as = facets["symlinks"]["identifiers"].as_array().into_iter().flatten().filter_map(key).collect();
    let metrics =
        [&value["inputFacets"]["dataQualityMetrics"], &facets["dataQualityMetrics"], &value["inputFacets"]["inputStatistics"]];
    said.rows = metrics.iter().find_map(|m| m["rowCount"].as_u64());
    said.bytes = metrics.iter().find_map(|m| m["bytes"].as_u64().or(m["size"].as_u64()));
    for assertions in [&value["inputFacets"]["dataQualityAssertions"], &facets["dataQualityAssertions"]] {
        said.checks.extend(assertions["assertions"].as_array().into_iter().flatten().filter_map(check));
    }
    if let Some(Lifecycle::Renamed { .. }) = &said.lifecycle {
        event.facts.extend(renamed(event.at, name, &facets["lifecycleStateChange"]));
        said.lifecycle = Some(Lifecycle::Exists);
    }
    event.facts.push(Fact::Dataset(said));
}

/// A text that is not blank.
pub(super) fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|t| !t.trim().is_empty()).map(str::to_owned)
}

/// The owners' names.
pub(super) fn owners(facet: &Value) -> Option<Vec<String>> {
    Some(facet["owners"].as_array()?.iter().filter_map(|o| text(&o["name"])).collect())
}

/// Labels as `key` or `key:value`.
pub(super) fn tags(facet: &Value) -> Option<Vec<String>> {
    let tag = |t: &Value| {
        let key = text(&t["key"])?;
        Some(match text(&t["value"]).filter(|v| v != "true") {
            Some(value) => format!("{key}:{value}"),
            None => key,
        })
    };
    Some(facet["tags"].as_array()?.iter().filter(|t| t["field"].is_null()).filter_map(tag).collect())
}

/// Whether a schema facet has every column. Without a catalog dbt's sender tells the columns that somebody has described, and
/// those have no types: taken for all there are, they would make `SELECT *` lose the others.
pub(super) fn is_whole(event: &Value, facet: &Value) -> bool {
    let dbt = event["job"]["facets"]["jobType"]["integration"].as_str().is_some_and(|i| i.eq_ignore_ascii_case("dbt"));
    let mut fields = facet["fields"].as_array().into_iter().flatten();
    !dbt || fields.all(|f| text(&f["type"]).is_some())
}

pub(super) fn columns(facet: &Value) -> Option<Vec<ImportedColumn>> {
    let mut columns = Vec::new();
    nested(facet["fields"].as_array()?, "", 0, &mut columns);
    Some(columns)
}

fn nested(fields: &[Value], prefix: &str, depth: usize, columns: &mut Vec<ImportedColumn>) {
    for field in fields {
        let Some(name) = text(&field["name"]) else { continue };
        if columns.len() >= MAX_COLUMNS || depth >= MAX_DEPTH {
            return;
        }
        let name = format!("{prefix}{name}");
        columns.push(ImportedColumn {
            data_type: text(&field["type"]).unwrap_or_default(),
            description: text(&field["description"]),
            name: name.clone(),
            ..ImportedColumn::default()
        });
        if let Some(inner) = field["fields"].as_array() {
            nested(inner, &format!("{name}."), depth + 1, columns);
        }
    }
}

fn kind(facets: &Value) -> Option<DatasetKind> {
    let word = facets["datasetType"]["datasetType"].as_str().map(str::to_uppercase);
    match word.as_deref() {
        Some("TABLE") => Some(DatasetKind::Table),
        Some("VIEW") => Some(DatasetKind::View),
        Some("MATERIALIZED_VIEW" | "MATERIALIZED VIEW") => Some(DatasetKind::MaterialisedView),
        Some("TOPIC" | "STREAM") => Some(DatasetKind::Topic),
        Some("FILE" | "DIRECTORY") => Some(DatasetKind::Files),
        _ => None,
    }
}

fn lifecycle(facet: &Value, name: &DatasetKey) -> Option<Lifecycle> {
    match facet["lifecycleStateChange"].as_str()? {
        "DROP" => Some(Lifecycle::Dropped),
        "RENAME" => Some(Lifecycle::Renamed { to: name.clone() }),
        _ => Some(Lifecycle::Exists),
    }
}

/// The event is about the new name; the old one is told where it went.
fn renamed(at: garim_core::time::Timestamp, name: &DatasetKey, facet: &Value) -> Option<Fact> {
    let before = key(&facet["previousIdentifier"]).filter(|b| b != name)?;
    let lifecycle = Some(Lifecycle::Renamed { to: name.clone() });
    Some(Fact::Dataset(ImportedDataset { lifecycle, ..ImportedDataset::new(before, at) }))
}

/// An assertion: its name and outcome, without the values that it expected or saw.
fn check(value: &Value) -> Option<Check> {
    let name = text(&value["assertion"]).or_else(|| text(&value["name"]))?;
    Some(Check { name, column: text(&value["column"]), passed: value["success"].as_bool() })
}
