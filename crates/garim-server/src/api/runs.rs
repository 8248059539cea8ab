//! Runs.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
};
use garim_app::RunOptions;
use garim_core::{Error, authz::Action, name::PipelineName, time::Day};
use garim_ports::NoProgress;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Run, Runs},
};

/// Most runs of one answer.
const MAX_RUNS: u32 = 200;

/// Which runs.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Ask {
    /// Of one dataset.
    dataset: Option<String>,
    /// How many.
    limit: Option<u32>,
}

/// What to run.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Start {
    /// The pipeline.
    pipeline: String,
    /// The business day, such as `2020-10-25`.
    day: String,
}

/// It will run.
#[derive(Serialize, ToSchema)]
pub(crate) struct Accepted {
    accepted: bool,
}

/// The newest runs.
#[utoipa::path(get, path = "/runs", params(Ask), responses((status = 200, body = Runs), (status = 401, body = Problem)))]
pub(crate) async fn list(State(state): State<Shared>, signed: SignedIn, Query(ask): Query<Ask>) -> Answer<Json<Runs>> {
    let runs = state.app.runs(&signed.caller, ask.dataset.as_deref(), ask.limit.unwrap_or(20).min(MAX_RUNS)).await?;
    Ok(Json(Runs { runs: runs.into_iter().map(Run::from).collect() }))
}

/// One run.
#[utoipa::path(get, path = "/runs/{id}", params(("id" = String, Path)), responses((status = 200, body = Run), (status = 404, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn, Path(id): Path<String>) -> Answer<Json<Run>> {
    Ok(Json(state.app.run_card(&signed.caller, &id).await?.into()))
}

/// Starts a pipeline's day; its runs say what came of it.
#[utoipa::path(post, path = "/runs", request_body = Start, responses((status = 202, body = Accepted), (status = 403, body = Problem)))]
pub(crate) async fn start(State(state): State<Shared>, signed: SignedIn, bytes: Bytes) -> Answer<(StatusCode, Json<Accepted>)> {
    state.app.authorise(&signed.caller, Action::Run)?;
    let ask: Start = body(&bytes)?;
    let pipeline: PipelineName = ask.pipeline.parse().map_err(|e: garim_core::name::NameError| Error::invalid(e.to_string()))?;
    let day: Day = ask.day.parse().map_err(|e: garim_core::time::DayError| Error::invalid(e.to_string()))?;
    state.app.runnable(&pipeline, (day, day))?;
    let app = state.app.clone();
    tokio::spawn(async move {
        let ran = app.run(&signed.caller, &pipeline, (day, day), RunOptions::default(), Arc::new(NoProgress)).await;
        if let Err(error) = ran {
            tracing::error!(error = %error.for_operator(), "a run that was asked for did not begin");
        }
    });
    Ok((StatusCode::ACCEPTED, Json(Accepted { accepted: true })))
}
