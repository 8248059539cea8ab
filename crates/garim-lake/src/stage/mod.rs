//! Staging: reads, checks, protects, deduplicates, merges and writes; publishes nothing.
//!
//! A snapshot is written as it is read. Rows with event times are held until the source has ended, since the earliest of
//! duplicates stays and an unchanged day is not to be written again; what is held is what is new in the window.

mod calendar;
mod context;
mod ingest;
mod judge;
mod key;
mod keyed;
mod keyless;
mod pen;
mod piece;
mod quarantine;
mod rows;
mod sink;
mod snapshot;
mod tally;

use std::sync::Arc;

use garim_core::Result;
use garim_ports::{Input, Progress, Staging, Vault, WritePlan};

use crate::{LocalLake, table};
use context::Context;

/// Stages what a source or a query gives. Whatever goes wrong, no file of the run stays behind.
pub(crate) async fn stage(
    lake: &LocalLake,
    plan: &WritePlan,
    input: Input,
    vault: Arc<dyn Vault>,
    progress: Arc<dyn Progress>,
) -> Result<Staging> {
    let context = Context::new(lake, plan, vault).await?;
    let staging = match input {
        Input::Source(query, watch) => ingest::ingest(&context, &query, &*watch, &*progress).await,
        Input::Rows(rows) => rows::transform(&context, rows, &*progress).await,
    };
    if staging.is_err() {
        drop(context);
        // The first error is the one to tell; what stays on disk is abandoned again by run.
        let _ = table::abandon(lake, &plan.dataset, plan.run).await;
    }
    staging
}
