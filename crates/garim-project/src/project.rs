//! A project: everything in its folder, read and checked against each other.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use garim_core::{
    asset::{Contract, Metric, Pipeline, Purpose},
    name::{DatasetName, MetricName, PipelineName, PurposeName},
};

use crate::{
    check,
    contract::{self, ContractText},
    document::Document,
    metric::{self, MetricText},
    node::{Node, parse_yaml},
    pipeline::{self, PipelineText},
    problem::{Problems, Report},
    purpose,
    read::{Files, read},
    settings::{self, Settings},
};

/// A project that is right in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// `garim.toml`.
    pub settings: Settings,
    /// The contracts, by file name.
    pub contracts: Vec<Contract>,
    /// The pipelines.
    pub pipelines: Vec<Pipeline>,
    /// The metrics, in the order of files.
    pub metrics: Vec<Metric>,
    /// The purposes.
    pub purposes: Vec<Purpose>,
    /// The policies: file name and text.
    pub policies: Vec<(String, String)>,
}

impl Project {
    /// A dataset's contract.
    pub fn contract(&self, name: &DatasetName) -> Option<&Contract> {
        self.contracts.iter().find(|c| &c.name == name)
    }

    /// A metric.
    pub fn metric(&self, name: &MetricName) -> Option<&Metric> {
        self.metrics.iter().find(|m| &m.name == name)
    }

    /// A pipeline.
    pub fn pipeline(&self, name: &PipelineName) -> Option<&Pipeline> {
        self.pipelines.iter().find(|p| &p.name == name)
    }

    /// A purpose.
    pub fn purpose(&self, name: &PurposeName) -> Option<&Purpose> {
        self.purposes.iter().find(|p| &p.name == name)
    }
}

/// Reads and checks a project folder.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(root: &Path) -> Result<Project, Report> {
    parse(read(root)?)
}

/// Reads and checks a project that is given as texts.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(files: Files) -> Result<Project, Report> {
    let problems = RefCell::new(Problems::over(files.clone()));
    let parsed = parse_all(&files, &problems);
    let settings = parsed.settings.as_ref();
    check::check(&parsed, settings, &problems);
    let (settings, parsed) = (parsed.settings.clone(), parsed);
    let mut problems = problems.into_inner();
    if settings.is_none() && problems.len() == 0 {
        problems.add_file("garim.toml", "the project has no `garim.toml`", Some("`garim init DIR` makes one".to_owned()));
    }
    match (problems.into_report(), settings) {
        (None, Some(settings)) => Ok(Project {
            settings,
            contracts: parsed.contracts.into_iter().map(|c| c.contract).collect(),
            pipelines: parsed.pipelines.into_iter().map(|p| p.pipeline).collect(),
            metrics: parsed.metrics.into_iter().map(|m| m.metric).collect(),
            purposes: parsed.purposes,
            policies: parsed.policies,
        }),
        (report, _) => Err(report.unwrap_or_default()),
    }
}

/// Everything that could be understood, with places.
pub(crate) struct Parsed {
    pub settings: Option<Settings>,
    pub contracts: Vec<ContractText>,
    pub pipelines: Vec<PipelineText>,
    pub metrics: Vec<MetricText>,
    pub purposes: Vec<Purpose>,
    pub policies: Vec<(String, String)>,
    /// What is defined, but so badly that nothing came of it: naming it is no second mistake.
    pub broken: Broken,
}

/// Definitions of which nothing came.
#[derive(Default)]
pub(crate) struct Broken {
    /// Their names, where those could be read.
    pub names: BTreeSet<String>,
    /// Folders with a file that could not be parsed at all: what it defines is not known.
    pub folders: BTreeSet<String>,
}

fn parse_all(files: &BTreeMap<String, String>, problems: &RefCell<Problems>) -> Parsed {
    let mut parsed = Parsed {
        settings: None,
        contracts: Vec::new(),
        pipelines: Vec::new(),
        metrics: Vec::new(),
        purposes: Vec::new(),
        policies: Vec::new(),
        broken: Broken::default(),
    };
    if !files.contains_key("garim.toml") {
        let help = Some("`garim init DIR` makes one".to_owned());
        problems.borrow_mut().add_file("garim.toml", "the project has no `garim.toml`", help);
    }
    for (file, text) in files {
        let document = Document { file, text, problems };
        match file.split_once('/').map_or(file.as_str(), |(folder, _)| folder) {
            "garim.toml" => parsed.settings = settings::read(document, &mut parsed.broken.names),
            "policies" => parsed.policies.push((file.clone(), text.clone())),
            "sql" => {}
            folder => match parse_yaml(text) {
                Ok(node) => parsed.take(folder, document, &node, files),
                Err(error) => {
                    document.problem(error.span, error.message, None);
                    parsed.broken.folders.insert(folder.to_owned());
                }
            },
        }
    }
    parsed
}

impl Parsed {
    /// Takes what a YAML file of a folder defines.
    fn take(&mut self, folder: &str, document: Document<'_>, node: &Node, files: &Files) {
        match folder {
            "datasets" => match contract::read(document, node) {
                Some(contract) => self.contracts.push(contract),
                None => self.broken.names.extend(node.named("id")),
            },
            "pipelines" => self.pipelines.extend(pipeline::read(document, node, files)),
            "metrics" => self.metrics.extend(metric::read(document, node, &mut self.broken.names)),
            "purposes.yaml" => self.purposes = purpose::read(document, node, &mut self.broken.names),
            _ => {}
        }
    }
}
