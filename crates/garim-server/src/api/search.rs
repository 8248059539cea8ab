//! Search and completion.

use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Hits, Suggestions},
};

/// What to look for.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Ask {
    /// Words in any language.
    q: String,
    /// How many.
    limit: Option<usize>,
}

/// Ranked hits with their reasons.
#[utoipa::path(get, path = "/search", params(Ask), responses((status = 200, body = Hits), (status = 401, body = Problem)))]
pub(crate) async fn search(State(state): State<Shared>, signed: SignedIn, Query(ask): Query<Ask>) -> Answer<Json<Hits>> {
    let hits = state.app.search(&signed.caller, &ask.q, ask.limit.unwrap_or(20)).await?;
    Ok(Json(hits.into()))
}

/// Completions of a half-typed word.
#[utoipa::path(get, path = "/suggest", params(Ask), responses((status = 200, body = Suggestions), (status = 401, body = Problem)))]
pub(crate) async fn suggest(State(state): State<Shared>, signed: SignedIn, Query(ask): Query<Ask>) -> Answer<Json<Suggestions>> {
    let found = state.app.suggest(&signed.caller, &ask.q, ask.limit.unwrap_or(8)).await?;
    Ok(Json(found.into()))
}
