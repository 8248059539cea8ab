//! Columns of a job that sent its SQL and no columns: read from the SQL, as far as it is clear which datasets its tables are.

use std::collections::BTreeSet;

use garim_core::imported::{DatasetKey, ImportedEdge, Understood};
use garim_lineage::{Analysis, Column, Dialect, Flow, Kind, Status, analyse_text};
use serde_json::Value;

use super::named::Named;
use crate::{script, usage::dialect_named};

/// What the SQL says.
pub(super) struct OfSql {
    /// Edges between datasets.
    pub edges: BTreeSet<ImportedEdge>,
    /// Datasets that it reads.
    pub reads: BTreeSet<DatasetKey>,
    /// The columns of the one dataset that it fills, in order, if it names them all.
    pub made: Option<Vec<String>>,
    /// How far it was understood.
    pub understood: Understood,
}

/// Asks for the columns of a dataset.
pub(crate) type ColumnsOf<'a> = &'a dyn Fn(&DatasetKey) -> Option<Vec<String>>;

/// The dialect of an event's SQL: as it says itself, or as its datasets' namespaces show.
pub(super) fn dialect(event: &Value) -> Dialect {
    let said = event["job"]["facets"]["sql"]["dialect"].as_str();
    if let Some(dialect) = said.and_then(|d| dialect_named(&d.to_lowercase()).ok()) {
        return dialect;
    }
    let datasets = ["outputs", "inputs"].iter().flat_map(|n| event[*n].as_array().into_iter().flatten());
    let schemes = datasets.filter_map(|d| d["namespace"].as_str()).map(|n| n.split(':').next().unwrap_or_default());
    schemes.filter_map(of_scheme).next().unwrap_or_default()
}

fn of_scheme(scheme: &str) -> Option<Dialect> {
    Some(match scheme {
        "postgres" | "postgresql" => Dialect::Postgres,
        "mysql" | "mariadb" => Dialect::MySql,
        "snowflake" => Dialect::Snowflake,
        "bigquery" => Dialect::BigQuery,
        "redshift" => Dialect::Redshift,
        "hive" => Dialect::Hive,
        "trino" | "presto" | "awsathena" => Dialect::Trino,
        "sqlserver" | "mssql" => Dialect::MsSql,
        "duckdb" => Dialect::DuckDb,
        "sqlite" => Dialect::Sqlite,
        "databricks" | "spark" => Dialect::Spark,
        _ => return None,
    })
}

/// The statement of an event.
pub(super) fn query(event: &Value) -> Option<&str> {
    event["job"]["facets"]["sql"]["query"].as_str()
}

/// Whether dbt has written a dataset's SELECT into the statement: an ephemeral model stands nowhere, though dbt's sender names it.
pub(super) fn is_ephemeral(event: &Value, name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name);
    query(event).is_some_and(|q| q.contains(&format!("__dbt__cte__{name}")))
}

/// The edges of an event's SQL. A bare SELECT is what fills the one output.
pub(super) fn edges(
    event: &Value,
    inputs: &[(DatasetKey, &Value)],
    outputs: &[(DatasetKey, &Value)],
    known: ColumnsOf<'_>,
) -> OfSql {
    let mut of_sql = OfSql { edges: BTreeSet::new(), reads: BTreeSet::new(), made: None, understood: Understood::Partial };
    let Some(query) = query(event) else { return of_sql };
    let dialect = dialect(event);
    let named = Named::new(event, outputs.iter().chain(inputs), dialect, known);
    let only = if let [(only, _)] = outputs { Some(only) } else { None };
    let analyses = analyse_text(query, dialect, None, &named);
    // What a script makes and the event does not name does not stay.
    let makes = analyses.iter().filter(|a| script::makes(a)).flat_map(|a| a.tables_written.iter().cloned());
    let unnamed = makes.filter(|t| !named.has(t)).collect();
    let script = script::through(&analyses, unnamed);
    let mut whole = !script.cut && !analyses.is_empty() && analyses.iter().all(|a| a.status == Status::Resolved);
    for flow in &script.flows {
        match edge(flow, &named, only) {
            Some(edge) => _ = of_sql.edges.insert(edge),
            None => whole = false,
        }
    }
    let reads = analyses.iter().flat_map(|a| &a.tables_read).filter(|t| !script.between.contains(*t));
    of_sql.reads.extend(reads.filter_map(|t| named.key(t)));
    if whole && !of_sql.edges.is_empty() {
        of_sql.understood = Understood::Resolved;
    }
    of_sql.made = only.and_then(|only| made(analyses.last()?, only, &named));
    of_sql
}

/// The columns of the output, where the last statement fills nothing else and names all that it fills.
fn made(last: &Analysis, only: &DatasetKey, named: &Named<'_>) -> Option<Vec<String>> {
    let fills = match last.kind {
        Kind::Select => true,
        Kind::CreateTable | Kind::CreateView => last.tables_written.iter().all(|t| named.key(t).as_ref() == Some(only)),
        _ => false,
    };
    let named = !last.output.is_empty() && last.output.iter().all(|c| c != "*");
    (fills && named && last.status == Status::Resolved).then(|| last.output.clone())
}

fn edge(flow: &Flow, named: &Named<'_>, only: Option<&DatasetKey>) -> Option<ImportedEdge> {
    let Column { table, name } = &flow.from;
    let to = match &flow.to {
        Some(table) => named.key(table)?,
        None => only?.clone(),
    };
    Some(ImportedEdge {
        from: named.key(table)?.column(name.clone()),
        to,
        to_column: flow.to_column.clone(),
        transformation: flow.transformation.clone(),
    })
}
