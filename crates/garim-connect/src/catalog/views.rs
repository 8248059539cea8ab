//! Views: jobs whose query fills them.

use std::collections::HashMap;

use garim_core::{
    imported::{DatasetKey, Fact, ImportedEdge, ImportedJob, JobKey, JobLineage, Understood},
    time::Timestamp,
};
use garim_lineage::{Flow, Schemas, Status, analyse_text};
use garim_ports::Tally;

use super::Found;
use crate::usage::{Context, Names};

/// The columns of what was found, then of what is known.
pub(crate) struct Columns {
    pub names: Names,
    pub by_key: HashMap<DatasetKey, Vec<String>>,
}

/// The same, for a view's own schema.
struct Within<'a> {
    columns: &'a Columns,
    context: &'a Context,
}

impl Schemas for Within<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let key = self.columns.names.dataset(table, self.context)?;
        self.columns.by_key.get(&key).cloned().or_else(|| self.columns.names.known.columns(&key))
    }
}

/// The job of a view, and its edges.
pub(crate) fn read(columns: &Columns, key: &DatasetKey, found: &Found, now: Timestamp, tally: &mut Tally) -> Vec<Fact> {
    let Ok(job) = JobKey::new(key.namespace(), format!("view:{}", key.name())) else { return Vec::new() };
    let context = context(&found.parts);
    let within = Within { columns, context: &context };
    let sql = found.view.as_deref().unwrap_or_default();
    let query = query(sql);
    let analyses = analyse_text(query, columns.names.dialect, None, &within);
    let Some(analysis) = analyses.first() else { return Vec::new() };
    let dataset = |table: &[String]| columns.names.dataset(table, &context);
    // A view may name its columns itself: then they are taken by their places.
    let renamed = |column: &Option<String>| {
        let at = analysis.output.iter().position(|o| Some(o) == column.as_ref())?;
        let own = found.columns.get(at).filter(|_| found.columns.len() == analysis.output.len())?;
        Some(own.name.clone())
    };
    let edge = |flow: &Flow| {
        Some(ImportedEdge {
            from: dataset(&flow.from.table)?.column(flow.from.name.clone()),
            to: key.clone(),
            to_column: renamed(&flow.to_column).or_else(|| flow.to_column.clone()),
            transformation: flow.transformation.clone(),
        })
    };
    let understood = match analysis.status {
        Status::Resolved => Understood::Resolved,
        Status::Partial => Understood::Partial,
        Status::Failed => Understood::Failed,
    };
    count(understood, &analysis.notes, key, tally);
    let known = ImportedJob {
        kind: Some("view".to_owned()),
        fingerprint: Some(analysis.fingerprint.clone()),
        ..ImportedJob::new(job.clone(), now)
    };
    let lineage = JobLineage {
        job,
        run: None,
        at: now,
        inputs: analysis.tables_read.iter().filter_map(|t| dataset(t)).collect(),
        outputs: [key.clone()].into(),
        edges: analysis.edges.iter().filter_map(edge).collect(),
        understood,
    };
    vec![Fact::Job(known), Fact::Lineage(lineage)]
}

fn count(understood: Understood, notes: &[String], key: &DatasetKey, tally: &mut Tally) {
    match understood {
        Understood::Resolved => tally.resolved += 1,
        Understood::Partial => tally.partial += 1,
        Understood::Failed => tally.failed += 1,
    }
    if let (true, Some(note)) = (understood != Understood::Resolved, notes.first()) {
        tally.not_understood(note, key.name());
    }
}

/// Where the view's short names are looked up: where it stands itself.
fn context(parts: &[String]) -> Context {
    match parts {
        [database, schema, _] => Context { database: Some(database.clone()), path: vec![schema.clone()] },
        [schema, _] => Context { database: None, path: vec![schema.clone()] },
        _ => Context::default(),
    }
}

/// The query of `CREATE VIEW … AS query`; a bare query is itself.
fn query(sql: &str) -> &str {
    let text = sql.trim_start();
    if !text.get(..6).is_some_and(|w| w.eq_ignore_ascii_case("create")) {
        return sql;
    }
    let lower = text.to_ascii_lowercase();
    let begins = [" as select", " as with", " as (", "\nas\n", " as\n", "\nas "];
    begins.iter().filter_map(|b| lower.find(b).map(|at| (at, &lower[at..]))).min_by_key(|(at, _)| *at).map_or(
        sql,
        |(at, rest)| {
            let skip = rest.find("as").map_or(0, |a| a + 2);
            &text[at + skip..]
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_of_a_view_is_found() {
        assert_eq!(query("create view v as select 1 as a"), " select 1 as a");
        assert_eq!(
            query("CREATE VIEW v (a) AS\nWITH x AS (select 1) select * from x").trim(),
            "WITH x AS (select 1) select * from x"
        );
        assert_eq!(query("select 1 as select_one"), "select 1 as select_one");
    }
}
