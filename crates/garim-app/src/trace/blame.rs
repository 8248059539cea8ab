//! Each ancestor of a column, with the transformation, the job and run that made it so, who owns it and where its code is: down
//! to the source.

use std::collections::HashMap;

use garim_core::{
    Entity, Error, Result,
    asset::JobKind,
    authz::Caller,
    imported::JobKey,
    lineage::{Direction, Node, NodeKind, Point, Trace, Transformation},
    time::Timestamp,
};
use garim_ports::{EdgeJob, Origin, Tx};
use serde::Serialize;

use crate::App;

/// Steps down to a source: lineage of more than that is a cycle or a mistake.
const DEEPEST: u32 = 1000;

/// One ancestor.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlameStep {
    /// How many steps from the column to what was written.
    pub depth: u32,
    /// The column that is read.
    pub from: String,
    /// The column that is written; an asset's name where all of its rows are shaped.
    pub to: String,
    /// What happens on the way.
    pub how: String,
    /// Whether values flow (else rows are shaped).
    pub values: bool,
    /// The job that says so, with its system where that is another.
    pub job: String,
    /// The run that first showed it.
    pub run: Option<String>,
    /// When that was.
    pub since: Timestamp,
    /// Who owns what was written.
    pub owners: Vec<String>,
    /// The file or address of the job's code.
    pub code: Option<String>,
    /// The commit that the run was made from.
    pub commit: Option<String>,
}

/// A column with its ancestors.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlameAnswer {
    /// The column.
    pub of: String,
    /// Its ancestors, nearest first.
    pub steps: Vec<BlameStep>,
    /// Columns that nothing is known to write, with where their rows come from: (column, source).
    pub sources: Vec<(String, Option<String>)>,
    /// Columns that were left out.
    pub more: usize,
}

/// What is known of the job and run behind an edge.
#[derive(Debug, Clone, Default)]
struct Made {
    code: Option<String>,
    commit: Option<String>,
}

impl App {
    /// The ancestors of a column; of a metric, of its value.
    pub async fn blame(&self, caller: &Caller, of: &str) -> Result<BlameAnswer> {
        let sighted = self.sighted(caller).await?;
        let graph = self.graph().await?;
        let mut start = self.resolve(of, &graph, &sighted).await?;
        if start.node.kind == NodeKind::Metric {
            start.column.get_or_insert_with(|| "value".to_owned());
        }
        if start.column.is_none() {
            return Err(Error::NotFound {
                entity: Entity::Column,
                name: format!("{start}"),
                nearest: Some(format!("{start}.…")),
            });
        }
        let visible = |n: &Node| sighted.sees(n);
        let trace = graph.trace(&start, Direction::Upstream, DEEPEST, &visible);
        let mut tx = self.ports.store.read().await?;
        let steps = self.steps(&mut *tx, &trace).await?;
        let mut sources = Vec::new();
        for reached in &trace.columns {
            let written = trace.arrows.iter().any(|a| a.to == reached.point && matches!(a.how, Transformation::Direct(_)));
            if !written {
                sources.push((reached.point.to_string(), self.source_of(&mut *tx, &reached.point.node).await?));
            }
        }
        Ok(BlameAnswer { of: start.to_string(), steps, sources, more: trace.left_out as usize })
    }

