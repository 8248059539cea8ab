//! One cell: what is around it taken away, and looked at once.

mod clean;
mod scan;

pub(crate) use clean::clean;
pub(crate) use scan::{Scan, Sort, sort};
