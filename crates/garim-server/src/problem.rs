//! Errors as RFC 9457 problems. The outside message only: the operator's context goes to the log.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use garim_core::Error;
use serde::Serialize;
use utoipa::ToSchema;

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
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}

/// What handlers give.
pub(crate) type Answer<T> = Result<T, Problem>;
