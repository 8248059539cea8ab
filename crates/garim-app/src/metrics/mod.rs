//! Metrics: computed for each day as governed datasets, and reconciled from what was stored.

mod compute;
mod contract;
mod published;
mod reconcile;
mod table;
mod values;

pub(crate) use contract::{contract_of, dataset_of};
pub use reconcile::Reconciliation;
pub use table::KpiTable;
