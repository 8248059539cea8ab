//! Lineage.

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
    views::Lineage,
};

/// Whose neighbourhood.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Ask {
    /// `dataset:shop.user`, `metric:dr`, or a plain name.
    node: String,
    /// `up`, `down` or `both`.
    direction: Option<String>,
    /// How many steps.
    depth: Option<usize>,
}

/// The neighbourhood of an asset, at most 150 nodes.
#[utoipa::path(get, path = "/lineage", params(Ask), responses((status = 200, body = Lineage), (status = 404, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn, Query(ask): Query<Ask>) -> Answer<Json<Lineage>> {
    let direction = ask.direction.as_deref().unwrap_or("both").parse()?;
    Ok(Json(state.app.lineage(&signed.caller, &ask.node, direction, ask.depth.unwrap_or(2)).await?.into()))
}
