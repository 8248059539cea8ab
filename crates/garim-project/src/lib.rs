//! Text to core, with spans: `garim.toml`, data contracts (ODCS v3), pipelines, metrics, purposes and policies.
//!
//! This crate refuses to know the world: it reads the project folder in one module (`read`) and does no other I/O, has no
//! clock and reads no environment, parses no SQL (which tables a statement reads is asked of the caller) and evaluates no
//! policy. It reports every problem that it finds, with file, line and what would be accepted; drawing them is somebody
//! else's job.

mod announce;
mod check;
mod contract;
mod document;
mod metric;
mod metric_sql;
mod node;
mod order;
mod pipeline;
mod problem;
mod project;
mod purpose;
mod read;
mod settings;
mod source;
mod template;

pub use announce::{EventsTo, OpenLineage};
pub use metric_sql::{metric_contract, metric_dataset, metric_sql};
pub use order::order;
pub use problem::{Problem, Report};
pub use project::{Project, load, parse};
pub use read::{Files, MAX_FILE_BYTES, MAX_FILES, read};
pub use settings::Settings;
pub use source::{Place, SourceSetting};
pub use template::{TEMPLATE_SOURCE_SQL, template};

#[cfg(test)]
mod tests;
