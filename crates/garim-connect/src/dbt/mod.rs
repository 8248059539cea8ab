//! dbt's files: what a project declares (manifest), what the database has (catalog), how runs went (run results).

mod artifact;
mod checks;
mod datasets;
mod exposures;
mod jinja;
mod lineage;
mod project;
mod runs;

pub(crate) use project::open;
