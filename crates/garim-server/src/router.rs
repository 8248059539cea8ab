//! Every route. Public ones are a router of their own; everything else asks for somebody who is signed in.

use std::sync::Arc;

use axum::{Json, Router, extract::DefaultBodyLimit, middleware, routing::get};
use garim_app::App;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{api, document::complete, headers, page, problem, signin::Tries};

/// Largest body: a query text is at most 256 KiB, and nothing else comes near it.
const BODY_BYTES: usize = 1024 * 1024;

/// What handlers share.
pub(crate) struct State {
    pub(crate) app: App,
    pub(crate) tries: Tries,
}

/// Handed to every handler.
pub(crate) type Shared = Arc<State>;

#[derive(OpenApi)]
#[openapi(info(
    title = "Garim",
    description = "A data catalog and governance service: find the right table, cover the people in it."
))]
struct Document;

/// The whole service. `loopback` says that only this machine's own names may be used for it.
pub fn router(app: App, loopback: bool) -> Router {
    let state: Shared = Arc::new(State { app, tries: Tries::default() });
    let (routes, document) = api_routes().split_for_parts();
    let document = Arc::new(complete(document));
    routes
        .route("/api/v1/openapi.json", get(move || async move { Json((*document).clone()) }))
        .route("/health", get(|| async { Json(serde_json::json!({ "status": "ok" })) }))
        .fallback(page::page)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(middleware::from_fn(problem::always))
        .layer(middleware::from_fn_with_state(loopback, headers::host))
        .layer(middleware::from_fn(headers::add))
        .with_state(state)
}

fn api_routes() -> OpenApiRouter<Shared> {
    let v1 = OpenApiRouter::new()
        .routes(routes!(api::session::get, api::session::sign_in, api::session::sign_out))
        .routes(routes!(api::session::link))
        .routes(routes!(api::session::password))
        .routes(routes!(api::search::search))
        .routes(routes!(api::search::suggest))
        .routes(routes!(api::search::choose))
        .routes(routes!(api::browse::browse))
        .routes(routes!(api::browse::related))
        .routes(routes!(api::browse::topics))
        .routes(routes!(api::browse::topic))
        .routes(routes!(api::saved::list))
        .routes(routes!(api::saved::put, api::saved::remove))
        .routes(routes!(api::answers::get))
        .routes(routes!(api::answers::endorse))
        .routes(routes!(api::datasets::list))
        .routes(routes!(api::datasets::get))
        .routes(routes!(api::datasets::classify))
        .routes(routes!(api::datasets::suggestions))
        .routes(routes!(api::datasets::classes))
        .routes(routes!(api::runs::list, api::runs::start))
        .routes(routes!(api::runs::get))
        .routes(routes!(api::lineage::get, api::lineage::hear))
        .routes(routes!(api::lineage::impact))
        .routes(routes!(api::lineage::blame))
        .routes(routes!(api::lineage::path))
        .routes(routes!(api::imports::list))
        .routes(routes!(api::imports::start))
        .routes(routes!(api::imports::asset))
        .routes(routes!(api::metrics::list))
        .routes(routes!(api::metrics::get))
        .routes(routes!(api::metrics::values))
        .routes(routes!(api::sql::run))
        .routes(routes!(api::requests::list, api::requests::file))
        .routes(routes!(api::requests::get))
        .routes(routes!(api::requests::plan))
        .routes(routes!(api::requests::approve))
        .routes(routes!(api::requests::reject))
        .routes(routes!(api::requests::certificate))
        .routes(routes!(api::status::get));
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", v1)
}

/// The API's OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    complete(api_routes().split_for_parts().1)
}
