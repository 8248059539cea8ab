//! Datasets, their columns and classes.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
};
use garim_core::{authz::Action, class::Class};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{ClassRow, ClassSuggestions, Classes, Classified, Dataset, Datasets},
};

/// Most rows of a page.
const MAX_PAGE: usize = 200;

/// A page of a list.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Page {
    /// The last name of the page before.
    after: Option<String>,
    /// How many.
    limit: Option<usize>,
}

/// A decision.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Decision {
    /// Such as `pii.email`.
    class: String,
    /// Why; needed where it loosens.
    reason: Option<String>,
}

/// Datasets that the caller may discover, by name.
#[utoipa::path(get, path = "/datasets", params(Page), responses((status = 200, body = Datasets), (status = 401, body = Problem)))]
pub(crate) async fn list(State(state): State<Shared>, signed: SignedIn, Query(page): Query<Page>) -> Answer<Json<Datasets>> {
    let all = state.app.datasets(&signed.caller).await?;
    Ok(Json(Datasets::page(all, page.after.as_deref(), page.limit.unwrap_or(50).clamp(1, MAX_PAGE))))
}

/// One dataset, whole.
#[utoipa::path(get, path = "/datasets/{name}", params(("name" = String, Path)), responses((status = 200, body = Dataset), (status = 404, body = Problem)))]
pub(crate) async fn get(State(state): State<Shared>, signed: SignedIn, Path(name): Path<String>) -> Answer<Json<Dataset>> {
    Ok(Json(state.app.dataset(&signed.caller, &name).await?.into()))
}

/// Sets a column's classification.
#[utoipa::path(
    put,
    path = "/datasets/{name}/columns/{column}/classification",
    params(("name" = String, Path), ("column" = String, Path)),
    request_body = Decision,
    responses((status = 200, body = Classified), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub(crate) async fn classify(
    State(state): State<Shared>,
    signed: SignedIn,
    Path((name, column)): Path<(String, String)>,
    bytes: Bytes,
) -> Answer<Json<Classified>> {
    state.app.may_classify(&signed.caller, &name).await?;
    let ask: Decision = body(&bytes)?;
    let decided = state.app.classify(&signed.caller, &format!("{name}.{column}"), &ask.class, ask.reason).await?;
    Ok(Json(decided.into()))
}

/// What the scanner says of each column, for somebody to confirm or reject: of a sample of the source, and of earlier runs.
#[utoipa::path(
    get,
    path = "/datasets/{name}/suggestions",
    params(("name" = String, Path)),
    responses((status = 200, body = ClassSuggestions), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub(crate) async fn suggestions(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(name): Path<String>,
) -> Answer<Json<ClassSuggestions>> {
    Ok(Json(state.app.suggest_classes(&signed.caller, &name).await?.into()))
}

/// Every class, with what it does to a column.
#[utoipa::path(get, path = "/classes", responses((status = 200, body = Classes)))]
pub(crate) async fn classes(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Classes>> {
    state.app.authorise(&signed.caller, Action::Discover)?;
    let row = |c: &Class| ClassRow { name: c.as_str().to_owned(), treatment: format!("{:?}", c.treatment()).to_lowercase() };
    Ok(Json(Classes { classes: Class::ALL.iter().filter(|c| **c != Class::Unclassified).map(row).collect() }))
}
