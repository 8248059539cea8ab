//! Reads what other systems know: query logs, OpenLineage events, dbt's files, metastores, dashboards, schedulers.
//!
//! Everything that comes in was written by others: records have a bounded size, what is broken is counted with its reason and
//! place, and no literal of a statement, no error text and no unknown field leaves this crate except sealed. It knows neither
//! the store nor the app, and never runs a statement that it read.

mod airflow;
mod asked;
mod bigquery;
mod catalog;
mod dashboards;
mod database;
mod dbt;
mod emit;
mod hive_log;
mod hive_metastore;
mod input;
mod job_sql;
mod lines_import;
mod mysql_log;
mod open;
mod openlineage;
mod outward;
mod postgres_log;
mod query_jsonl;
mod redshift;
mod scheduler;
mod script;
mod snapshot;
mod snowflake;
mod superset;
mod time;
mod trino;
mod usage;

pub use emit::Announcer;
pub use open::Connector;
pub use outward::Reach;

#[cfg(test)]
mod tests;
