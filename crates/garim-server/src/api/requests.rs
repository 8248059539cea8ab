//! Data subject requests.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use garim_core::{Error, authz::Action};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body;
use crate::{
    background,
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Certificate, Filed, Plan, Request, Requests},
};

/// A request to file.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewRequest {
    /// `erasure`.
    kind: String,
    /// Such as `customer`.
    subject_type: String,
    /// The person's id: it goes to the vault and nowhere else.
    subject_id: String,
}

/// Why.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Reason {
    reason: String,
}

/// Every request, newest first.
#[utoipa::path(get, path = "/requests", responses((status = 200, body = Requests), (status = 403, body = Problem)))]
pub(crate) async fn list(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Requests>> {
    let all = state.app.requests(&signed.caller).await?;
    Ok(Json(Requests { requests: all.into_iter().map(Request::from).collect() }))
}

/// Files a request.
#[utoipa::path(post, path = "/requests", request_body = NewRequest, responses((status = 201, body = Filed), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn file(State(state): State<Shared>, signed: SignedIn, bytes: Bytes) -> Answer<(StatusCode, Json<Filed>)> {
    state.app.authorise(&signed.caller, Action::FileRequest)?;
    let ask: NewRequest = body(&bytes)?;
    if ask.kind != "erasure" {
        return Err(Error::invalid("only requests of kind `erasure` are carried out so far").into());
    }
    let filed = state.app.file_request(&signed.caller, &ask.subject_type, &ask.subject_id).await?;
    Ok((StatusCode::CREATED, Json(filed.into())))
}

/// One request with its steps.
#[utoipa::path(get, path = "/requests/{id}", params(("id" = String, Path)), responses((status = 200, body = Request), (status = 404, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn, Path(id): Path<String>) -> Answer<Json<Request>> {
    Ok(Json(state.app.request(&signed.caller, &id).await?.into()))
}

/// What an erasure will touch.
#[utoipa::path(get, path = "/requests/{id}/plan", params(("id" = String, Path)), responses((status = 200, body = Plan), (status = 404, body = Problem)))]
pub(crate) async fn plan(State(state): State<Shared>, signed: SignedIn, Path(id): Path<String>) -> Answer<Json<Plan>> {
    Ok(Json(state.app.request_plan(&signed.caller, &id).await?.into()))
}

/// Approves a request; it is carried out at once.
#[utoipa::path(post, path = "/requests/{id}/approve", params(("id" = String, Path)), responses((status = 202, body = Request), (status = 409, body = Problem)))]
pub(crate) async fn approve(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Answer<(StatusCode, Json<Request>)> {
    state.app.approve_request(&signed.caller, &id).await?;
    let app = state.app.clone();
    tokio::spawn(async move { background::carry_out(&app).await });
    Ok((StatusCode::ACCEPTED, Json(state.app.request(&signed.caller, &id).await?.into())))
}

/// Turns a request down.
#[utoipa::path(post, path = "/requests/{id}/reject", params(("id" = String, Path)), request_body = Reason, responses((status = 200, body = Request), (status = 409, body = Problem)))]
pub(crate) async fn reject(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(id): Path<String>,
    bytes: Bytes,
) -> Answer<Json<Request>> {
    state.app.authorise(&signed.caller, Action::ApproveRequest)?;
    let ask: Reason = body(&bytes)?;
    state.app.reject_request(&signed.caller, &id, &ask.reason).await?;
    Ok(Json(state.app.request(&signed.caller, &id).await?.into()))
}

/// The certificate of a completed request.
#[utoipa::path(get, path = "/requests/{id}/certificate", params(("id" = String, Path)), responses((status = 200, body = Certificate), (status = 409, body = Problem)))]
pub(crate) async fn certificate(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<Certificate>> {
    Ok(Json(Certificate(state.app.certificate(&signed.caller, &id).await?)))
}
