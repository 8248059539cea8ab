//! Errors as RFC 9457 problems. The outside message only: the operator's context goes to the log.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use garim_core::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a problem.
const PROBLEM: &str = "application/problem+json";

/// An RFC 9457 problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A name for the meaning, such as `garim:not-found`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// The meaning in words.
    pub(crate) title: &'static str,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What exactly, and what would be accepted.
    pub(crate) detail: String,
}

impl Problem {
    /// Nobody is signed in.
    pub(crate) fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "garim:signed-out", "signed out", "sign in first".to_owned())
    }

    /// Too many tries.
    pub(crate) fn slow_down() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "garim:slow-down", "too many tries", "wait a minute and try again".to_owned())
    }

    /// The body is larger than so many bytes.
    pub(crate) fn too_large(most: usize) -> Self {
        let detail = format!("the body is larger than {} MiB", most / 1024 / 1024);
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "garim:too-large", "too large", detail)
    }

    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: String) -> Self {
        Self { kind, title, status: status.as_u16(), detail }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, kind, title) = match &error {
            Error::NotFound { .. } => (StatusCode::NOT_FOUND, "garim:not-found", "not found"),
            Error::AlreadyExists { .. } => (StatusCode::CONFLICT, "garim:already-exists", "already exists"),
            Error::Invalid(_) => (StatusCode::BAD_REQUEST, "garim:invalid", "not valid"),
            Error::Forbidden(_) => (StatusCode::FORBIDDEN, "garim:forbidden", "forbidden"),
            Error::Conflict(_) => (StatusCode::CONFLICT, "garim:conflict", "conflict"),
            Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "garim:unavailable", "unavailable"),
            Error::Internal { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "garim:internal", "our fault"),
        };
        if let Error::Internal { .. } = &error {
            tracing::error!(error = %error.for_operator(), "a request failed");
        }
        Self::new(status, kind, title, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, PROBLEM)], body).into_response()
    }
}

/// What the framework itself refuses (no such route, another method, a body that is too large, a query that cannot be read)
/// is a problem too.
pub(crate) async fn always(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == PROBLEM);
    if !api || told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (kind, title, detail) = match status {
        StatusCode::NOT_FOUND => ("garim:not-found", "not found", "there is no such route"),
        StatusCode::METHOD_NOT_ALLOWED => ("garim:method", "another method", "this route does not take that method"),
        StatusCode::PAYLOAD_TOO_LARGE => ("garim:too-large", "too large", "the body is larger than 1 MiB"),
        _ if status.is_server_error() => ("garim:internal", "our fault", "the request failed"),
        _ => ("garim:invalid", "not valid", "the request is not what this route takes"),
    };
    let mut said = Problem::new(status, kind, title, format!("{detail}; every route is in /api/v1/openapi.json")).into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        said.headers_mut().insert(header::ALLOW, allow.clone());
    }
    said
}

/// What handlers give.
pub(crate) type Answer<T> = Result<T, Problem>;
