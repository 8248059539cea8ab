//! Searches that people keep, each for themselves.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Saved, SavedSearches},
};

/// What is kept.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Search {
    /// Words and filters.
    query: String,
}

/// One's own searches, by name.
#[utoipa::path(get, path = "/saved-searches", operation_id = "saved_searches", responses((status = 200, body = SavedSearches), (status = 403, body = Problem)))]
pub(crate) async fn list(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<SavedSearches>> {
    Ok(Json(state.app.saved_searches(&signed.caller).await?.into()))
}

/// Keeps a search under a name.
#[utoipa::path(
    put,
    path = "/saved-searches/{name}",
    params(("name" = String, Path)),
    request_body = Search,
    responses((status = 200, body = Saved), (status = 400, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem))
)]
pub(crate) async fn put(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(name): Path<String>,
    bytes: Bytes,
) -> Answer<Json<Saved>> {
    state.app.may_save(&signed.caller)?;
    let search: Search = body(&bytes)?;
    Ok(Json(state.app.save_search(&signed.caller, &name, &search.query).await?.into()))
}

/// Takes one's own search away.
#[utoipa::path(
    delete,
    path = "/saved-searches/{name}",
    params(("name" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub(crate) async fn remove(State(state): State<Shared>, signed: SignedIn, Path(name): Path<String>) -> Answer<StatusCode> {
    state.app.forget_search(&signed.caller, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
