//! The KPIs of every day, computed in plain Rust from the raw sources: SQLite rows and CSV files. It shares nothing with the
//! pipeline: no SQL, no time zone library, no decimal type. What it knows is what SEMANTICS says.

mod decimal;
mod kpi;
mod read;

use std::{collections::BTreeMap, path::Path};

use garim_core::Result;

pub use decimal::ratio;
pub use kpi::kpis;
pub use read::{Access, Purchase, Raw, raw};

/// The KPIs of one day: exact text, or nothing where a denominator is 0. Ratios have six places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayKpis {
    /// yyyyMMdd.
    pub dt: String,
    /// By metric name.
    pub values: BTreeMap<&'static str, Option<String>>,
}

/// The KPIs of every day that the demo's shop in `root` has seen.
///
/// # Errors
/// `Internal` where a source cannot be read.
pub async fn reference(root: &Path) -> Result<Vec<DayKpis>> {
    Ok(kpis(&raw(root).await?))
}
