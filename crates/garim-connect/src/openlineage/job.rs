//! What an event says of a job, and of what it moves.

use std::collections::BTreeSet;

use garim_core::imported::{DatasetKey, Fact, ImportedJob, JobKey, JobLineage, Understood};
use garim_lineage::fingerprint;
use serde_json::Value;

use super::{
    columns,
    dataset::{owners, tags, text},
    event::{Event, job_key},
    keep::{address, keep},
    sql,
};

/// Reads the job's facets.
pub(super) fn read(event: &mut Event<'_>, key: &JobKey) {
    let facets = &event.value["job"]["facets"];
    let kept = keep(facets);
    let query = facets["sql"]["query"].as_str();
    // The text itself, with its literals, is in the journal only.
    event.sealed |= kept.left_out;
    let kind = &facets["jobType"];
    let words: Vec<String> =
        ["integration", "jobType"].iter().filter_map(|n| text(&kind[*n])).map(|w| w.to_lowercase()).collect();
    event.facts.push(Fact::Job(ImportedJob {
        kind: (!words.is_empty()).then(|| words.join(" ")),
        description: text(&facets["documentation"]["description"]),
        owners: owners(&facets["ownership"]),
        tags: tags(&facets["tags"]),
        parent: job_key(&event.value["run"]["facets"]["parent"]["job"]),
        fingerprint: query.map(|q| fingerprint(q, sql::dialect(event.value))),
        code: text(&facets["sourceCodeLocation"]["url"]).map(|u| address(&u)),
        facets: kept.facets,
        ..ImportedJob::new(key.clone(), event.at)
    }));
}

/// What it moves: by the facet of the outputs' columns, else by its SQL.
pub(super) fn lineage(
    event: &mut Event<'_>,
    job: JobKey,
    run: Option<&str>,
    inputs: &[(DatasetKey, &Value)],
    outputs: &[(DatasetKey, &Value)],
) {
    if inputs.is_empty() && outputs.is_empty() {
        return;
    }
    let mut edges = BTreeSet::new();
    for (key, value) in outputs {
        edges.extend(columns::edges(key, &value["facets"]["columnLineage"]));
    }
    let mut understood = Understood::Resolved;
    if edges.is_empty() && !inputs.is_empty() && !outputs.is_empty() {
        let of_sql = sql::edges(event.value, inputs, outputs);
        understood = of_sql.understood;
        edges = of_sql.edges;
    }
    event.facts.push(Fact::Lineage(JobLineage {
        job,
        run: run.map(str::to_owned),
        at: event.at,
        inputs: inputs.iter().map(|(k, _)| k.clone()).collect(),
        outputs: outputs.iter().map(|(k, _)| k.clone()).collect(),
        edges,
        understood,
    }));
}
