//! Purposes of use and their legal bases.

use serde::{Deserialize, Serialize};

use crate::name::{PurposeName, RoleName};

/// GDPR Article 6's bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// The person agreed: those without a record are left out.
    Consent,
    /// Needed for a contract with the person.
    Contract,
    /// The law demands it.
    LegalObligation,
    /// Someone's life depends on it.
    VitalInterests,
    /// A public task.
    PublicTask,
    /// Legitimate interests.
    LegitimateInterests,
}

/// A purpose of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// Its name.
    pub name: PurposeName,
    /// What it is.
    pub description: Option<String>,
    /// On which basis.
    pub basis: LegalBasis,
    /// Whether a person may object.
    pub objectable: bool,
    /// Whether a restriction removes the person from it.
    pub restrictable: bool,
    /// Roles that may use it.
    pub roles: Vec<RoleName>,
    /// Roles whose default it is.
    pub default_for: Vec<RoleName>,
}
