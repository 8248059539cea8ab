//! Requests as doors show them.

use garim_core::{
    Entity, Error, Result,
    authz::{Action, Ask, Caller, Resource, Verdict},
    erasure::SignedCertificate,
    name::RequestId,
    request::{Request, RequestState},
    time::Timestamp,
};
use serde::Serialize;

use crate::App;

/// A step that is done.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepRow {
    /// Which.
    pub step: &'static str,
    /// When.
    pub at: Timestamp,
    /// What came of it, in words.
    pub note: String,
}

/// A request with its steps.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestCard {
    /// The request.
    #[serde(flatten)]
    pub request: Request,
    /// Whether the caller may approve it now.
    pub can_approve: bool,
    /// The steps that are done.
    pub steps: Vec<StepRow>,
}

impl App {
    /// Every request, newest first.
    pub async fn requests(&self, caller: &Caller) -> Result<Vec<RequestCard>> {
        self.permit(caller, Action::ReadRequest, Resource::Catalog, None)?;
        let mut tx = self.ports.store.read().await?;
        let all = tx.requests().list().await?;
        Ok(all.into_iter().map(|r| self.request_card(caller, r, Vec::new())).collect())
    }

    /// One request.
    pub async fn request(&self, caller: &Caller, id: &str) -> Result<RequestCard> {
        self.permit(caller, Action::ReadRequest, Resource::Catalog, None)?;
        let request = self.stored_request(id).await?;
        let mut tx = self.ports.store.read().await?;
        let steps = tx.requests().steps(request.id).await?;
        let rows = steps.into_iter().map(|(step, at, note)| StepRow { step: step.as_str(), at, note }).collect();
        Ok(self.request_card(caller, request, rows))
    }

    /// The certificate of a completed request.
    pub async fn certificate(&self, caller: &Caller, id: &str) -> Result<SignedCertificate> {
        self.permit(caller, Action::ReadRequest, Resource::Catalog, None)?;
        let request = self.stored_request(id).await?;
        let mut tx = self.ports.store.read().await?;
        tx.requests()
            .certificate(request.id)
            .await?
            .ok_or_else(|| Error::conflict(format!("request `{}` has no certificate yet: it is not completed", request.id)))
    }

    pub(crate) async fn stored_request(&self, id: &str) -> Result<Request> {
        let not_found = || Error::not_found(Entity::Request, id.chars().take(64).collect::<String>());
        let parsed: RequestId = id.parse().map_err(|_| not_found())?;
        let mut tx = self.ports.store.read().await?;
        tx.requests().get(parsed).await?.ok_or_else(not_found)
    }

    fn request_card(&self, caller: &Caller, request: Request, steps: Vec<StepRow>) -> RequestCard {
        let ask = Ask { caller: caller.clone(), action: Action::ApproveRequest, resource: Resource::Catalog };
        let allowed = matches!(self.ports.policy.decide(&ask, None), Verdict::Allowed { .. });
        let can_approve = allowed && request.state == RequestState::Filed && request.filed_by != caller.principal.name;
        RequestCard { request, can_approve, steps }
    }
}
