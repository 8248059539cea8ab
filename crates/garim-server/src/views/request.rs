//! Data subject requests.

use garim_app::{Filed as New, RequestCard};
use garim_core::{
    erasure::{ErasurePlan, PlannedDataset, Reach, SignedCertificate},
    request::RequestState,
};
use serde::{Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema},
};

/// A step that is done.
#[derive(Serialize, ToSchema)]
struct StepDone {
    step: String,
    at: String,
    note: String,
}

/// A request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    id: String,
    kind: String,
    subject_type: String,
    filed_by: String,
    filed_at: String,
    approved_by: Option<String>,
    /// `filed`, `running`, `completed`, `rejected`.
    state: String,
    /// The step to do, while running.
    next: Option<String>,
    reason: Option<String>,
    can_approve: bool,
    steps: Vec<StepDone>,
}

/// Requests, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Requests {
    pub(crate) requests: Vec<Request>,
}

impl From<RequestCard> for Request {
    fn from(card: RequestCard) -> Self {
        let request = card.request;
        let (state, next, reason) = match request.state {
            RequestState::Filed => ("filed", None, None),
            RequestState::Running { next } => ("running", Some(next.as_str().to_owned()), None),
            RequestState::Completed => ("completed", None, None),
            RequestState::Rejected { reason } => ("rejected", None, Some(reason)),
        };
        Self {
            id: request.id.to_string(),
            kind: format!("{:?}", request.kind).to_lowercase(),
            subject_type: request.subject_type.to_string(),
            filed_by: request.filed_by.to_string(),
            filed_at: request.filed_at.to_string(),
            approved_by: request.approved_by.map(|who| who.to_string()),
            state: state.to_owned(),
            next,
            reason,
            can_approve: card.can_approve,
            steps: card
                .steps
                .into_iter()
                .map(|s| StepDone { step: s.step.to_owned(), at: s.at.to_string(), note: s.note })
                .collect(),
        }
    }
}

/// A filed request. The receipt is the person's: only with it can the certificate be shown to be about them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Filed {
    id: String,
    receipt: String,
}

impl From<New> for Filed {
    fn from(filed: New) -> Self {
        Self { id: filed.id.to_string(), receipt: filed.receipt }
    }
}

/// One dataset of a plan.
#[derive(Serialize, ToSchema)]
struct Planned {
    dataset: String,
    /// `holds`, `aggregate_kept` or `sealed`.
    reach: String,
    /// `delete` or `anonymise`.
    action: Option<String>,
    through: Vec<String>,
    partitions: u64,
    files: u64,
    rows: u64,
}

impl From<PlannedDataset> for Planned {
    fn from(planned: PlannedDataset) -> Self {
        let (reach, action) = match planned.reach {
            Reach::Holds { action, .. } => ("holds", Some(format!("{action:?}").to_lowercase())),
            Reach::AggregateKept => ("aggregate_kept", None),
            Reach::Sealed => ("sealed", None),
        };
        Self {
            dataset: planned.dataset.to_string(),
            reach: reach.to_owned(),
            action,
            through: planned.through.iter().map(ToString::to_string).collect(),
            partitions: planned.partitions,
            files: planned.files,
            rows: planned.rows,
        }
    }
}

/// What an erasure will touch.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Plan {
    datasets: Vec<Planned>,
    vault_values: u64,
    sealed_files: u64,
    out_of_reach: Vec<String>,
}

impl From<ErasurePlan> for Plan {
    fn from(plan: ErasurePlan) -> Self {
        Self {
            datasets: plan.datasets.into_iter().map(Planned::from).collect(),
            vault_values: plan.vault_values,
            sealed_files: plan.sealed_files,
            out_of_reach: plan.out_of_reach,
        }
    }
}

/// A signed certificate, exactly as it was signed: `garim verify erasure` takes it as it is.
pub(crate) struct Certificate(pub(crate) SignedCertificate);

impl Serialize for Certificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl PartialSchema for Certificate {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().description(Some("A signed certificate, exactly as it was signed")).into()
    }
}

impl ToSchema for Certificate {}
