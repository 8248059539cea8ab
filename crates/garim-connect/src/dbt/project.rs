//! A project: the three files together.

use std::{collections::HashMap, sync::Arc};

use garim_core::{
    Error, Result,
    imported::{DatasetKey, JobKey},
    time::Timestamp,
};
use garim_lineage::Dialect;
use garim_ports::{Import, ImportAsk, Known, Tally};

use super::{
    artifact::{Artifact, Metadata, Node},
    checks, datasets, exposures, lineage, runs,
};
use crate::{
    input::Source,
    snapshot::Snapshot,
    time,
    usage::{dialect_named, folded},
};

/// Versions of the files that were read while this was written. Others are tried, and said.
const VERSIONS: [(&str, &str); 3] = [("manifest", "v12"), ("catalog", "v1"), ("run-results", "v6")];

/// A project in the reading.
pub(super) struct Project {
    pub manifest: Artifact,
    pub catalog: Artifact,
    pub results: Vec<Artifact>,
    pub namespace: String,
    pub dialect: Dialect,
    /// When the manifest was written.
    pub at: Timestamp,
    pub known: Arc<dyn Known>,
    /// The datasets of nodes and sources.
    pub keys: HashMap<String, DatasetKey>,
    pub tally: Tally,
}

/// Opens a project's files.
pub(crate) fn open(sources: Vec<Source>, ask: &ImportAsk, known: Arc<dyn Known>) -> Result<Box<dyn Import>> {
    let mut project = read(sources, ask, known)?;
    let mut facts = datasets::read(&project);
    facts.extend(lineage::read(&mut project));
    facts.extend(checks::read(&project));
    facts.extend(exposures::read(&project));
    facts.extend(runs::read(&project));
    Ok(Box::new(Snapshot::new(facts, project.tally)))
}

fn read(sources: Vec<Source>, ask: &ImportAsk, known: Arc<dyn Known>) -> Result<Project> {
    let (mut manifest, mut catalog, mut results) = (None, None, Vec::new());
    let mut tally = Tally::default();
    for source in sources {
        let name = source.name();
        let Some(artifact) = artifact(source, &mut tally)? else { continue };
        match version(&artifact.metadata) {
            Some(("manifest", _)) => manifest = Some(artifact),
            Some(("catalog", _)) => catalog = Some(artifact),
            Some(("run-results", _)) => results.push(artifact),
            _ => tally.not_understood("the file is no manifest, catalog or run results of dbt", name),
        }
    }
    let Some(manifest) = manifest else {
        return Err(Error::invalid("there is no `manifest.json` of dbt; give the project's `target` folder, or its files"));
    };
    let adapter = manifest.metadata.adapter_type.as_deref().unwrap_or_default();
    let dialect = match &ask.dialect {
        Some(name) => dialect_named(name)?,
        None => of_adapter(adapter),
    };
    let at = when(manifest.metadata.generated_at.as_deref()).unwrap_or(ask.now);
    let namespace = ask.namespace.clone();
    let catalog = catalog.unwrap_or_default();
    let mut project = Project { manifest, catalog, results, namespace, dialect, at, known, keys: HashMap::new(), tally };
    project.keys = keys(&project);
    Ok(project)
}

/// One file; others in the folder (`semantic_manifest.json`, `graph.gpickle`, compiled SQL) are passed over.
fn artifact(source: Source, tally: &mut Tally) -> Result<Option<Artifact>> {
    let name = source.name();
    if !(name.ends_with(".json") || name.ends_with(".json.gz") || name == "body") || name.starts_with("semantic_manifest") {
        return Ok(None);
    }
    match serde_json::from_reader::<_, Artifact>(source.open(0, 0)?.into_reader()) {
        Ok(artifact) => {
            let expected = version(&artifact.metadata).filter(|v| !VERSIONS.contains(v));
            if let Some((kind, version)) = expected {
                tally.not_understood(format!("the {kind} is of version {version}, which may say more than is read"), name);
            }
            Ok(Some(artifact))
        }
        Err(_) => {
            tally.not_understood("the file is not JSON as dbt writes it", name);
            Ok(None)
        }
    }
}

