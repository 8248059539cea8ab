//! The states, steps and events of a request.

use serde::{Deserialize, Serialize};

use crate::{
    name::{PrincipalName, RequestId, SubjectType},
    time::Timestamp,
};

/// What the person asks for. Only erasure is carried out so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestType {
    /// Delete what you hold on me.
    Erasure,
}

/// The steps of an erasure, in their order (SEMANTICS section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// From here the person counts as suppressed; staged output of before is thrown away.
    Freeze,
    /// Which pseudonyms stand in which files and rows, sealed under the request's own key.
    Linkage,
    /// The ledger entry, outside what is backed up with the rest.
    Ledger,
    /// One vault transaction: suppression written, key destroyed.
    Destroy,
    /// The values leave the vault.
    RemoveValues,
    /// Every partition that holds the subject, with its contract's action.
    Rewrite,
    /// Old files, log entries, sidecars, sealed files, index and caches leave the disk.
    Purge,
    /// Nothing of the linkage set is found any more.
    ReadBack,
    /// The signed certificate; then the linkage set is destroyed.
    Certify,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Step; 9] = [
        Step::Freeze,
        Step::Linkage,
        Step::Ledger,
        Step::Destroy,
        Step::RemoveValues,
        Step::Rewrite,
        Step::Purge,
        Step::ReadBack,
        Step::Certify,
    ];

    /// The step after this one.
    pub fn next(self) -> Option<Step> {
        let at = Step::ALL.iter().position(|s| *s == self)?;
        Step::ALL.get(at + 1).copied()
    }

    /// As text, for tables and file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Freeze => "freeze",
            Step::Linkage => "linkage",
            Step::Ledger => "ledger",
            Step::Destroy => "destroy",
            Step::RemoveValues => "remove_values",
            Step::Rewrite => "rewrite",
            Step::Purge => "purge",
            Step::ReadBack => "read_back",
            Step::Certify => "certify",
        }
    }
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RequestState {
    /// Filed; its plan may be looked at.
    Filed,
    /// Approved; `next` is the step to do.
    Running {
        /// The step to do.
        next: Step,
    },
    /// Everything is done, and the certificate is there.
    Completed,
    /// Turned down before anything was destroyed.
    Rejected {
        /// Why.
        reason: String,
    },
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody who did not file it approves it.
    Approved {
        /// Who.
        by: PrincipalName,
    },
    /// Turned down.
    Rejected {
        /// Why.
        reason: String,
    },
    /// A step is done.
    Done(Step),
}

/// A request as the store keeps it. It names no person: `subject_ref` is the pseudonym at filing, removed at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// What is asked for.
    pub kind: RequestType,
    /// The population that the subject belongs to.
    pub subject_type: SubjectType,
    /// Who filed it.
    pub filed_by: PrincipalName,
    /// When.
    pub filed_at: Timestamp,
    /// Who approved it.
    pub approved_by: Option<PrincipalName>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: RequestState,
}
