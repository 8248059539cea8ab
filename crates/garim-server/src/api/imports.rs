//! Imports: sent files are read as those that lie on a disk; databases are read from the operator's own machine only.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
};
use garim_app::ImportRequest;
use garim_core::{Error, authz::Action};
use garim_ports::{ImportFrom, ImportKind, NoProgress};
use serde::Deserialize;
use utoipa::IntoParams;

use super::upload;
use crate::{
    problem::{Answer, Problem},
    router::Shared,
    signin::SignedIn,
    views::{Asset, Import, Imports},
};

/// Largest body of an import, packed: a day's log of a busy database. Larger ones are sent in parts, or read from their disk.
const IMPORT_BYTES: usize = 64 * 1024 * 1024;

/// How a body is to be read.
#[derive(Deserialize, IntoParams)]
pub(crate) struct How {
    /// The namespace of what it holds, such as `warehouse`.
    namespace: Option<String>,
    /// The SQL dialect, where the kind does not say.
    dialect: Option<String>,
    /// The database that names are completed with.
    database: Option<String>,
    /// The schema that names of one part are completed with.
    schema: Option<String>,
}

/// The newest imports with what they found.
#[utoipa::path(get, path = "/imports", responses((status = 200, body = Imports), (status = 403, body = Problem)))]
pub(crate) async fn list(State(state): State<Shared>, signed: SignedIn) -> Answer<Json<Imports>> {
    let imports = state.app.imports(&signed.caller).await?;
    Ok(Json(Imports { imports: imports.into_iter().map(Import::from).collect() }))
}

/// Reads a log, an export or an artifact of another system, plain or gzip.
#[utoipa::path(
    post,
    path = "/imports/{kind}",
    params(("kind" = String, Path), How),
    request_body(content = String, content_type = "application/octet-stream", description = "The file"),
    responses((status = 201, body = Import), (status = 400, body = Problem), (status = 403, body = Problem), (status = 413, body = Problem))
)]
pub(crate) async fn start(
    State(state): State<Shared>,
    signed: SignedIn,
    Path(kind): Path<String>,
    Query(how): Query<How>,
    body: Body,
) -> Answer<(StatusCode, Json<Import>)> {
    state.app.authorise(&signed.caller, Action::Import)?;
    let kind: ImportKind = kind.parse()?;
    if kind.is_database() {
        return Err(Error::invalid(format!("`{kind}` reads a database; say `garim import {kind}` on the machine itself")).into());
    }
    let bytes = upload::whole(body, IMPORT_BYTES).await?;
    let request = ImportRequest {
        kind,
        namespace: how.namespace,
        from: ImportFrom::Body(Box::new(std::io::Cursor::new(bytes))),
        dialect: how.dialect,
        database: how.database,
        schema: how.schema,
        connections: BTreeMap::new(),
    };
    let record = state.app.import(&signed.caller, request, Arc::new(NoProgress)).await?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

/// Which asset.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Which {
    /// Its id or its name, such as `dataset:warehouse/shop.public.orders`.
    node: String,
}

/// An asset of another system, whole.
#[utoipa::path(get, path = "/assets", params(Which), responses((status = 200, body = Asset), (status = 404, body = Problem)))]
pub(crate) async fn asset(State(state): State<Shared>, signed: SignedIn, Query(which): Query<Which>) -> Answer<Json<Asset>> {
    Ok(Json(state.app.imported(&signed.caller, &which.node).await?.into()))
}
