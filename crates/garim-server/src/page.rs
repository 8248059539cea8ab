//! The page: files built from `ui/`, embedded in the binary. Every other path is the page's own route.

use axum::{
    http::{Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../../ui/dist"]
struct Page;

/// Files with a hash in their name never change.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// A file of the page, or its index.
pub(crate) async fn page(method: Method, uri: Uri) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Page::get(path).filter(|_| !path.is_empty()) {
        let mime = mime_guess::from_path(path).first_or_octet_stream();
        let cache = if path.starts_with("assets/") { FOREVER } else { "no-cache" };
        let headers = [(header::CONTENT_TYPE, mime.as_ref().to_owned()), (header::CACHE_CONTROL, cache.to_owned())];
        return (headers, file.data).into_response();
    }
    match Page::get("index.html") {
        Some(index) if !path.starts_with("api/") && !path.starts_with("assets/") => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
            (headers, index.data).into_response()
        }
        Some(_) => StatusCode::NOT_FOUND.into_response(),
        None => (StatusCode::NOT_FOUND, "the page was not built into this binary; the API is at /api/v1").into_response(),
    }
}
