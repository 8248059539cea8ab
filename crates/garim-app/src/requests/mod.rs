//! Data subject requests: filed, planned, approved or rejected; `erasure` carries them out.

mod approve;
mod file;
mod list;
mod plan;

pub use file::Filed;
pub use list::{RequestCard, StepRow};
pub(crate) use plan::out_of_reach;