    async fn steps(&self, tx: &mut dyn Tx, trace: &Trace) -> Result<Vec<BlameStep>> {
        let depths: HashMap<&Point, u32> = trace.columns.iter().map(|c| (&c.point, c.depth)).collect();
        let mut into: Vec<Point> = trace.arrows.iter().map(|a| a.to.clone()).collect();
        into.sort();
        into.dedup();
        let origins = tx.edges().origins(&into).await?;
        let mut known: HashMap<(EdgeJob, Option<String>), Made> = HashMap::new();
        let mut owned: HashMap<Node, Vec<String>> = HashMap::new();
        let mut steps = Vec::new();
        for arrow in &trace.arrows {
            let same = |o: &&Origin| o.edge.from == arrow.from && o.edge.to == arrow.to && o.edge.how == arrow.how;
            for origin in origins.iter().filter(same) {
                let key = (origin.job.clone(), origin.run.clone());
                if !known.contains_key(&key) {
                    let made = self.made(tx, origin, &arrow.to.node).await?;
                    known.insert(key.clone(), made);
                }
                if !owned.contains_key(&arrow.to.node) {
                    owned.insert(arrow.to.node.clone(), self.owners_of(tx, &arrow.to.node).await?);
                }
                let made = known.get(&key).cloned().unwrap_or_default();
                steps.push(BlameStep {
                    depth: depth_of(&depths, &arrow.to),
                    from: arrow.from.to_string(),
                    to: arrow.to.to_string(),
                    how: arrow.how.to_string(),
                    values: matches!(arrow.how, Transformation::Direct(_)),
                    job: job_name(&origin.job),
                    run: origin.run.clone(),
                    since: origin.since,
                    owners: owned.get(&arrow.to.node).cloned().unwrap_or_default(),
                    code: made.code,
                    commit: made.commit,
                });
            }
        }
        steps.sort_by(|a, b| (a.depth, !a.values, &a.to, &a.from).cmp(&(b.depth, !b.values, &b.to, &b.from)));
        Ok(steps)
    }

    /// Where a job's code is, and the commit of the run.
    async fn made(&self, tx: &mut dyn Tx, origin: &Origin, to: &Node) -> Result<Made> {
        if origin.job.namespace.is_empty() {
            let run = match origin.run.as_deref().and_then(|r| r.parse().ok()) {
                Some(id) => tx.runs().get(id).await?,
                None => None,
            };
            return Ok(Made { code: self.code_of(&origin.job.name, to), commit: run.and_then(|r| r.commit) });
        }
        let Ok(key) = JobKey::new(&origin.job.namespace, &origin.job.name) else { return Ok(Made::default()) };
        let code = tx.imported().job(&key).await?.and_then(|(job, _)| job.state.code).map(|c| c.value);
        Ok(Made { code, commit: None })
    }

    /// The file that says what a job of ours computes.
    fn code_of(&self, job: &str, to: &Node) -> Option<String> {
        if to.kind == NodeKind::Metric {
            return self.metric(&to.name).ok().map(|m| m.file.clone());
        }
        let jobs = self.project.pipelines.iter().flat_map(|p| &p.jobs);
        jobs.filter(|j| j.name() == job).find_map(|j| match &j.kind {
            JobKind::Transform { file, .. } => Some(file.clone()),
            _ => None,
        })
    }

    /// Where an asset's rows come from, if it is ours and a source is declared, or what the other system says.
    async fn source_of(&self, tx: &mut dyn Tx, node: &Node) -> Result<Option<String>> {
        if let Some(name) = node.dataset() {
            let source = tx.datasets().get(&name).await?.and_then(|d| d.contract.source);
            return Ok(source.map(|s| format!("{}.{}", s.source, s.table)));
        }
        let Ok(key) = garim_core::imported::DatasetKey::new(&node.namespace, &node.name) else { return Ok(None) };
        let state = tx.imported().dataset(&key).await?.map(|d| d.state);
        Ok(state.and_then(|s| s.location).map(|l| l.value))
    }
}

/// What shapes rows stands beside the nearest column of those rows.
fn depth_of(depths: &HashMap<&Point, u32>, to: &Point) -> u32 {
    let own = depths.get(to).copied();
    own.or_else(|| depths.iter().filter(|(p, _)| p.node == to.node).map(|(_, d)| *d).min()).unwrap_or(0)
}

fn job_name(job: &EdgeJob) -> String {
    match job.namespace.as_str() {
        "" => job.name.clone(),
        namespace => format!("{namespace}/{}", job.name),
    }
}
