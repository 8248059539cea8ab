//! Search and completion.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
};
use garim_core::{Error, search};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Hits, Suggestions},
};

/// Hits of a page, unless another number is asked for.
const PAGE: usize = 20;
/// Completions, likewise.
const COMPLETIONS: usize = 8;

/// What to look for.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Ask {
    /// Words in any language, and filters: `매출 owner:kim tag:pii kind:metric used:>10 -certified:no`.
    q: String,
    /// How many.
    limit: Option<usize>,
    /// Where to go on: the `next` of an earlier answer to the same words.
    after: Option<String>,
    /// Whether to count what was found by facet.
    #[serde(default)]
    facets: bool,
}

/// The beginning of a name.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Begun {
    /// What is typed so far.
    q: String,
    /// How many.
    limit: Option<usize>,
}

/// Ranked hits with their reasons, and counts by facet of everything that answers.
#[utoipa::path(get, path = "/search", params(Ask), responses((status = 200, body = Hits), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(crate) async fn search(State(state): State<Shared>, signed: SignedIn, Query(ask): Query<Ask>) -> Answer<Json<Hits>> {
    let skip = ask.after.as_deref().filter(|after| !after.is_empty()).map_or(Ok(0), place)?;
    let ask = search::Ask { words: ask.q, limit: ask.limit.unwrap_or(PAGE), skip, facets: ask.facets, ..search::Ask::default() };
    let found = state.app.find(&signed.caller, ask.clone()).await?;
    Ok(Json(Hits::page(found, &ask)))
}

fn place(after: &str) -> Result<usize, Error> {
    after.parse().map_err(|_| Error::invalid("`after` is the `next` of an earlier answer to the same words"))
}

/// Completions of a half-typed word, with the part of each that was typed.
#[utoipa::path(get, path = "/suggest", params(Begun), responses((status = 200, body = Suggestions), (status = 401, body = Problem)))]
pub(crate) async fn suggest(
    State(state): State<Shared>,
    signed: SignedIn,
    Query(begun): Query<Begun>,
) -> Answer<Json<Suggestions>> {
    let found = state.app.suggest(&signed.caller, &begun.q, begun.limit.unwrap_or(COMPLETIONS)).await?;
    Ok(Json(found.into()))
}

/// That a hit was opened.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Choice {
    /// What was asked.
    q: String,
    /// The hit's id.
    id: String,
}

/// Somebody opened a hit: what people choose is learned from, and nobody's name is kept.
#[utoipa::path(
    post,
    path = "/search/choices",
    request_body = Choice,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub(crate) async fn choose(State(state): State<Shared>, signed: SignedIn, bytes: Bytes) -> Answer<StatusCode> {
    state.app.may_choose(&signed.caller)?;
    let choice: Choice = body(&bytes)?;
    state.app.choose(&signed.caller, &choice.q, &choice.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
