//! Lineage: asked for, and told by other systems.

use axum::{
    Json,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
};
use garim_app::{Heard, LineageAsk};
use garim_core::authz::Action;
use serde::Deserialize;
use utoipa::IntoParams;

use super::upload;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Blame, EventHeard, Impact, Lineage, Way},
};

/// Largest event, unpacked: the columns of a table of some thousands, each with its inputs.
const EVENT_BYTES: usize = 16 * 1024 * 1024;

/// Whose neighbourhood.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Ask {
    /// `dataset:shop.user`, `metric:dr`, a plain name, or a column such as `shop.user.u_email`.
    node: String,
    /// `up`, `down` or `both`.
    direction: Option<String>,
    /// How many steps.
    depth: Option<usize>,
    /// Whether edges say what flows from column to column.
    columns: Option<bool>,
    /// How many of the nearest nodes an earlier answer has shown.
    skip: Option<usize>,
}

/// The neighbourhood of an asset or a column, at most 150 nodes.
#[utoipa::path(get, path = "/lineage", params(Ask), responses((status = 200, body = Lineage), (status = 404, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn, Query(ask): Query<Ask>) -> Answer<Json<Lineage>> {
    let direction = ask.direction.as_deref().unwrap_or("both").parse()?;
    let wanted = LineageAsk {
        direction,
        depth: ask.depth.unwrap_or(2),
        columns: ask.columns.unwrap_or(false),
        skip: ask.skip.unwrap_or(0),
    };
    Ok(Json(state.app.lineage(&signed.caller, &ask.node, wanted).await?.into()))
}

/// Takes in one OpenLineage event (RunEvent, JobEvent or DatasetEvent), plain or gzip.
#[utoipa::path(post, path = "/lineage", request_body(content = Object, description = "An OpenLineage event"), responses((status = 201, body = EventHeard), (status = 400, body = Problem), (status = 403, body = Problem), (status = 413, body = Problem)))]
pub(crate) async fn hear(
    State(state): State<Shared>,
    signed: SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Answer<(StatusCode, Json<EventHeard>)> {
    state.app.authorise(&signed.caller, Action::Import)?;
    let event = upload::unpacked(&headers, body, EVENT_BYTES).await?;
    let heard = state.app.hear_event(&signed.caller, &event).await?;
    Ok((StatusCode::CREATED, Json(EventHeard { new: heard == Heard::Taken })))
}

/// Of what.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Of {
    /// A column such as `shop.user.u_email`, or an asset.
    node: String,
}

/// Everything downstream of a column or an asset, with owners.
#[utoipa::path(get, path = "/impact", params(Of), responses((status = 200, body = Impact), (status = 404, body = Problem)))]
pub(crate) async fn impact(State(state): State<Shared>, signed: SignedIn, Query(of): Query<Of>) -> Answer<Json<Impact>> {
    Ok(Json(state.app.impact(&signed.caller, &of.node).await?.into()))
}

/// Each ancestor of a column, with transformation, job, run, owner and commit, down to the source.
#[utoipa::path(get, path = "/blame", params(Of), responses((status = 200, body = Blame), (status = 404, body = Problem)))]
pub(crate) async fn blame(State(state): State<Shared>, signed: SignedIn, Query(of): Query<Of>) -> Answer<Json<Blame>> {
    Ok(Json(state.app.blame(&signed.caller, &of.node).await?.into()))
}

/// From where to where.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Ends {
    /// An asset or a column.
    from: String,
    /// Another.
    to: String,
}

/// A shortest way from one asset or column to another.
#[utoipa::path(get, path = "/path", params(Ends), responses((status = 200, body = Way), (status = 404, body = Problem)))]
pub(crate) async fn path(State(state): State<Shared>, signed: SignedIn, Query(ends): Query<Ends>) -> Answer<Json<Way>> {
    Ok(Json(state.app.path(&signed.caller, &ends.from, &ends.to).await?.into()))
}
