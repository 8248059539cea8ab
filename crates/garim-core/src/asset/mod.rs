//! Assets: what can be discovered, and what contracts say of it.

mod contract;
mod metric;
mod pipeline;
mod purpose;

pub use contract::{BadRows, Contract, DEFAULT_LATE_DAYS, DayRule, ErasureAction, Owner, SourceRef, Stage, Standing};
pub use metric::{Aggregation, Metric, MetricKind};
pub use pipeline::{Job, JobKind, Pipeline};
pub use purpose::{LegalBasis, Purpose};
