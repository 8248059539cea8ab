//! The facet that says which columns an output's columns are made of.

use std::collections::BTreeSet;

use garim_core::{
    imported::{DatasetKey, ImportedEdge},
    lineage::{Direct, Indirect, Transformation},
};
use serde_json::Value;

use super::event::key;

/// Most edges of one event.
const MAX_EDGES: usize = 200_000;

/// The edges into a dataset.
pub(super) fn edges(to: &DatasetKey, facet: &Value) -> BTreeSet<ImportedEdge> {
    let mut edges = BTreeSet::new();
    for (column, made) in facet["fields"].as_object().into_iter().flatten() {
        let whole = made["transformationType"].as_str();
        for input in made["inputFields"].as_array().into_iter().flatten() {
            add(&mut edges, to, Some(column), input, whole);
        }
    }
    // Columns that shape the rows as a whole.
    for input in facet["dataset"].as_array().into_iter().flatten() {
        add(&mut edges, to, None, input, None);
    }
    edges
}

fn add(edges: &mut BTreeSet<ImportedEdge>, to: &DatasetKey, column: Option<&str>, input: &Value, whole: Option<&str>) {
    let (Some(dataset), Some(field)) = (key(input), input["field"].as_str().filter(|f| !f.is_empty())) else { return };
    let mut ways: Vec<Transformation> = input["transformations"].as_array().into_iter().flatten().map(way).collect();
    if ways.is_empty() {
        ways.push(untold(column, whole));
    }
    for transformation in ways {
        let direct = matches!(transformation, Transformation::Direct(_));
        let to_column = column.filter(|_| direct).map(str::to_owned);
        if edges.len() < MAX_EDGES && direct == to_column.is_some() {
            edges.insert(ImportedEdge { from: dataset.column(field), to: to.clone(), to_column, transformation });
        }
    }
}

/// What a transformation does, in the standard's words.
fn way(value: &Value) -> Transformation {
    let subtype = value["subtype"].as_str().unwrap_or_default().to_uppercase();
    if value["type"].as_str().is_some_and(|t| t.eq_ignore_ascii_case("INDIRECT")) {
        return Transformation::Indirect(match subtype.as_str() {
            "JOIN" => Indirect::JoinKey,
            "GROUP_BY" => Indirect::Group,
            "SORT" => Indirect::Sort,
            "WINDOW" => Indirect::Window,
            "CONDITIONAL" => Indirect::Conditional,
            _ => Indirect::Filter,
        });
    }
    Transformation::Direct(match subtype.as_str() {
        _ if value["masking"] == true => Direct::Masked,
        "IDENTITY" => Direct::Identity,
        "AGGREGATION" => Direct::Aggregate { function: aggregate(value["description"].as_str()) },
        "TRANSFORMATION" => Direct::Expression,
        _ => Direct::Unresolved,
    })
}

/// The function, where the description is nothing but its name; a description may hold anything.
fn aggregate(description: Option<&str>) -> String {
    let word = description.unwrap_or_default().trim().to_lowercase();
    let known = ["sum", "count", "avg", "min", "max", "count_distinct"];
    known.iter().find(|k| **k == word).map_or_else(|| "aggregate".to_owned(), |k| (*k).to_owned())
}

/// Before version 1.1 of the facet there was one word for the whole column, or none.
fn untold(column: Option<&str>, whole: Option<&str>) -> Transformation {
    match (column, whole) {
        (None, _) => Transformation::Indirect(Indirect::Filter),
        (_, Some("IDENTITY")) => Transformation::Direct(Direct::Identity),
        (_, Some("MASKED")) => Transformation::Direct(Direct::Masked),
        _ => Transformation::Direct(Direct::Unresolved),
    }
}
