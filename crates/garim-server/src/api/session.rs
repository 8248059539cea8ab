//! Sign in, say who is signed in, sign out.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use garim_core::{Error, name::PrincipalName};
use garim_ports::User;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::{self, SignedIn, session_cookie},
    views::Session,
};

/// A one-time token.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Link {
    token: String,
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Password {
    name: String,
    password: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPassword {
    password: String,
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Session>> {
    Ok(Json(Session::of(&state.app, &signed.caller, signed.has_password)))
}

/// Signs in with a name and a password.
#[utoipa::path(post, path = "/session", request_body = Password, responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub(crate) async fn sign_in(State(state): State<Shared>, headers: HeaderMap, bytes: Bytes) -> Answer<Response> {
    signin::own_page(&headers)?;
    let ask: Password = body(&bytes)?;
    if !state.tries.allow(&ask.name, state.app.clock().now()) {
        return Err(Problem::slow_down());
    }
    let mut tx = state.app.store().read().await?;
    let user = match PrincipalName::new(&ask.name) {
        Ok(name) => tx.sessions().user(&name).await?,
        Err(_) => None,
    };
    drop(tx);
    let kept = user.as_ref().and_then(|u| u.password.clone());
    let right = tokio::task::spawn_blocking(move || signin::matches(&ask.password, kept.as_deref())).await.unwrap_or(false);
    match user.filter(|_| right) {
        Some(user) => signed_in(&state, user).await,
        None => Err(Problem::signed_out()),
    }
}

/// Signs in with a one-time link.
#[utoipa::path(post, path = "/session/link", request_body = Link, responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub(crate) async fn link(State(state): State<Shared>, headers: HeaderMap, bytes: Bytes) -> Answer<Response> {
    signin::own_page(&headers)?;
    let ask: Link = body(&bytes)?;
    if !state.tries.allow("link", state.app.clock().now()) {
        return Err(Problem::slow_down());
    }
    let name = signin::use_link(&state.app, &ask.token).await?.ok_or_else(Problem::signed_out)?;
    let mut tx = state.app.store().read().await?;
    let user = tx.sessions().user(&name).await?.ok_or_else(Problem::signed_out)?;
    drop(tx);
    signed_in(&state, user).await
}

async fn signed_in(state: &Shared, user: User) -> Answer<Response> {
    let token = signin::begin(&state.app, &user.name).await?;
    let has_password = user.password.is_some();
    let caller = state.app.caller(user.name, user.roles, None)?;
    let session = Session::of(&state.app, &caller, has_password);
    Ok(([(header::SET_COOKIE, session_cookie(&token))], Json(session)).into_response())
}

/// Signs out.
#[utoipa::path(delete, path = "/session", responses((status = 204)))]
pub(crate) async fn sign_out(State(state): State<Shared>, signed: SignedIn) -> Answer<Response> {
    let mut tx = state.app.store().begin().await?;
    tx.sessions().end(&signed.token_hash).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, session_cookie(""))]).into_response())
}

/// Sets one's own password.
#[utoipa::path(put, path = "/session/password", request_body = NewPassword, responses((status = 204), (status = 400, body = Problem)))]
pub(crate) async fn password(State(state): State<Shared>, signed: SignedIn, bytes: Bytes) -> Answer<StatusCode> {
    if signed.service {
        return Err(Error::Forbidden("a program has no password; `garim token create` makes it another token".to_owned()).into());
    }
    let ask: NewPassword = body(&bytes)?;
    let hashed = tokio::task::spawn_blocking(move || signin::hash(&ask.password)).await;
    let hashed = hashed.map_err(|e| garim_core::Error::internal("hashing a password", e))??;
    let principal = signed.caller.principal;
    let mut tx = state.app.store().begin().await?;
    tx.sessions().put_user(&User { name: principal.name, roles: principal.roles, password: Some(hashed) }).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
