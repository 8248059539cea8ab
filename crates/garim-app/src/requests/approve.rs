//! Somebody approves or rejects a request.

use garim_core::{
    Error, Result,
    audit::AuditRecord,
    authz::{Action, Caller, Resource},
    request::{Event, NotPossible, Request, advance},
};

use crate::App;

impl App {
    /// Approves a request with the plan as it stands; its steps are then carried out by [`App::erase`].
    pub async fn approve_request(&self, caller: &Caller, id: &str) -> Result<Request> {
        let permit = self.permit(caller, Action::ApproveRequest, Resource::Catalog, None)?;
        let request = self.stored_request(id).await?;
        let approved = self.moved(&request, &Event::Approved { by: caller.principal.name.clone() })?;
        let plan = self.compute_plan(&request).await?;
        let mut tx = self.ports.store.begin().await?;
        tx.requests().keep_plan(request.id, &plan).await?;
        tx.requests().advance(&request, &approved).await?;
        tx.audit().append(&AuditRecord::of(&permit, self.now(), format!("request {}", request.id))).await?;
        tx.commit().await?;
        Ok(approved)
    }

    /// Turns a request down; nothing was destroyed.
    pub async fn reject_request(&self, caller: &Caller, id: &str, reason: &str) -> Result<Request> {
        let permit = self.permit(caller, Action::ApproveRequest, Resource::Catalog, None)?;
        if reason.trim().is_empty() {
            return Err(Error::invalid("a request is rejected with a reason; say why"));
        }
        let request = self.stored_request(id).await?;
        let rejected = self.moved(&request, &Event::Rejected { reason: reason.to_owned() })?;
        let mut tx = self.ports.store.begin().await?;
        tx.requests().advance(&request, &rejected).await?;
        tx.audit().append(&AuditRecord::of(&permit, self.now(), format!("request {} rejected", request.id))).await?;
        tx.commit().await?;
        self.ports.vault.close(request.id).await?;
        Ok(rejected)
    }

    pub(crate) fn moved(&self, request: &Request, event: &Event) -> Result<Request> {
        advance(request, event).map_err(|e| match e {
            NotPossible::OwnRequest(_) => Error::Forbidden(e.to_string()),
            _ => Error::conflict(e.to_string()),
        })
    }
}
