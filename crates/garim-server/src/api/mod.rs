//! Handlers, one file a noun.

pub(crate) mod answers;
pub(crate) mod browse;
pub(crate) mod datasets;
pub(crate) mod imports;
pub(crate) mod lineage;
pub(crate) mod metrics;
pub(crate) mod requests;
pub(crate) mod runs;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod sql;
pub(crate) mod status;
mod upload;

use axum::body::Bytes;
use garim_core::Error;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// Reads a JSON body, after the caller was authorised. The message names line and column, never the content.
fn body<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|e| {
        let what = match e.classify() {
            serde_json::error::Category::Data => "has other fields than this route takes",
            _ => "is not JSON",
        };
        Error::invalid(format!(
            "the body {what} (line {}, column {}); the route's schema is in /api/v1/openapi.json",
            e.line(),
            e.column()
        ))
        .into()
    })
}
