//! A row of ACCESS_HISTORY.

use garim_core::imported::ColumnKey;
use serde_json::Value;

use super::object::{column, dataset};
use crate::{input::Row, usage::Told};

/// What the engine says that a query did.
pub(super) fn read(row: &Row, namespace: &str) -> Told {
    let mut told = Told::default();
    let list = |name: &str| match row.json(&[name]) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    // What a query names: views are named themselves, and what they read is told of their definition.
    let mut accessed = list("direct_objects_accessed");
    if accessed.is_empty() {
        accessed = list("base_objects_accessed");
    }
    for object in &accessed {
        let Some(key) = dataset(object, namespace) else { continue };
        told.columns.extend(names(object).map(|n| key.column(column(n))));
        if !told.reads.contains(&key) {
            told.reads.push(key);
        }
    }
    for object in list("objects_modified") {
        let Some(key) = dataset(&object, namespace) else { continue };
        for written in object["columns"].as_array().into_iter().flatten() {
            let Some(name) = written["columnName"].as_str() else { continue };
            let sources = written["directSources"].as_array().filter(|s| !s.is_empty()).or(written["baseSources"].as_array());
            let sources = sources.into_iter().flatten().filter_map(|s| source(s, namespace));
            told.flows.extend(sources.map(|from| (from, key.column(column(name)))));
        }
        if !told.writes.contains(&key) {
            told.writes.push(key);
        }
    }
    told
}

fn names(object: &Value) -> impl Iterator<Item = &str> {
    object["columns"].as_array().into_iter().flatten().filter_map(|c| c["columnName"].as_str())
}

fn source(value: &Value, namespace: &str) -> Option<ColumnKey> {
    Some(dataset(value, namespace)?.column(column(value["columnName"].as_str()?)))
}
