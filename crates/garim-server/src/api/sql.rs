//! SQL under policy.

use std::time::Instant;

use arrow_array::RecordBatch;
use axum::{Json, body::Bytes, extract::State};
use futures::{Stream, TryStreamExt};
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
/// Most bytes of one answer: all of it is held in memory, once as rows and once as JSON, and no page shows more.
const ANSWER_BYTES: usize = 32 * 1024 * 1024;

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
    let batches = gather(answer.rows.stream).await?;
    Ok(Json(Table::of(&schema, &batches, limit, named, began.elapsed())?))
}

/// All rows, within what an answer may hold. Rows few enough may still be large: one `string_agg` is one value.
async fn gather(mut rows: impl Stream<Item = Result<RecordBatch, Error>> + Unpin) -> Result<Vec<RecordBatch>, Error> {
    let (mut batches, mut bytes) = (Vec::new(), 0_usize);
    while let Some(batch) = rows.try_next().await? {
        bytes = bytes.saturating_add(batch.get_array_memory_size());
        if bytes > ANSWER_BYTES {
            let most = ANSWER_BYTES / 1024 / 1024;
            return Err(Error::invalid(format!("the answer is larger than {most} MiB; ask for fewer rows or shorter values")));
        }
        batches.push(batch);
    }
    Ok(batches)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::sync::Arc;

    use arrow_array::{ArrayRef, StringArray};
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn one_value_larger_than_an_answer_is_refused() {
        let of = |length: usize| {
            let column: ArrayRef = Arc::new(StringArray::from(vec!["x".repeat(length)]));
            stream::iter([Ok(RecordBatch::try_from_iter([("v", column)]).unwrap())])
        };
        assert_eq!(gather(of(1000)).await.unwrap().len(), 1);
        assert!(gather(of(ANSWER_BYTES + 1)).await.is_err());
    }
}
