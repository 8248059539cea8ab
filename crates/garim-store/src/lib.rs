//! The catalog's memory: `garim_ports::Store` on SQLite through sqlx.
//!
//! This crate knows nothing of the lake, the vault, the index or any use case: it writes what it is given, in the
//! transaction that it is given it in, and demands a permit where the port does. It has no clock and makes no ids; the
//! only randomness is the key under which people are counted. Every statement is a named constant that PostgreSQL takes
//! as well; a test prepares each of them.

mod audit;
mod columns;
mod convert;
mod datasets;
mod discovery;
mod endorsements;
mod graph;
mod imported;
mod imported_nodes;
mod imported_runs;
mod imports;
mod jobs;
mod leases;
mod lineage;
mod metrics;
mod names;
mod outbox;
mod people;
mod prepared;
mod queries;
mod requests;
mod runs;
mod sessions;
mod sqlite;
mod tokens;
mod tx;
mod usage;

pub use sqlite::SqliteStore;
