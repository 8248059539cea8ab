//! Headers of every answer, and the host check that keeps other sites' names from reaching a loopback server.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use garim_core::Error;

use crate::problem::Problem;

/// Only our own files: no inline script or style, no data, no other host. Proved by the page's tests in a browser.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Adds the headers.
pub(crate) async fn add(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    if api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A server on loopback answers only to loopback's own names: a page of another site cannot rebind its name to us.
pub(crate) async fn host(State(loopback): State<bool>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    if loopback && !local(host) {
        return Problem::from(Error::invalid("this server answers on loopback only")).into_response();
    }
    next.run(request).await
}

fn local(host: &str) -> bool {
    let uri: Option<Uri> = host.parse().ok();
    let name = uri.as_ref().and_then(|u| u.host()).unwrap_or_default();
    name == "localhost" || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
