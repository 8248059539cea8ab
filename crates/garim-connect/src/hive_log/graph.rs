//! The graph in an object: vertices are columns and tables, edges say which make which. Expressions may hold literals: they
//! are told apart as copy or computation, and forgotten.

use std::collections::{BTreeSet, HashMap};

use garim_core::{
    imported::{ColumnKey, DatasetKey, ImportedEdge},
    lineage::{Direct, Indirect, Transformation},
};
use garim_lineage::Dialect;
use serde_json::Value;

use crate::usage::{Told, folded};

/// What an object says.
pub(super) struct Graph {
    /// Tables and columns.
    pub told: Told,
    /// Edges into tables.
    pub edges: BTreeSet<ImportedEdge>,
}

/// A vertex.
enum Vertex {
    /// A table's column.
    Column(ColumnKey),
    /// A column of a result that goes to whoever asked.
    Output,
    /// A whole table.
    Table(DatasetKey),
}

/// Reads an object.
pub(super) fn read(value: &Value, namespace: &str) -> Graph {
    let vertices: HashMap<i64, Vertex> = value["vertices"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|v| Some((v["id"].as_i64()?, vertex(v, namespace)?)))
        .collect();
    let (mut told, mut edges) = (Told::default(), BTreeSet::new());
    for edge in value["edges"].as_array().into_iter().flatten() {
        let ends = |name: &str| -> Vec<&Vertex> {
            let ids = edge[name].as_array().into_iter().flatten().filter_map(Value::as_i64);
            ids.filter_map(|id| vertices.get(&id)).collect()
        };
        let (sources, targets) = (ends("sources"), ends("targets"));
        sources.iter().for_each(|s| read_from(s, &mut told));
        targets.iter().for_each(|t| written(t, &mut told));
        let predicate = edge["edgeType"] == "PREDICATE";
        let how = transformation(edge["expression"].as_str(), predicate);
        for target in &targets {
            edges.extend(sources.iter().filter_map(|source| flow(source, target, &how)));
        }
    }
    Graph { told, edges }
}

fn vertex(value: &Value, namespace: &str) -> Option<Vertex> {
    let parts: Vec<String> = value["vertexId"].as_str()?.split('.').map(|p| folded(p, Dialect::Hive)).collect();
    match (value["vertexType"].as_str()?, parts.as_slice()) {
        ("COLUMN", [table @ .., column]) if table.len() >= 2 => {
            Some(Vertex::Column(DatasetKey::of_parts(namespace, table).ok()?.column(column.clone())))
        }
        ("COLUMN", _) => Some(Vertex::Output),
        ("TABLE", table) => Some(Vertex::Table(DatasetKey::of_parts(namespace, table).ok()?)),
        _ => None,
    }
}

fn push<T: PartialEq + Clone>(list: &mut Vec<T>, one: &T) {
    if !list.contains(one) {
        list.push(one.clone());
    }
}

fn read_from(vertex: &Vertex, told: &mut Told) {
    match vertex {
        Vertex::Column(column) => {
            push(&mut told.reads, &column.dataset);
            push(&mut told.columns, column);
        }
        Vertex::Table(table) => push(&mut told.reads, table),
        Vertex::Output => {}
    }
}

fn written(vertex: &Vertex, told: &mut Told) {
    match vertex {
        Vertex::Column(column) => push(&mut told.writes, &column.dataset),
        Vertex::Table(table) => push(&mut told.writes, table),
        Vertex::Output => {}
    }
}

/// Predicates shape the whole of what is written.
fn flow(source: &Vertex, target: &Vertex, how: &Transformation) -> Option<ImportedEdge> {
    let Vertex::Column(from) = source else { return None };
    let (to, to_column) = match target {
        Vertex::Column(to) => (to.dataset.clone(), Some(to.column.clone())),
        Vertex::Table(to) => (to.clone(), None),
        Vertex::Output => return None,
    };
    let to_column = to_column.filter(|_| matches!(how, Transformation::Direct(_)));
    (to_column.is_some() || matches!(how, Transformation::Indirect(_))).then(|| ImportedEdge {
        from: from.clone(),
        to,
        to_column,
        transformation: how.clone(),
    })
}

/// An edge without an expression copies; `max(src.key)` aggregates.
fn transformation(expression: Option<&str>, predicate: bool) -> Transformation {
    /// Hive's aggregates that a lineage tells of.
    const AGGREGATES: &[&str] = &[
        "sum",
        "count",
        "max",
        "min",
        "avg",
        "collect_set",
        "collect_list",
        "stddev",
        "variance",
        "percentile",
        "compute_stats",
    ];
    if predicate {
        let join = expression.is_some_and(|e| e.contains(" = ") && !e.contains('\'') && !e.contains(" and "));
        return Transformation::Indirect(if join { Indirect::JoinKey } else { Indirect::Filter });
    }
    let Some(expression) = expression.map(str::trim).filter(|e| !e.is_empty()) else {
        return Transformation::Direct(Direct::Identity);
    };
    let function = expression.split('(').next().unwrap_or_default().trim().to_lowercase();
    if expression.ends_with(')') && AGGREGATES.contains(&function.as_str()) {
        return Transformation::Direct(Direct::Aggregate { function });
    }
    Transformation::Direct(Direct::Expression)
}
