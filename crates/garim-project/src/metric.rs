//! `metrics/*.yaml`, in MetricFlow's current keys.

use std::collections::BTreeSet;

use garim_core::{
    asset::{Aggregation, Metric, MetricKind},
    name::{DatasetName, MetricName, PrincipalName},
};

use crate::{
    document::{Document, Map},
    node::Node,
    problem::Mark,
};

/// A metric with the places of what it names.
pub(crate) struct MetricText {
    /// The metric.
    pub metric: Metric,
    /// Where it is named.
    pub mark: Mark,
    /// Where it names a dataset.
    pub dataset: Option<Mark>,
    /// Where its expression stands.
    pub expression: Option<Mark>,
    /// The metrics that it names.
    pub refers: Vec<(MetricName, Mark)>,
}

const KEYS: [&str; 12] = [
    "name",
    "label",
    "description",
    "type",
    "agg",
    "expr",
    "filter",
    "dataset",
    "numerator",
    "denominator",
    "input_metric",
    "config",
];

const META_KEYS: [&str; 8] =
    ["label_ko", "unit", "owner", "parent", "synonyms", "conflicts_with", "reconciles_with", "certified_by"];

const AGGREGATIONS: [(&str, Aggregation); 5] = [
    ("count", Aggregation::Count),
    ("count_distinct", Aggregation::CountDistinct),
    ("sum", Aggregation::Sum),
    ("min", Aggregation::Min),
    ("max", Aggregation::Max),
];

#[derive(Clone, Copy)]
enum Type {
    Simple,
    Ratio,
    Cumulative,
}

const TYPES: [(&str, Type); 3] = [("simple", Type::Simple), ("ratio", Type::Ratio), ("cumulative", Type::Cumulative)];

/// Reads the metrics of one file; names of those that came to nothing go to `broken`.
pub(crate) fn read<'a>(document: Document<'a>, node: &'a Node, broken: &mut BTreeSet<String>) -> Vec<MetricText> {
    let Some(top) = document.map(node, "a file of metrics") else { return Vec::new() };
    top.known("a file of metrics", &["metrics", "version"]);
    if top.get("metrics").is_none() {
        top.missing("metrics", "metrics: [{name: dau, …}]");
    }
    let mut metrics = Vec::new();
    for node in top.list("metrics") {
        match document.map(node, "a metric").and_then(|map| metric(&map)) {
            Some(metric) => metrics.push(metric),
            None => broken.extend(node.named("name")),
        }
    }
    metrics
}

fn metric(map: &Map<'_>) -> Option<MetricText> {
    map.known("a metric", &KEYS);
    let name = map.required("name", "name: dau");
    let label = map.required("label", "label: DAU");
    let description = map.required("description", "description: distinct users of the day");
    let mut refers = Vec::new();
    let (kind, dataset, expression) = kind(map, &mut refers)?;
    let config = map.map("config");
    if let Some(config) = &config {
        config.known("`config`", &["meta", "enabled", "group"]);
    }
    let meta = config.and_then(|c| c.map("meta"));
    if let Some(meta) = &meta {
        meta.known("`meta`", &META_KEYS);
    }
    let mut named = |key: &str| meta.as_ref().and_then(|m| refer(m, key, &mut refers));
    let (parent, conflicts_with, reconciles_with) = (named("parent"), named("conflicts_with"), named("reconciles_with"));
    let said = |key: &str| meta.as_ref().and_then(|m| m.string(key));
    let name = name?;
    let metric = Metric {
        name: name.parse::<MetricName>()?,
        label: label?.value.to_owned(),
        label_ko: said("label_ko"),
        description: description?.value.trim().to_owned(),
        kind,
        unit: said("unit"),
        owner: said("owner"),
        parent,
        synonyms: meta.as_ref().map(|m| m.strings("synonyms")).unwrap_or_default(),
        conflicts_with,
        reconciles_with,
        certified_by: meta.as_ref().and_then(|m| m.parse::<PrincipalName>("certified_by")),
        file: map.document.file.to_owned(),
    };
    Some(MetricText { metric, mark: name.mark(), dataset, expression, refers })
}

type Kind = (MetricKind, Option<Mark>, Option<Mark>);

fn kind(map: &Map<'_>, refers: &mut Vec<(MetricName, Mark)>) -> Option<Kind> {
    match map.required("type", "type: simple")?.one_of("a type of metric", &TYPES)? {
        Type::Simple => {
            foreign(map, "simple", &["numerator", "denominator", "input_metric"]);
            simple(map)
        }
        Type::Ratio => {
            foreign(map, "ratio", &["agg", "expr", "filter", "dataset", "input_metric"]);
            let numerator = required(map, "numerator", "numerator: dr", refers);
            let denominator = required(map, "denominator", "denominator: dau", refers);
            Some((MetricKind::Ratio { numerator: numerator?, denominator: denominator? }, None, None))
        }
        Type::Cumulative => {
            foreign(map, "cumulative", &["agg", "expr", "filter", "dataset", "numerator", "denominator"]);
            Some((MetricKind::Cumulative { of: required(map, "input_metric", "input_metric: dr", refers)? }, None, None))
        }
    }
}

fn simple(map: &Map<'_>) -> Option<Kind> {
    let dataset = map.required("dataset", "dataset: shop.access");
    let aggregation = map.required("agg", "agg: count_distinct")?.one_of("an aggregation", &AGGREGATIONS)?;
    let expression = map.text("expr");
    if expression.is_none() && aggregation != Aggregation::Count {
        map.missing("expr", "expr: p_amount");
    }
    let dataset = dataset?;
    let kind = MetricKind::Simple {
        dataset: dataset.parse::<DatasetName>()?,
        aggregation,
        expression: expression.map_or_else(|| "*".to_owned(), |e| e.value.trim().to_owned()),
        filter: map.string("filter"),
    };
    Some((kind, Some(dataset.mark()), expression.map(|e| e.mark())))
}

/// Keys that another type of metric has.
fn foreign(map: &Map<'_>, kind: &str, keys: &[&str]) {
    for (key, _) in map.entries.iter().filter(|(k, _)| keys.contains(&k.text.as_str())) {
        map.document.problem(key.span, format!("a {kind} metric has no `{}`", key.text), None);
    }
}

fn required(map: &Map<'_>, key: &str, example: &str, refers: &mut Vec<(MetricName, Mark)>) -> Option<MetricName> {
    if map.get(key).is_none() {
        map.missing(key, example);
    }
    refer(map, key, refers)
}

fn refer(map: &Map<'_>, key: &str, refers: &mut Vec<(MetricName, Mark)>) -> Option<MetricName> {
    let text = map.text(key)?;
    let name = text.parse::<MetricName>()?;
    refers.push((name.clone(), text.mark()));
    Some(name)
}
