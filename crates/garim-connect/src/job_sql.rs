//! What a job's SQL adds to what is said of it.

use garim_core::imported::{DatasetKey, ImportedEdge, JobLineage, Understood};
use garim_lineage::{Analysis, Flow, Status};

use crate::script;

/// Adds tables and edges; `dataset` completes names.
pub(crate) fn add(analyses: &[Analysis], lineage: &mut JobLineage, dataset: impl Fn(&[String]) -> Option<DatasetKey>) {
    let script = script::through(analyses, script::passing(analyses));
    let stays = |t: &&Vec<String>| !script.between.contains(*t);
    for analysis in analyses {
        lineage.inputs.extend(analysis.tables_read.iter().filter(stays).filter_map(|t| dataset(t)));
        lineage.outputs.extend(analysis.tables_written.iter().filter(stays).filter_map(|t| dataset(t)));
        lineage.understood = lineage.understood.max(match analysis.status {
            Status::Resolved => Understood::Resolved,
            Status::Partial => Understood::Partial,
            Status::Failed => Understood::Failed,
        });
    }
    let only = lineage.outputs.iter().next().filter(|_| lineage.outputs.len() == 1).cloned();
    let edge = |flow: &Flow| {
        let to = match &flow.to {
            Some(table) => dataset(table)?,
            None => only.clone()?,
        };
        Some(ImportedEdge {
            from: dataset(&flow.from.table)?.column(flow.from.name.clone()),
            to,
            to_column: flow.to_column.clone(),
            transformation: flow.transformation.clone(),
        })
    };
    let edges: Vec<ImportedEdge> = script.flows.iter().filter_map(edge).collect();
    lineage.edges.extend(edges);
    if script.cut {
        lineage.understood = lineage.understood.max(Understood::Partial);
    }
}
