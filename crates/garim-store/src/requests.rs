//! Data subject requests: the state, a row for each step, the plan as approved and the certificate.

use async_trait::async_trait;
use garim_core::{
    Entity, Error, Result,
    audit::AuditRecord,
    authz::{Action, Permit},
    erasure::{ErasurePlan, SignedCertificate},
    name::RequestId,
    request::{Request, RequestState, Step},
    time::Timestamp,
};
use garim_ports::Requests;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::SqliteConnection;

use crate::{
    audit,
    convert::{failed, from_json, is_duplicate, is_orphan, to_json},
};

pub(crate) struct RequestRows<'a>(pub(crate) &'a mut SqliteConnection);

/// The papers that are kept with a request.
const PLAN: &str = "plan";
const CERTIFICATE: &str = "certificate";

fn state_name(state: &RequestState) -> &'static str {
    match state {
        RequestState::Filed => "filed",
        RequestState::Running { .. } => "running",
        RequestState::Completed => "completed",
        RequestState::Rejected { .. } => "rejected",
    }
}

/// Where a step stands in the order of all.
fn position(step: Step) -> i64 {
    Step::ALL.iter().zip(0..).find(|(s, _)| **s == step).map_or(-1, |(_, at)| at)
}

const FILE: &str = "
INSERT INTO requests (
    id,
    state,
    filed_at,
    body
)
VALUES ($1, $2, $3, $4)
";

const GET: &str = "
SELECT
    body
FROM requests
WHERE id = $1
";

const LIST: &str = "
SELECT
    body
FROM requests
ORDER BY
    filed_at DESC,
    id DESC
";

/// The body as it was read is compared too, so that it holds where two writers are possible.
const ADVANCE: &str = "
UPDATE requests
SET state = $3,
    body = $4
WHERE id = $1
  AND body = $2
";

const DONE: &str = "
INSERT INTO request_steps (
    request,
    position,
    step,
    at,
    note
)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (request, position) DO NOTHING
";

const STEPS: &str = "
SELECT
    position,
    at,
    note
FROM request_steps
WHERE request = $1
ORDER BY position
";

const KEEP_PAPER: &str = "
INSERT INTO request_papers (
    request,
    kind,
    body
)
VALUES ($1, $2, $3)
ON CONFLICT (request, kind) DO UPDATE
SET body = excluded.body
";

const PAPER: &str = "
SELECT
    body
FROM request_papers
WHERE request = $1
  AND kind = $2
";

impl RequestRows<'_> {
    async fn body(&mut self, id: RequestId) -> Result<Option<String>> {
        let row: Option<(String,)> =
            sqlx::query_as(GET).bind(id.to_string()).fetch_optional(&mut *self.0).await.map_err(failed("reading a request"))?;
        Ok(row.map(|(body,)| body))
    }

    async fn keep<T: Serialize>(&mut self, id: RequestId, kind: &'static str, paper: &T) -> Result<()> {
        let kept = sqlx::query(KEEP_PAPER).bind(id.to_string()).bind(kind).bind(to_json(paper)?).execute(&mut *self.0).await;
        belongs(id, kept)
    }

    async fn paper<T: DeserializeOwned>(&mut self, id: RequestId, kind: &'static str) -> Result<Option<T>> {
        let row: Option<(String,)> = sqlx::query_as(PAPER)
            .bind(id.to_string())
            .bind(kind)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed("reading a request's papers"))?;
        row.map(|(body,)| from_json(&body)).transpose()
    }
}

#[async_trait]
impl Requests for RequestRows<'_> {
    async fn file(&mut self, permit: &Permit, request: &Request) -> Result<()> {
        if permit.ask().action != Action::FileRequest {
            return Err(Error::Forbidden("the permit at hand is not one to file a request".to_owned()));
        }
        let filed = sqlx::query(FILE)
            .bind(request.id.to_string())
            .bind(state_name(&request.state))
            .bind(request.filed_at.micros())
            .bind(to_json(request)?)
            .execute(&mut *self.0)
            .await;
        match filed {
            Ok(_) => {}
            Err(e) if is_duplicate(&e) => {
                return Err(Error::AlreadyExists { entity: Entity::Request, name: request.id.to_string() });
            }
            Err(e) => return Err(failed("filing a request")(e)),
        }
        audit::append(self.0, &AuditRecord::of(permit, request.filed_at, format!("request {}", request.id))).await
    }

    async fn get(&mut self, id: RequestId) -> Result<Option<Request>> {
        self.body(id).await?.map(|body| from_json(&body)).transpose()
    }

    async fn list(&mut self) -> Result<Vec<Request>> {
        let rows: Vec<(String,)> = sqlx::query_as(LIST).fetch_all(&mut *self.0).await.map_err(failed("reading requests"))?;
        rows.iter().map(|(body,)| from_json(body)).collect()
    }

    async fn advance(&mut self, before: &Request, after: &Request) -> Result<()> {
        let stored = self.body(before.id).await?.ok_or_else(|| Error::not_found(Entity::Request, before.id))?;
        if from_json::<Request>(&stored)? != *before || after.id != before.id {
            return Err(moved_on(before.id));
        }
        let advanced = sqlx::query(ADVANCE)
            .bind(before.id.to_string())
            .bind(&stored)
            .bind(state_name(&after.state))
            .bind(to_json(after)?)
            .execute(&mut *self.0)
            .await
            .map_err(failed("advancing a request"))?;
        match advanced.rows_affected() {
            0 => Err(moved_on(before.id)),
            _ => Ok(()),
        }
    }

    async fn done(&mut self, id: RequestId, step: Step, at: Timestamp, note: &str) -> Result<()> {
        let done = sqlx::query(DONE)
            .bind(id.to_string())
            .bind(position(step))
            .bind(step.as_str())
            .bind(at.micros())
            .bind(note)
            .execute(&mut *self.0)
            .await;
        belongs(id, done)
    }

    async fn steps(&mut self, id: RequestId) -> Result<Vec<(Step, Timestamp, String)>> {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(STEPS)
            .bind(id.to_string())
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed("reading a request's steps"))?;
        rows.into_iter()
            .map(|(at, when, note)| {
                let step = usize::try_from(at).ok().and_then(|at| Step::ALL.get(at).copied());
                let step = step.ok_or_else(|| Error::internal("reading a request's steps", "an unknown step"))?;
                Ok((step, Timestamp::from_micros(when), note))
            })
            .collect()
    }

    async fn keep_plan(&mut self, id: RequestId, plan: &ErasurePlan) -> Result<()> {
        self.keep(id, PLAN, plan).await
    }

    async fn plan(&mut self, id: RequestId) -> Result<Option<ErasurePlan>> {
        self.paper(id, PLAN).await
    }

    /// The salt is the person's alone: it is left out even if the caller forgot to.
    async fn keep_certificate(&mut self, id: RequestId, certificate: &SignedCertificate) -> Result<()> {
        self.keep(id, CERTIFICATE, &SignedCertificate { salt: None, ..certificate.clone() }).await
    }

    async fn certificate(&mut self, id: RequestId) -> Result<Option<SignedCertificate>> {
        self.paper(id, CERTIFICATE).await
    }
}

fn moved_on(id: RequestId) -> Error {
    Error::conflict(format!("request `{id}` has moved on; look at it again"))
}

fn belongs<T>(id: RequestId, kept: Result<T, sqlx::Error>) -> Result<()> {
    match kept {
        Ok(_) => Ok(()),
        Err(e) if is_orphan(&e) => Err(Error::not_found(Entity::Request, id)),
        Err(e) => Err(failed("keeping a request's step")(e)),
    }
}
