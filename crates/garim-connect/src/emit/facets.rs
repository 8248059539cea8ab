//! The standard's facets, as far as we have something to say.

use std::collections::BTreeMap;

use garim_core::lineage::{Direct, Edge, Indirect, Transformation};
use garim_ports::DatasetTold;
use serde_json::{Map, Value, json};

/// Who sends the events.
pub(super) const PRODUCER: &str = concat!("urn:garim:", env!("CARGO_PKG_VERSION"));

/// A facet with the two fields that the standard wants of each.
fn facet(version: &str, name: &str, mut fields: Value) -> Value {
    if let Some(map) = fields.as_object_mut() {
        map.insert("_producer".to_owned(), json!(PRODUCER));
        map.insert(
            "_schemaURL".to_owned(),
            json!(format!("https://openlineage.io/spec/facets/{version}/{name}.json#/$defs/{name}")),
        );
    }
    fields
}

/// Of the run: the day that it is for, what it ran in, and why it failed.
pub(super) fn of_run(day: String, message: Option<&str>) -> Value {
    let mut facets = json!({
        "nominalTime": facet("1-0-1", "NominalTimeRunFacet", json!({ "nominalStartTime": day })),
        "processing_engine": facet("1-1-1", "ProcessingEngineRunFacet", json!({"name": "Garim", "version": env!("CARGO_PKG_VERSION")})),
    });
    if let Some(message) = message {
        facets["errorMessage"] =
            facet("1-0-1", "ErrorMessageRunFacet", json!({"message": message, "programmingLanguage": "Rust"}));
    }
    facets
}

/// Of the job.
pub(super) fn of_job() -> Value {
    json!({"jobType": facet("2-0-3", "JobTypeJobFacet", json!({"processingType": "BATCH", "integration": "GARIM", "jobType": "JOB"}))})
}

/// Of a dataset; the columns that it is made of, if it is written.
pub(super) fn of_dataset(told: &DatasetTold, namespace: &str, edges: &[Edge]) -> Value {
    let mut facets = Map::new();
    let mut add = |name: &str, version: &str, kind: &str, fields: Value| {
        facets.insert(name.to_owned(), facet(version, kind, fields));
    };
    if !told.columns.is_empty() {
        let field = |(name, kind, description): &(garim_core::name::ColumnName, String, Option<String>)| {
            let mut field = json!({"name": name, "type": kind});
            if let Some(description) = description {
                field["description"] = json!(description);
            }
            field
        };
        add("schema", "1-1-1", "SchemaDatasetFacet", json!({"fields": told.columns.iter().map(field).collect::<Vec<_>>()}));
    }
    if let Some((name, uri)) = &told.source {
        add("dataSource", "1-0-1", "DatasourceDatasetFacet", json!({"name": name, "uri": uri}));
    }
    if !told.owners.is_empty() {
        let owners: Vec<Value> = told.owners.iter().map(|o| json!({ "name": o })).collect();
        add("ownership", "1-0-1", "OwnershipDatasetFacet", json!({ "owners": owners }));
    }
    if !told.tags.is_empty() {
        let tag = |(column, key, value): &(Option<garim_core::name::ColumnName>, String, String)| {
            let mut tag = json!({"key": key, "value": value, "source": "GARIM"});
            if let Some(column) = column {
                tag["field"] = json!(column);
            }
            tag
        };
        add("tags", "1-0-0", "TagsDatasetFacet", json!({"tags": told.tags.iter().map(tag).collect::<Vec<_>>()}));
    }
    let mine: Vec<&Edge> = edges.iter().filter(|e| told.namespace.is_none() && e.to.to_string() == told.name).collect();
    if !mine.is_empty() {
        add("columnLineage", "1-2-0", "ColumnLineageDatasetFacet", columns(&mine, namespace));
    }
    Value::Object(facets)
}

/// What was written.
pub(super) fn of_output(told: &DatasetTold) -> Value {
    let mut statistics = Map::new();
    statistics.extend(told.rows.map(|r| ("rowCount".to_owned(), json!(r))));
    statistics.extend(told.bytes.map(|b| ("size".to_owned(), json!(b))));
    match statistics.is_empty() {
        true => json!({}),
        false => {
            json!({"outputStatistics": facet("1-0-2", "OutputStatisticsOutputDatasetFacet", Value::Object(statistics))})
        }
    }
}

/// Direct edges by the column that they make, indirect ones for the whole.
fn columns(edges: &[&Edge], namespace: &str) -> Value {
    let mut fields: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut whole = Vec::new();
    for edge in edges {
        let input = json!({
            "namespace": namespace, "name": edge.from.dataset.to_string(), "field": edge.from.column,
            "transformations": [transformation(&edge.transformation)],
        });
        match &edge.to_column {
            Some(column) => fields.entry(column.as_str()).or_default().push(input),
            None => whole.push(input),
        }
    }
    let fields: Map<String, Value> =
        fields.into_iter().map(|(c, inputs)| (c.to_owned(), json!({ "inputFields": inputs }))).collect();
    match whole.is_empty() {
        true => json!({ "fields": fields }),
        false => json!({ "fields": fields, "dataset": whole }),
    }
}

fn transformation(how: &Transformation) -> Value {
    let (kind, subtype, description) = match how {
        Transformation::Direct(Direct::Identity) => ("DIRECT", "IDENTITY", String::new()),
        Transformation::Direct(Direct::Aggregate { function }) => ("DIRECT", "AGGREGATION", function.clone()),
        Transformation::Direct(Direct::Expression | Direct::Masked | Direct::Unresolved) => {
            ("DIRECT", "TRANSFORMATION", String::new())
        }
        Transformation::Indirect(Indirect::Filter) => ("INDIRECT", "FILTER", String::new()),
        Transformation::Indirect(Indirect::JoinKey) => ("INDIRECT", "JOIN", String::new()),
        Transformation::Indirect(Indirect::Group) => ("INDIRECT", "GROUP_BY", String::new()),
        Transformation::Indirect(Indirect::Sort) => ("INDIRECT", "SORT", String::new()),
        Transformation::Indirect(Indirect::Window) => ("INDIRECT", "WINDOW", String::new()),
        Transformation::Indirect(Indirect::Conditional) => ("INDIRECT", "CONDITIONAL", String::new()),
    };
    let masking = matches!(how, Transformation::Direct(Direct::Masked));
    json!({"type": kind, "subtype": subtype, "description": description, "masking": masking})
}
