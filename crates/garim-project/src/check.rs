//! Whether the files of a project fit together: every name that one uses is defined by another.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use garim_core::{
    asset::{DayRule, JobKind, MetricKind},
    name::{ColumnName, DatasetName, MetricName, nearest},
};

use crate::{
    contract::ContractText,
    metric::MetricText,
    pipeline::PipelineText,
    problem::{Mark, Problems},
    project::Parsed,
    settings::Settings,
};

/// Checks everything against everything.
pub(crate) fn check(parsed: &Parsed, settings: Option<&Settings>, problems: &RefCell<Problems>) {
    let checker = Checker { parsed, problems };
    checker.unique(parsed.contracts.iter().map(|c| (&c.contract.name, &c.mark)), "dataset");
    checker.unique(parsed.metrics.iter().map(|m| (&m.metric.name, &m.mark)), "metric");
    checker.unique(parsed.pipelines.iter().map(|p| (&p.pipeline.name, &p.mark)), "pipeline");
    for contract in &parsed.contracts {
        checker.contract(contract, settings);
    }
    for metric in &parsed.metrics {
        checker.metric(metric);
    }
    checker.circles();
    let mut written = BTreeSet::new();
    for pipeline in &parsed.pipelines {
        checker.pipeline(pipeline, &mut written);
    }
}

struct Checker<'a> {
    parsed: &'a Parsed,
    problems: &'a RefCell<Problems>,
}

impl<'a> Checker<'a> {
    fn problem(&self, mark: &Mark, message: impl Into<String>, help: Option<String>) {
        self.problems.borrow_mut().add(mark, message, help);
    }

