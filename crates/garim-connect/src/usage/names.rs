//! From names in statements to names of datasets: completed by what the log says of the session, and folded.

use std::{cell::RefCell, collections::HashSet, sync::Arc};

use garim_core::{Error, Result, imported::DatasetKey};
use garim_lineage::{Dialect, Schemas};
use garim_ports::Known;
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::StrDeserializer},
};

use super::Context;

/// Schemas that describe the system itself: who reads them reads no data.
const SYSTEM_SCHEMAS: &[&str] = &["information_schema", "pg_catalog", "pg_toast", "performance_schema", "pg_internal", "system"];
/// Tables that describe the system itself, where they are written without a schema.
const SYSTEM_TABLES: &[&str] = &["pg_", "stl_", "svl_", "stv_", "svv_", "svcs_", "sys_query", "sqlite_", "dual"];

/// Completes names.
pub(crate) struct Names {
    /// The namespace of everything.
    pub namespace: String,
    /// How names are written.
    pub dialect: Dialect,
    /// What is known of the system's datasets.
    pub known: Arc<dyn Known>,
    /// The database where a session has none.
    pub database: Option<String>,
    /// The schema where a session has none.
    pub schema: Option<String>,
    /// Datasets that were named without doubt: where a search path leaves a doubt, they are what is meant.
    pub met: RefCell<HashSet<DatasetKey>>,
}

/// Datasets that are remembered for that.
const MAX_MET: usize = 100_000;

/// A dialect by its name.
pub(crate) fn dialect_named(name: &str) -> Result<Dialect> {
    let from: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    Dialect::deserialize(from).map_err(|_| {
        let shown: String = name.chars().take(32).collect();
        Error::invalid(format!("`{shown}` is not a dialect that is known; give one such as `postgres`, `hive` or `snowflake`"))
    })
}

/// One part of a name as it is kept: folded where its system does not tell case apart, so that logs and catalogs meet.
pub(crate) fn folded(part: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres | Dialect::Redshift | Dialect::Ansi | Dialect::Generic => part.to_owned(),
        // What was written without quotes is upper case in Snowflake's own words, and lower case in everybody else's.
        Dialect::Snowflake if part.chars().any(char::is_lowercase) => part.to_owned(),
        _ => part.to_lowercase(),
    }
}

/// Whether tables are named by database, schema and table; else by database and table.
fn three_levels(dialect: Dialect) -> bool {
    !matches!(dialect, Dialect::MySql | Dialect::Hive | Dialect::Spark | Dialect::Sqlite)
}

impl Names {
    /// The dataset of a name; `None` for what no dataset can be called.
    pub fn dataset(&self, parts: &[String], context: &Context) -> Option<DatasetKey> {
        let candidates = self.candidates(parts, context);
        if let [only] = candidates.as_slice() {
            let mut met = self.met.borrow_mut();
            if met.len() < MAX_MET && !met.contains(only) {
                met.insert(only.clone());
            }
            return Some(only.clone());
        }
        let known = candidates.iter().find(|key| self.known.columns(key).is_some());
        let met = || candidates.iter().find(|key| self.met.borrow().contains(key));
        known.or_else(met).or(candidates.first()).cloned()
    }

    /// What a name may mean, the likeliest first.
    fn candidates(&self, parts: &[String], context: &Context) -> Vec<DatasetKey> {
        let key = |parts: &[&str]| {
            let folded: Vec<String> = parts.iter().map(|p| folded(p, self.dialect)).collect();
            DatasetKey::of_parts(&self.namespace, &folded).ok()
        };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let database = context.database.as_deref().or(self.database.as_deref());
        let path = self.path(context);
        let one = |key: Option<DatasetKey>| key.into_iter().collect();
        match (three_levels(self.dialect), parts.as_slice()) {
            (true, [schema, table]) => one(key(&[database, Some(schema), Some(table)].into_iter().flatten().collect::<Vec<_>>())),
            (true, [table]) if !path.is_empty() => path
                .iter()
                .filter_map(|schema| key(&[database, Some(*schema), Some(table)].into_iter().flatten().collect::<Vec<_>>()))
                .collect(),
            (false, [table]) => {
                let database = path.first().copied().or(database);
                let database = database.or((self.dialect == Dialect::Hive).then_some("default"));
                one(key(&[database, Some(table)].into_iter().flatten().collect::<Vec<_>>()))
            }
            _ => one(key(&parts)),
        }
    }

    /// The schemas in which short names are looked up.
    fn path<'a>(&'a self, context: &'a Context) -> Vec<&'a str> {
        if !context.path.is_empty() {
            return context.path.iter().map(String::as_str).collect();
        }
        let usual = matches!(self.dialect, Dialect::Postgres | Dialect::Redshift).then_some("public");
        self.schema.as_deref().or(usual).into_iter().collect()
    }

    /// Whether a name is of the system's own description of itself.
    pub fn is_system(parts: &[String]) -> bool {
        match parts {
            [.., schema, _] => SYSTEM_SCHEMAS.contains(&schema.to_lowercase().as_str()),
            [table] => SYSTEM_TABLES.iter().any(|t| table.to_lowercase().starts_with(t)),
            [] => true,
        }
    }
}

/// What the analyser may ask.
pub(crate) struct KnownColumns<'a> {
    /// Completes its names.
    pub names: &'a Names,
    /// The session.
    pub context: &'a Context,
}

impl Schemas for KnownColumns<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.names.known.columns(&self.names.dataset(table, self.context)?)
    }
}
