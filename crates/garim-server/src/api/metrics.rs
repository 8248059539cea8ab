//! Metrics and their values.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use garim_core::{Error, time::Day};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Metric, Metrics, Values},
};

/// Days shown unless the caller says from when.
const DAYS: u64 = 400;

/// Between which days.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Between {
    /// The first day.
    from: Option<String>,
    /// The last day.
    to: Option<String>,
}

/// Every metric with its newest value.
#[utoipa::path(get, path = "/metrics", responses((status = 200, body = Metrics), (status = 401, body = Problem)))]
pub(crate) async fn list(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Metrics>> {
    Ok(Json(state.app.metrics(&signed.caller).await?.into()))
}

/// One metric, whole.
#[utoipa::path(get, path = "/metrics/{name}", params(("name" = String, Path)), responses((status = 200, body = Metric), (status = 404, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn, Path(name): Path<String>) -> Answer<Json<Metric>> {
    Ok(Json(state.app.metric_card(&signed.caller, &name).await?.into()))
}

/// A metric's values by day.
#[utoipa::path(get, path = "/metrics/{name}/values", params(("name" = String, Path), Between), responses((status = 200, body = Values), (status = 404, body = Problem)))]
pub(crate) async fn values(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(name): Path<String>,
    Query(between): Query<Between>,
) -> Answer<Json<Values>> {
    let newest = state.app.metric_card(&signed.caller, &name).await?.row.latest.map(|(day, _)| day);
    let day = |text: Option<String>| text.map(|t| t.parse::<Day>().map_err(|e| Error::invalid(e.to_string()))).transpose();
    let (from, to) = (day(between.from)?, day(between.to)?.or(newest));
    let Some(to) = to else { return Ok(Json(Values { values: Vec::new() })) };
    let values = state.app.metric_values(&signed.caller, &name, from.unwrap_or(to.minus(DAYS)), to).await?;
    Ok(Json(values.into()))
}
