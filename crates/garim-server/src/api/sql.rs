//! SQL under policy.

use std::time::Instant;

use arrow_array::RecordBatch;
use axum::{Json, body::Bytes, extract::State};
use futures::TryStreamExt;
use garim_core::{Error, authz::Action};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::Table,
};

/// Rows sent unless the caller asks for others.
const ROWS: usize = 1000;

/// A statement.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Statement {
    /// One SELECT.
    sql: String,
    /// For which purpose, if not the role's default.
    purpose: Option<String>,
    /// At most so many rows.
    limit: Option<usize>,
}

/// Runs one SELECT; masks are in place before anything is computed.
#[utoipa::path(post, path = "/sql", request_body = Statement, responses((status = 200, body = Table), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn run(State(state): State<Shared>, signed: SignedIn, bytes: Bytes) -> Answer<Json<Table>> {
    state.app.authorise(&signed.caller, Action::Discover)?;
    let ask: Statement = body(&bytes)?;
    let principal = signed.caller.principal.clone();
    let caller = match ask.purpose.as_deref() {
        Some(purpose) => state.app.caller(principal.name, principal.roles, Some(purpose))?,
        None => signed.caller,
    };
    let began = Instant::now();
    let answer = state.app.sql(&caller, &ask.sql, Some(ask.limit.unwrap_or(ROWS))).await?;
    let (schema, limit, named) = (answer.rows.schema.clone(), answer.limit, (answer.tables, answer.sights));
    let batches: Vec<RecordBatch> = answer.rows.stream.try_collect().await.map_err(|e: Error| e)?;
    Ok(Json(Table::of(&schema, &batches, limit, named, began.elapsed())?))
}
