//! For whoever does not know what to search for: what is popular, new, near, and about the same.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Browse, Related, Topic, Topics},
};

/// Near what.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Near {
    /// `dataset:shop.user`, `metric:dr`, or a plain name.
    node: String,
}

/// What many people use, and what is new.
#[utoipa::path(get, path = "/browse", responses((status = 200, body = Browse), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn browse(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Browse>> {
    Ok(Json(state.app.browse(&signed.caller).await?.into()))
}

/// What stands near an asset: joined with it, used by the same people, of the same lineage.
#[utoipa::path(get, path = "/related", params(Near), responses((status = 200, body = Related), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn related(State(state): State<Shared>, signed: SignedIn, Query(near): Query<Near>) -> Answer<Json<Related>> {
    Ok(Json(state.app.related(&signed.caller, &near.node).await?.into()))
}

/// Groups of assets that are about the same, the largest first.
#[utoipa::path(get, path = "/topics", responses((status = 200, body = Topics), (status = 401, body = Problem)))]
pub(crate) async fn topics(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Topics>> {
    Ok(Json(state.app.topics(&signed.caller).await?.into()))
}

/// One of them, with its assets.
#[utoipa::path(get, path = "/topics/{id}", params(("id" = String, Path)), responses((status = 200, body = Topic), (status = 404, body = Problem)))]
pub(crate) async fn topic(State(state): State<Shared>, signed: SignedIn, Path(id): Path<String>) -> Answer<Json<Topic>> {
    Ok(Json(state.app.topic(&signed.caller, &id).await?.into()))
}
