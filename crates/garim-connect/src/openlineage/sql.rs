//! Columns of a job that sent its SQL and no columns: read from the SQL, as far as its tables are among the event's datasets.

use std::collections::{BTreeSet, HashMap};

use garim_core::imported::{DatasetKey, ImportedEdge, Understood};
use garim_lineage::{Column, Dialect, Flow, Schemas, Status, analyse_text};
use serde_json::Value;

use crate::usage::dialect_named;

/// What the SQL says.
pub(super) struct OfSql {
    /// Edges between the event's datasets.
    pub edges: BTreeSet<ImportedEdge>,
    /// How far it was understood.
    pub understood: Understood,
}

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

/// The event's datasets by the names that SQL may have for them.
struct Named<'a> {
    by_name: HashMap<String, Vec<&'a DatasetKey>>,
    columns: HashMap<&'a DatasetKey, Vec<String>>,
}

impl<'a> Named<'a> {
    fn new(datasets: impl Iterator<Item = &'a (DatasetKey, &'a Value)>) -> Self {
        let mut named = Self { by_name: HashMap::new(), columns: HashMap::new() };
        for (key, value) in datasets {
            let table = last(key.name());
            let same = named.by_name.entry(table).or_default();
            if !same.contains(&key) {
                same.push(key);
            }
            let fields = value["facets"]["schema"]["fields"].as_array();
            let names = fields.into_iter().flatten().filter_map(|f| f["name"].as_str().map(str::to_owned));
            let names: Vec<String> = names.collect();
            if !names.is_empty() {
                named.columns.insert(key, names);
            }
        }
        named
    }

    /// The dataset whose name ends as the statement has it, if there is one only.
    fn find(&self, parts: &[String]) -> Option<&'a DatasetKey> {
        let wanted = parts.join(".").to_lowercase();
        let ends = |key: &&&DatasetKey| {
            let name = key.name().to_lowercase();
            name == wanted || name.ends_with(&format!(".{wanted}"))
        };
        let mut found = self.by_name.get(&last(&wanted))?.iter().filter(ends);
        let first = found.next()?;
        found.next().is_none().then_some(*first)
    }
}

fn last(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_lowercase()
}

impl Schemas for Named<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.columns.get(self.find(table)?).cloned()
    }
}

/// The edges of an event's SQL. A bare SELECT is what fills the one output.
pub(super) fn edges(event: &Value, inputs: &[(DatasetKey, &Value)], outputs: &[(DatasetKey, &Value)]) -> OfSql {
    let mut of_sql = OfSql { edges: BTreeSet::new(), understood: Understood::Partial };
    let Some(query) = event["job"]["facets"]["sql"]["query"].as_str() else { return of_sql };
    let named = Named::new(inputs.iter().chain(outputs));
    let only = if let [(only, _)] = outputs { Some(only) } else { None };
    let analyses = analyse_text(query, dialect(event), None, &named);
    for analysis in &analyses {
        of_sql.edges.extend(analysis.edges.iter().filter_map(|flow| edge(flow, &named, only)));
    }
    if analyses.iter().all(|a| a.status == Status::Resolved) && !of_sql.edges.is_empty() {
        of_sql.understood = Understood::Resolved;
    }
    of_sql
}

fn edge(flow: &Flow, named: &Named<'_>, only: Option<&DatasetKey>) -> Option<ImportedEdge> {
    let Column { table, name } = &flow.from;
    let to = match &flow.to {
        Some(table) => named.find(table)?,
        None => only?,
    };
    Some(ImportedEdge {
        from: named.find(table)?.column(name.clone()),
        to: to.clone(),
        to_column: flow.to_column.clone(),
        transformation: flow.transformation.clone(),
    })
}
