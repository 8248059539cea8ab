//! Models as jobs, with the edges of their SQL. They are taken in the order of their dependencies, so that the columns of one
//! are known to those that read it, also where there is no catalog.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use garim_core::imported::{DatasetKey, Fact, ImportedEdge, ImportedJob, JobLineage, Understood};
use garim_lineage::{Analysis, Flow, Schemas, Status, analyse_text, fingerprint};

use super::{artifact::Node, datasets, jinja, project::Project};
use crate::usage::{Context, Names};

/// The jobs of the project's models, seeds and snapshots, and what they move.
pub(super) fn read(project: &mut Project) -> Vec<Fact> {
    let names = Names {
        namespace: project.namespace.clone(),
        dialect: project.dialect,
        known: Arc::clone(&project.known),
        database: None,
        schema: None,
        met: RefCell::default(),
    };
    let mut columns = ColumnsOf { names, by_key: declared(project) };
    let mut facts = Vec::new();
    for id in in_order(project) {
        let Some(node) = project.manifest.nodes.get(&id).filter(|n| n.is_dataset()) else { continue };
        let sql = jinja::sql(node, project);
        let analyses = sql.as_deref().map(|s| analyse_text(s, project.dialect, None, &columns)).unwrap_or_default();
        facts.extend(job(project, &id, node, sql.as_deref()));
        facts.extend(moves(project, &columns, &id, node, &analyses));
        if let (Some(key), Some(last)) = (project.keys.get(&id), analyses.last()) {
            let known = last.output.is_empty() || last.output.iter().any(|c| c == "*");
            if !known && !columns.by_key.contains_key(key) {
                columns.by_key.insert(key.clone(), last.output.clone());
            }
        }
        let notes: Vec<(Status, String)> = analyses.iter().filter_map(|a| Some((a.status, a.notes.first()?.clone()))).collect();
        project.tally.records += 1;
        count(project, &id, &analyses, &notes);
    }
    facts
}

fn count(project: &mut Project, id: &str, analyses: &[Analysis], notes: &[(Status, String)]) {
    match worst(analyses) {
        Some(Status::Resolved) => project.tally.resolved += 1,
        Some(Status::Partial) => project.tally.partial += 1,
        Some(Status::Failed) => project.tally.failed += 1,
        None => {}
    }
    for (_, note) in notes.iter().filter(|(status, _)| *status != Status::Resolved) {
        project.tally.not_understood(note, id);
    }
}

fn worst(analyses: &[Analysis]) -> Option<Status> {
    analyses.iter().map(|a| a.status).max()
}

/// Columns that the files themselves say.
fn declared(project: &Project) -> HashMap<DatasetKey, Vec<String>> {
    let all = project.manifest.nodes.iter().chain(&project.manifest.sources);
    let of = |(id, node): (&String, &Node)| {
        let found = project.catalog.nodes.get(id).or_else(|| project.catalog.sources.get(id));
        // Without a catalog a project may describe some of the columns only: that is not enough to know what `*` is.
        found.filter(|f| !f.columns.is_empty())?;
        let names = datasets::columns(node, found).into_iter().map(|c| c.name).collect();
        Some((project.keys.get(id)?.clone(), names))
    };
    all.filter_map(of).collect()
}

struct ColumnsOf {
    names: Names,
    by_key: HashMap<DatasetKey, Vec<String>>,
}

impl Schemas for ColumnsOf {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let key = self.names.dataset(table, &Context::default())?;
        self.by_key.get(&key).cloned().or_else(|| self.names.known.columns(&key))
    }
}

/// Nodes after those that they depend on; what depends on itself comes as it stands.
fn in_order(project: &Project) -> Vec<String> {
    let (mut order, mut done) = (Vec::new(), HashSet::new());
    for id in project.manifest.nodes.keys() {
        let mut open = vec![(id.clone(), false)];
        while let Some((id, after)) = open.pop() {
            if after {
                order.push(id);
            } else if done.insert(id.clone()) {
                let before = project.manifest.nodes.get(&id).map(|n| n.depends_on.nodes.clone()).unwrap_or_default();
                open.push((id, true));
                open.extend(before.into_iter().filter(|b| !done.contains(b)).map(|b| (b, false)));
            }
        }
    }
    order
}

fn job(project: &Project, id: &str, node: &Node, sql: Option<&str>) -> Option<Fact> {
    let after = node.depends_on.nodes.iter().filter(|n| project.manifest.nodes.contains_key(*n));
    Some(Fact::Job(ImportedJob {
        kind: Some(format!("dbt {}", node.resource_type)),
        description: node.description.clone().filter(|d| !d.trim().is_empty()),
        owners: project.owners(node),
        tags: (!node.tags.is_empty()).then(|| node.tags.clone()),
        after: Some(after.filter_map(|n| project.job(n)).collect()),
        fingerprint: sql.map(|s| fingerprint(s, project.dialect)),
        code: node.original_file_path.clone(),
        ..ImportedJob::new(project.job(id)?, project.at)
    }))
}

fn moves(project: &Project, columns: &ColumnsOf, id: &str, node: &Node, analyses: &[Analysis]) -> Option<Fact> {
    let key = project.keys.get(id)?;
    let inputs: BTreeSet<DatasetKey> = project.inputs(node).into_iter().collect();
    let edge = |flow: &Flow| {
        let to = match &flow.to {
            Some(table) => columns.names.dataset(table, &Context::default())?,
            None => key.clone(),
        };
        let from = columns.names.dataset(&flow.from.table, &Context::default())?;
        Some(ImportedEdge {
            from: from.column(flow.from.name.clone()),
            to,
            to_column: flow.to_column.clone(),
            transformation: flow.transformation.clone(),
        })
    };
    let understood = match worst(analyses) {
        _ if node.resource_type == "seed" => Understood::Resolved,
        Some(Status::Resolved) => Understood::Resolved,
        Some(Status::Partial) => Understood::Partial,
        Some(Status::Failed) => Understood::Failed,
        None => Understood::Partial,
    };
    Some(Fact::Lineage(JobLineage {
        job: project.job(id)?,
        run: None,
        at: project.at,
        inputs,
        outputs: [key.clone()].into(),
        edges: analyses.iter().flat_map(|a| a.edges.iter().filter_map(edge)).collect(),
        understood,
    }))
}