    /// A name that is not defined, with the nearest one that is.
    fn unknown<'n>(&self, mark: &Mark, what: &str, name: impl Display, known: impl IntoIterator<Item = &'n str>, help: &str) {
        let name = name.to_string();
        let folder = match what {
            "dataset" => "datasets",
            "metric" => "metrics",
            "purpose" => "purposes.yaml",
            _ => "",
        };
        if self.parsed.broken.names.contains(&name) || self.parsed.broken.folders.contains(folder) {
            return;
        }
        let help = nearest(&name, known).map_or_else(|| help.to_owned(), |n| format!("did you mean `{n}`?"));
        self.problem(mark, format!("{what} `{name}` is not defined"), Some(help));
    }

    fn unique<'n, N: Ord + Display + 'n>(&self, names: impl Iterator<Item = (&'n N, &'n Mark)>, what: &str) {
        let mut seen: BTreeMap<&N, &Mark> = BTreeMap::new();
        for (name, mark) in names {
            if let Some(first) = seen.insert(name, mark) {
                self.problem(mark, format!("{what} `{name}` is defined twice"), Some(format!("it is in `{}` too", first.file)));
            }
        }
    }

    fn dataset(&self, name: &DatasetName, mark: &Mark) -> Option<&'a ContractText> {
        let found = self.parsed.contracts.iter().find(|c| &c.contract.name == name);
        if found.is_none() {
            let known: Vec<String> = self.parsed.contracts.iter().map(|c| c.contract.name.to_string()).collect();
            let help = format!("write its contract as `datasets/{}.odcs.yaml`", name.table());
            self.unknown(mark, "dataset", name, known.iter().map(String::as_str), &help);
        }
        found
    }

    fn metric_named(&self, name: &MetricName, mark: &Mark) {
        if !self.parsed.metrics.iter().any(|m| &m.metric.name == name) {
            let known = self.parsed.metrics.iter().map(|m| m.metric.name.as_str());
            self.unknown(mark, "metric", name, known, "define it in `metrics/`");
        }
    }

    fn contract(&self, text: &ContractText, settings: Option<&Settings>) {
        let contract = &text.contract;
        if let (Some(source), Some(mark), Some(settings)) = (&contract.source, &text.source, settings)
            && !settings.sources.contains_key(&source.source)
        {
            let known = settings.sources.keys().map(|s| s.as_str());
            self.unknown(mark, "source", &source.source, known, "add it to `[sources]` in `garim.toml`");
        }
        if contract.name.schema() == "metrics" {
            self.problem(&text.mark, "the schema `metrics` is kept for the values of metrics", Some("choose another".to_owned()));
        }
        if let (garim_core::asset::Standing::Deprecated { successor: Some(successor) }, Some(mark)) =
            (&contract.standing, &text.successor)
        {
            self.successor(successor, mark);
        }
    }

    fn successor(&self, name: &str, mark: &Mark) {
        let datasets: Vec<String> = self.parsed.contracts.iter().map(|c| c.contract.name.to_string()).collect();
        let metrics = self.parsed.metrics.iter().map(|m| m.metric.name.as_str());
        let known: Vec<&str> = datasets.iter().map(String::as_str).chain(metrics).collect();
        if !known.contains(&name) {
            self.unknown(mark, "successor", name, known, "name a dataset or a metric of this project");
        }
    }

    fn metric(&self, text: &MetricText) {
        for (name, mark) in &text.refers {
            self.metric_named(name, mark);
        }
        let MetricKind::Simple { dataset, expression, .. } = &text.metric.kind else { return };
        let Some(contract) = text.dataset.as_ref().and_then(|mark| self.dataset(dataset, mark)) else { return };
        let (Some(mark), Ok(column)) = (&text.expression, ColumnName::new(expression)) else { return };
        let number = expression.bytes().all(|b| b.is_ascii_digit());
        if !number && contract.contract.schema.column(&column).is_none() {
            let known = contract.contract.schema.columns.iter().map(|c| c.name.as_str());
            self.unknown(mark, "column", &column, known, &format!("`{dataset}` has no such column"));
        }
    }

    /// Metrics that are computed from each other, or are each other's parents, in a circle.
    fn circles(&self) {
        let computed = |m: &MetricText| match &m.metric.kind {
            MetricKind::Simple { .. } => Vec::new(),
            MetricKind::Ratio { numerator, denominator } => vec![numerator.clone(), denominator.clone()],
            MetricKind::Cumulative { of } => vec![of.clone()],
        };
        self.circle(computed, "is computed from itself");
        self.circle(|m| m.metric.parent.iter().cloned().collect(), "is its own ancestor");
    }

    fn circle(&self, next: impl Fn(&MetricText) -> Vec<MetricName>, what: &str) {
        let edges: BTreeMap<&MetricName, Vec<MetricName>> =
            self.parsed.metrics.iter().map(|m| (&m.metric.name, next(m))).collect();
        for metric in &self.parsed.metrics {
            let mut reached: BTreeSet<MetricName> = BTreeSet::new();
            let mut open = next(metric);
            while let Some(name) = open.pop() {
                if reached.insert(name.clone()) {
                    open.extend(edges.get(&name).into_iter().flatten().cloned());
                }
            }
            if reached.contains(&metric.metric.name) {
                self.problem(&metric.mark, format!("metric `{}` {what}", metric.metric.name), None);
            }
        }
    }

    fn pipeline(&self, text: &PipelineText, written: &mut BTreeSet<DatasetName>) {
        if !self.parsed.purposes.iter().any(|p| p.name == text.pipeline.purpose) {
            let known = self.parsed.purposes.iter().map(|p| p.name.as_str());
            self.unknown(&text.purpose, "purpose", &text.pipeline.purpose, known, "add it to `purposes.yaml`");
        }
        for (job, mark) in text.pipeline.jobs.iter().zip(&text.jobs) {
            match &job.kind {
                JobKind::Ingest { dataset, incremental } => {
                    self.once(dataset, mark, written);
                    self.ingest(dataset, incremental.as_ref(), mark);
                }
                JobKind::Transform { dataset, .. } => {
                    self.once(dataset, mark, written);
                    let sourced = self.dataset(dataset, mark).is_some_and(|c| c.contract.source.is_some());
                    if sourced {
                        let help = "ingest it, or remove `servers` from its contract".to_owned();
                        self.problem(mark, format!("`{dataset}` comes from a source, so it is not computed"), Some(help));
                    }
                }
                JobKind::Metrics { names } => names.iter().for_each(|name| self.metric_named(name, mark)),
            }
        }
    }

    fn once(&self, dataset: &DatasetName, mark: &Mark, written: &mut BTreeSet<DatasetName>) {
        if !written.insert(dataset.clone()) {
            self.problem(mark, format!("`{dataset}` is written by two jobs"), Some("keep one".to_owned()));
        }
    }

    fn ingest(&self, dataset: &DatasetName, incremental: Option<&ColumnName>, mark: &Mark) {
        let Some(contract) = self.dataset(dataset, mark) else { return };
        if contract.contract.source.is_none() {
            let help = "add `servers: [{server: NAME}]` to its contract".to_owned();
            self.problem(mark, format!("`{dataset}` names no source to ingest from"), Some(help));
        }
        let wanted = match &contract.contract.day {
            DayRule::Epoch(column) => Some(column),
            _ => None,
        };
        if incremental.is_some() && incremental != wanted {
            let help = wanted.map_or_else(
                || "a snapshot is read whole: leave `incremental` out".to_owned(),
                |column| format!("the day is made from `{column}`, so only that can be read in part"),
            );
            self.problem(mark, format!("`{dataset}` cannot be read in part by that column"), Some(help));
        }
    }
}
