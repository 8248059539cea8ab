//! Who said what about a column, and what holds.

use serde::{Deserialize, Serialize};

use super::Class;
use crate::{name::PrincipalName, time::Timestamp};

/// Where a classification comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Basis {
    /// The contract declares it.
    Contract,
    /// It follows direct lineage edges from its inputs.
    Inherited,
    /// The scanner found evidence (in words, never a value).
    Scanner {
        /// Such as "197 of 200 match KR mobile; name `hp_no`".
        evidence: String,
        /// 0 to 1.
        confidence: f64,
    },
    /// A person decided.
    Person {
        /// Who.
        who: PrincipalName,
        /// Why, required where it loosens.
        reason: Option<String>,
    },
    /// Nobody has said anything yet.
    Absent,
}

impl Basis {
    /// Whether somebody decided: that stands against whatever is found.
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person { .. })
    }
}

/// The classification that holds for one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Classified {
    /// The class.
    pub class: Class,
    /// Where it comes from.
    pub basis: Basis,
    /// Since when.
    pub at: Timestamp,
}

/// What a person asks for.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The class to set.
    pub class: Class,
    /// Who asks.
    pub who: PrincipalName,
    /// Why.
    pub reason: Option<String>,
}

/// Why a classification was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// Loosening needs a reason.
    #[error("`{to}` protects less than `{from}`; say why with a reason")]
    LoosenedWithoutReason {
        /// What holds.
        from: Class,
        /// What was asked for.
        to: Class,
    },
    /// `unclassified` is the absence of a decision.
    #[error("`unclassified` cannot be decided; choose a class, or `none` if the column is not personal")]
    NotAChoice,
}

impl Classified {
    /// Nobody has said anything yet.
    pub fn absent(at: Timestamp) -> Self {
        Self { class: Class::Unclassified, basis: Basis::Absent, at }
    }

    /// Records a person's decision if it may replace what holds. Loosening needs a reason; deciding what nobody had
    /// decided is no loosening, except to `none`.
    pub fn decide(&self, ask: Decision, at: Timestamp) -> Result<Classified, DecideError> {
        if ask.class == Class::Unclassified {
            return Err(DecideError::NotAChoice);
        }
        let loosens = match self.class {
            Class::Unclassified => false,
            held => ask.class.strictness() < held.strictness(),
        };
        let reason = ask.reason.filter(|r| !r.trim().is_empty());
        if loosens && reason.is_none() {
            return Err(DecideError::LoosenedWithoutReason { from: self.class, to: ask.class });
        }
        Ok(Classified { class: ask.class, basis: Basis::Person { who: ask.who, reason }, at })
    }

    /// What holds among claims: a person's recorded decision stands; otherwise the strictest of contract, inheritance and
    /// scanner, where a scan may protect but never decide `none`, and where nobody speaks the column is unclassified.
    pub fn settle(claims: impl IntoIterator<Item = Classified>, at: Timestamp) -> Classified {
        let mut held: Option<Classified> = None;
        for claim in claims {
            match &claim.basis {
                Basis::Person { .. } => return claim,
                Basis::Absent => continue,
                Basis::Scanner { .. } if claim.class == Class::None => continue,
                _ => {}
            }
            let replaces = held.as_ref().is_none_or(|h| claim.class.strictness() > h.class.strictness());
            if replaces {
                held = Some(claim);
            }
        }
        held.unwrap_or_else(|| Classified::absent(at))
    }
}
