//! What an event says of a job, and of what it moves.

use std::collections::BTreeSet;

use garim_core::{
    imported::{DatasetKey, Fact, ImportedEdge, ImportedJob, JobKey, JobLineage, Understood},
    lineage::{Direct, Transformation},
};
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
    let mut told = BTreeSet::new();
    for (key, value) in outputs {
        told.extend(columns::edges(key, &value["facets"]["columnLineage"]));
    }
    // Some senders name aliases as if they were datasets: what an output is made of is among the inputs.
    told.retain(|e| inputs.is_empty() || e.from.dataset == e.to || inputs.iter().any(|(k, _)| *k == e.from.dataset));
    let (edges, understood) = best(told, sql::edges(event.value, inputs, outputs));
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

/// A facet that says how each column is made holds; one that does not is what a parser guessed, and the SQL says more.
fn best(told: BTreeSet<ImportedEdge>, of_sql: sql::OfSql) -> (BTreeSet<ImportedEdge>, Understood) {
    let guessed = told.iter().all(|e| e.transformation == Transformation::Direct(Direct::Unresolved));
    match of_sql.understood {
        Understood::Resolved if guessed => (of_sql.edges, Understood::Resolved),
        _ if told.is_empty() => (of_sql.edges, of_sql.understood),
        _ => (told, Understood::Resolved),
    }
}
