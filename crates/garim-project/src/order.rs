//! The order of a pipeline's jobs: ingests, transformations as their inputs ask for, metrics.

use std::collections::BTreeMap;

use garim_core::{
    Error,
    asset::{Job, JobKind, Pipeline},
    name::DatasetName,
};

/// The jobs in the order in which they run: ingests first, then transformations after those that write their inputs, then
/// metrics. Within that, the order of the file. `inputs` says which tables a statement reads. A table may read itself (its
/// own previous day).
///
/// # Errors
/// `Invalid` where transformations read each other in a circle; what `inputs` returns.
pub fn order<'a>(
    pipeline: &'a Pipeline,
    mut inputs: impl FnMut(&str) -> Result<Vec<DatasetName>, Error>,
) -> Result<Vec<&'a Job>, Error> {
    let mut ordered: Vec<&Job> = pipeline.jobs.iter().filter(|j| matches!(j.kind, JobKind::Ingest { .. })).collect();
    let mut waiting: BTreeMap<usize, Transform<'a>> = BTreeMap::new();
    for (i, job) in pipeline.jobs.iter().enumerate() {
        if let JobKind::Transform { dataset, sql, .. } = &job.kind {
            waiting.insert(i, Transform { job, dataset, reads: inputs(sql)? });
        }
    }
    while !waiting.is_empty() {
        let next = waiting.iter().find(|(_, t)| t.ready(waiting.values())).map(|(i, _)| *i);
        let Some(transform) = next.and_then(|i| waiting.remove(&i)) else { return Err(circle(&waiting)) };
        ordered.push(transform.job);
    }
    ordered.extend(pipeline.jobs.iter().filter(|j| matches!(j.kind, JobKind::Metrics { .. })));
    Ok(ordered)
}

struct Transform<'a> {
    job: &'a Job,
    dataset: &'a DatasetName,
    reads: Vec<DatasetName>,
}

impl Transform<'_> {
    /// Whether nothing that is still waiting writes what this one reads.
    fn ready<'b>(&self, mut waiting: impl Iterator<Item = &'b Transform<'b>>) -> bool {
        !waiting.any(|other| other.dataset != self.dataset && self.reads.contains(other.dataset))
    }
}

fn circle(waiting: &BTreeMap<usize, Transform<'_>>) -> Error {
    let names: Vec<String> = waiting.values().map(|t| format!("`{}`", t.dataset)).collect();
    Error::invalid(format!("{} read each other in a circle; a table may read only its own previous day", names.join(", ")))
}
