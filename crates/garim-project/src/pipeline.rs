//! `pipelines/*.yaml`.

use std::str::FromStr;

use garim_core::{
    asset::{Job, JobKind, Pipeline},
    name::{ColumnName, DatasetName, MetricName, PipelineName, PurposeName},
    time::Day,
};

use crate::{
    document::{Document, Map, Text, shown},
    node::{Node, Value},
    problem::Mark,
    read::Files,
};

/// A pipeline with the places of what it names.
pub(crate) struct PipelineText {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// Where it is named.
    pub mark: Mark,
    /// Where its purpose is named.
    pub purpose: Mark,
    /// Where each job names its dataset or its metrics.
    pub jobs: Vec<Mark>,
}

/// Reads one pipeline; `files` gives the SQL.
pub(crate) fn read<'a>(document: Document<'a>, node: &'a Node, files: &Files) -> Option<PipelineText> {
    let map = document.map(node, "a pipeline")?;
    map.known("a pipeline", &["name", "description", "schedule", "purpose", "start", "jobs"]);
    let name = map.required("name", "name: daily");
    let purpose = map.required("purpose", "purpose: reporting");
    let start = map.required("start", "start: 2020-10-25").and_then(|t| t.parse::<Day>());
    let schedule = map.text("schedule").and_then(|t| cron(&t));
    let mut jobs = Vec::new();
    let mut marks = Vec::new();
    for node in map.list("jobs") {
        if let Some((job, mark)) = document.map(node, "a job").and_then(|m| job(&m, files)) {
            jobs.push(job);
            marks.push(mark);
        }
    }
    if map.get("jobs").is_none() {
        map.missing("jobs", "jobs: [{ingest: shop.user}, {metrics: all}]");
    }
    let (name, purpose) = (name?, purpose?);
    let pipeline =
        Pipeline { name: name.parse::<PipelineName>()?, schedule, purpose: purpose.parse::<PurposeName>()?, start: start?, jobs };
    Some(PipelineText { pipeline, mark: name.mark(), purpose: purpose.mark(), jobs: marks })
}

/// A cron expression of five fields.
fn cron(text: &Text<'_>) -> Option<String> {
    let five = text.value.split_whitespace().count() == 5;
    if five && croner::Cron::from_str(text.value).is_ok() {
        return Some(text.value.to_owned());
    }
    let help = "five fields: minute, hour, day of month, month, day of week, such as `30 4 * * *`".to_owned();
    text.problem(format!("`{}` is not a schedule", shown(text.value)), Some(help));
    None
}

const KINDS: [&str; 3] = ["ingest", "transform", "metrics"];

fn job(map: &Map<'_>, files: &Files) -> Option<(Job, Mark)> {
    let kinds: Vec<&str> = KINDS.into_iter().filter(|k| map.get(k).is_some()).collect();
    let (kind, mark) = match kinds.as_slice() {
        ["ingest"] => ingest(map)?,
        ["transform"] => transform(map, files)?,
        ["metrics"] => metrics(map)?,
        _ => {
            let help = "`ingest: DATASET`, `transform: DATASET` with `sql: FILE`, or `metrics: all`".to_owned();
            map.document.problem(map.span, "a job does exactly one thing", Some(help));
            return None;
        }
    };
    Some((Job { kind }, mark))
}

fn ingest(map: &Map<'_>) -> Option<(JobKind, Mark)> {
    map.known("an ingest job", &["ingest", "incremental", "description"]);
    let text = map.text("ingest")?;
    let incremental = map.parse::<ColumnName>("incremental");
    Some((JobKind::Ingest { dataset: text.parse::<DatasetName>()?, incremental }, text.mark()))
}

fn transform(map: &Map<'_>, files: &Files) -> Option<(JobKind, Mark)> {
    map.known("a transform job", &["transform", "sql", "description"]);
    let text = map.text("transform")?;
    let dataset = text.parse::<DatasetName>();
    let file = map.required("sql", "sql: sql/dim_user.sql")?;
    let Some(sql) = files.get(file.value) else {
        let near = garim_core::name::nearest(file.value, files.keys().map(String::as_str).filter(|f| f.ends_with(".sql")));
        let help = near.map_or_else(|| "write it into `sql/` of the project".to_owned(), |n| format!("did you mean `{n}`?"));
        file.problem(format!("`{}` is not a file of this project", shown(file.value)), Some(help));
        return None;
    };
    let kind = JobKind::Transform { dataset: dataset?, file: file.value.to_owned(), sql: sql.clone() };
    Some((kind, text.mark()))
}

fn metrics(map: &Map<'_>) -> Option<(JobKind, Mark)> {
    map.known("a metrics job", &["metrics", "description"]);
    let node = map.get("metrics")?;
    let mark = map.document.mark(node.span);
    let names = match &node.value {
        Value::Text(all) if all == "all" => Vec::new(),
        Value::List(_) => {
            let names: Vec<MetricName> = map.texts("metrics").iter().filter_map(|t| t.parse()).collect();
            if names.is_empty() {
                map.document.problem(node.span, "no metric is named", Some("`all`, or a list of metrics".to_owned()));
                return None;
            }
            names
        }
        other => {
            let message = format!("`metrics` is {}", other.describe());
            map.document.problem(node.span, message, Some("`all`, or a list of metrics".to_owned()));
            return None;
        }
    };
    Some((JobKind::Metrics { names }, mark))
}
