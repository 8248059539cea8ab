//! What an event says of a job, and of what it moves.

use std::collections::BTreeSet;

use garim_core::{
    imported::{DatasetKey, Fact, ImportedColumn, ImportedDataset, ImportedEdge, ImportedJob, JobKey, JobLineage, Understood},
    lineage::{Direct, Transformation},
};
use garim_lineage::fingerprint;
use serde_json::Value;

use super::{
    columns,
    dataset::{self, owners, tags, text},
    event::{Event, job_key},
    keep::{address, keep},
    sql,
};

/// Reads the job's facets.
pub(super) fn read(event: &mut Event<'_>, key: &JobKey) {
    let facets = &event.value["job"]["facets"];
    let kept = keep(facets);
    let query = sql::query(event.value);
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
    let of_sql = sql::edges(event.value, inputs, outputs, event.known);
    made(event, &of_sql, outputs);
    let mut reads: BTreeSet<DatasetKey> = inputs.iter().map(|(k, _)| k.clone()).collect();
    reads.extend(of_sql.reads.iter().cloned());
    let (edges, understood) = best(told, of_sql, &reads);
    event.facts.push(Fact::Lineage(JobLineage {
        job,
        run: run.map(str::to_owned),
        at: event.at,
        inputs: reads,
        outputs: outputs.iter().map(|(k, _)| k.clone()).collect(),
        edges,
        understood,
    }));
}

/// A dataset whose columns nobody has told has those that the SQL gives it: what reads all of them can then be traced.
fn made(event: &mut Event<'_>, of_sql: &sql::OfSql, outputs: &[(DatasetKey, &Value)]) {
    let (Some(names), [(key, value)]) = (&of_sql.made, outputs) else { return };
    let schema = &value["facets"]["schema"];
    let described = dataset::columns(schema).unwrap_or_default();
    if (!described.is_empty() && dataset::is_whole(event.value, schema)) || (event.known)(key).is_some() {
        return;
    }
    let column = |name: &String| {
        let described = described.iter().find(|c| c.name == *name).cloned();
        described.unwrap_or_else(|| ImportedColumn { name: name.clone(), ..ImportedColumn::default() })
    };
    let columns = names.iter().map(column).collect();
    event.facts.push(Fact::Dataset(ImportedDataset { columns: Some(columns), ..ImportedDataset::new(key.clone(), event.at) }));
}

/// A facet that says how each column is made holds. One that does not is what a parser guessed, which may name aliases as if
/// they were datasets: the SQL says more, and of the guesses only those hold that it says nothing of.
fn best(told: BTreeSet<ImportedEdge>, of_sql: sql::OfSql, reads: &BTreeSet<DatasetKey>) -> (BTreeSet<ImportedEdge>, Understood) {
    let guessed = told.iter().all(|e| e.transformation == Transformation::Direct(Direct::Unresolved));
    if !guessed {
        return (told, Understood::Resolved);
    }
    let sql::OfSql { mut edges, understood, .. } = of_sql;
    if understood != Understood::Resolved {
        let said: BTreeSet<_> = edges.iter().map(|e| (e.to.clone(), e.to_column.clone())).collect();
        let rest = told.into_iter().filter(|e| reads.contains(&e.from.dataset) || e.from.dataset == e.to);
        edges.extend(rest.filter(|e| !said.contains(&(e.to.clone(), e.to_column.clone()))));
    }
    (edges, understood)
}