/// `https://schemas.getdbt.com/dbt/manifest/v12.json` is a `manifest` of `v12`.
fn version(metadata: &Metadata) -> Option<(&str, &str)> {
    let mut parts = metadata.dbt_schema_version.rsplit('/');
    let version = parts.next()?.strip_suffix(".json")?;
    Some((parts.next()?, version))
}

fn of_adapter(adapter: &str) -> Dialect {
    match adapter {
        "databricks" => Dialect::Spark,
        "athena" | "presto" => Dialect::Trino,
        "sqlserver" | "synapse" | "fabric" => Dialect::MsSql,
        "mariadb" => Dialect::MySql,
        other => dialect_named(other).unwrap_or_default(),
    }
}

/// An instant as dbt writes it.
pub(super) fn when(text: Option<&str>) -> Option<Timestamp> {
    time::of_text(text?, chrono_tz::UTC)
}

fn keys(project: &Project) -> HashMap<String, DatasetKey> {
    let all = project.manifest.nodes.iter().chain(&project.manifest.sources);
    all.filter(|(_, node)| node.is_dataset()).filter_map(|(id, node)| Some((id.clone(), project.key(node)?))).collect()
}

impl Node {
    /// Whether it stands in the database.
    pub fn is_dataset(&self) -> bool {
        let kind = matches!(self.resource_type.as_str(), "model" | "seed" | "snapshot" | "source");
        kind && self.config.materialized.as_deref() != Some("ephemeral")
    }

    /// Its name in the database.
    pub fn table(&self) -> Option<&str> {
        self.identifier.as_deref().or(self.alias.as_deref()).or(self.name.as_deref())
    }
}

impl Project {
    /// The dataset of a node. Systems of two levels name no database.
    pub fn key(&self, node: &Node) -> Option<DatasetKey> {
        let two = matches!(self.dialect, Dialect::MySql | Dialect::Hive | Dialect::Spark);
        let database = node.database.as_deref().filter(|d| !(d.is_empty() || two && node.schema.is_some()));
        let parts = database.into_iter().chain(node.schema.as_deref()).chain([node.table()?]);
        let parts: Vec<String> = parts.map(|p| folded(p, self.dialect)).collect();
        DatasetKey::of_parts(&self.namespace, &parts).ok()
    }

    /// The job of a node.
    pub fn job(&self, id: &str) -> Option<JobKey> {
        JobKey::new(&self.namespace, format!("dbt:{id}")).ok()
    }

    /// Datasets that a node reads: ephemeral models are read through.
    pub fn inputs(&self, node: &Node) -> Vec<DatasetKey> {
        let (mut inputs, mut open, mut seen) = (Vec::new(), node.depends_on.nodes.clone(), Vec::new());
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            match (self.keys.get(&id), self.manifest.nodes.get(&id)) {
                (Some(key), _) => inputs.push(key.clone()),
                (None, Some(through)) => open.extend(through.depends_on.nodes.iter().cloned()),
                (None, None) => {}
            }
            seen.push(id);
        }
        inputs.sort();
        inputs.dedup();
        inputs
    }

    /// Names of owners: of the node itself, else of its group.
    pub fn owners(&self, node: &Node) -> Option<Vec<String>> {
        let own = node.meta.get("owner").or(node.config.meta.get("owner")).and_then(owner_names);
        own.or_else(|| {
            let group = self.manifest.groups.values().find(|g| Some(&g.name) == node.group.as_ref())?;
            let name = group.owner.name.clone().or_else(|| group.owner.email.as_str().map(str::to_owned))?;
            Some(vec![name])
        })
    }
}

fn owner_names(value: &serde_json::Value) -> Option<Vec<String>> {
    match value {
        serde_json::Value::String(name) => Some(vec![name.trim_start_matches('@').to_owned()]),
        serde_json::Value::Array(list) => Some(list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()),
        _ => None,
    }
}
