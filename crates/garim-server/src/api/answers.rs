//! One answer for a business word; owners certify and deprecate.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
};
use garim_app::Endorse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{CanonicalAnswer, Standing},
};

/// An owner's word on an asset.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Endorsement {
    /// `certified`, `deprecated`, or `none` to take it back.
    standing: String,
    /// What to use instead, where it is deprecated.
    successor: Option<String>,
    /// Why.
    reason: Option<String>,
}

/// One answer for a business word, with its evidence and why not the others.
#[utoipa::path(
    get,
    path = "/answers/{word}",
    operation_id = "answer",
    params(("word" = String, Path)),
    responses((status = 200, body = CanonicalAnswer), (status = 401, body = Problem))
)]
pub(crate) async fn get(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(word): Path<String>,
) -> Answer<Json<CanonicalAnswer>> {
    Ok(Json(state.app.answer(&signed.caller, &word).await?.into()))
}

/// Certifies or deprecates a dataset or a metric, or takes that back.
#[utoipa::path(
    put,
    path = "/assets/{name}/standing",
    operation_id = "endorse",
    params(("name" = String, Path)),
    request_body = Endorsement,
    responses((status = 200, body = Standing), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub(crate) async fn endorse(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(name): Path<String>,
    bytes: Bytes,
) -> Answer<Json<Standing>> {
    state.app.may_certify(&signed.caller, &name).await?;
    let said: Endorsement = body(&bytes)?;
    let ask = Endorse { standing: said.standing, successor: said.successor, reason: said.reason };
    Ok(Json(state.app.endorse(&signed.caller, &name, ask).await?.into()))
}
