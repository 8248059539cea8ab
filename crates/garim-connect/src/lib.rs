//! Reads what other systems know: query logs, OpenLineage events, dbt's files, metastores, dashboards, schedulers.
//!
//! Everything that comes in was written by others: records have a bounded size, what is broken is counted with its reason and
//! place, and no literal of a statement, no error text and no unknown field leaves this crate except sealed. It knows neither
//! the store nor the app, and never runs a statement that it read.

mod bigquery;
mod dbt;
mod hive_log;
mod input;
mod mysql_log;
mod open;
mod openlineage;
mod postgres_log;
mod query_jsonl;
mod redshift;
mod snapshot;
mod snowflake;
mod time;
mod trino;
mod usage;

pub use open::Connector;

#[cfg(test)]
mod tests;
