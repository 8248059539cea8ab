//! How the project stands.

use axum::{Json, extract::State};

use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::Status,
};

/// How the project stands.
#[utoipa::path(get, path = "/status", responses((status = 200, body = Status), (status = 401, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Status>> {
    Ok(Json(state.app.status(&signed.caller).await?.into()))
}
