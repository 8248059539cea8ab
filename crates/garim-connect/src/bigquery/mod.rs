//! BigQuery's `INFORMATION_SCHEMA.JOBS`, exported as JSON or CSV.

mod job;
mod table;

pub(crate) use job::Jobs;
