//! Audit records: written before release, chained so that a gap or a change shows.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{authz::Permit, name::PrincipalName, time::Timestamp};

/// One record, before it is chained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRecord {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: PrincipalName,
    /// For which purpose.
    pub purpose: String,
    /// What was done, such as `classify`.
    pub action: String,
    /// With what, such as `shop.user`.
    pub resource: String,
    /// By which policies.
    pub policies: Vec<String>,
    /// What else is worth knowing; never a personal value or a literal.
    pub detail: String,
}

impl AuditRecord {
    /// From the permit under which it is done.
    pub fn of(permit: &Permit, at: Timestamp, detail: impl Into<String>) -> Self {
        let ask = permit.ask();
        Self {
            at,
            who: ask.caller.principal.name.clone(),
            purpose: ask.caller.purpose.to_string(),
            action: ask.action.as_str().to_owned(),
            resource: match &ask.resource {
                crate::authz::Resource::Catalog => "catalog".to_owned(),
                crate::authz::Resource::Dataset(name) => name.to_string(),
            },
            policies: permit.policies().to_vec(),
            detail: detail.into(),
        }
    }

    /// The hash of this record after `previous` (hex; empty for the first): SHA-256 over previous ‖ 0 ‖ JSON.
    pub fn chained(&self, previous: &str) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let digest = Sha256::new().chain_update(previous).chain_update([0]).chain_update(json).finalize();
        digest.iter().map(|b| format!("{b:02x}")).collect()
    }
}
