//! Certification and deprecation: what an owner said of an asset, and whether it still holds.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{name::PrincipalName, time::Timestamp};

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum Mark {
    /// It is right, and may be relied upon.
    Certified,
    /// To be used no longer.
    Deprecated {
        /// What to use instead.
        successor: Option<String>,
    },
    /// What was said before is taken back.
    Withdrawn,
}

/// Somebody's word on an asset. The newest holds; the others are its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endorsement {
    /// The asset, as the index knows it: `dataset:shop.purchase`, `metric:dr`.
    pub asset: String,
    /// What was said.
    #[serde(flatten)]
    pub mark: Mark,
    /// By whom.
    pub who: PrincipalName,
    /// When.
    pub at: Timestamp,
    /// Who owned the asset then: a certification does not outlive them.
    pub owners: Vec<String>,
    /// Why, in words.
    pub reason: Option<String>,
}

/// An asset as it stands on the day that is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Today {
    /// Who owns it: its people, or its team where it names none.
    pub owners: Vec<String>,
    /// The check that it fails, in words; `None`: it fails none.
    pub failing: Option<String>,
}

/// Why a certification no longer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "expiry", rename_all = "snake_case")]
pub enum Expiry {
    /// None of those who owned the asset then owns it now.
    OwnerLeft,
    /// One of its checks fails.
    CheckFails {
        /// Which, in words.
        check: String,
    },
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OwnerLeft => f.write_str("whoever owned it then owns it no longer"),
            Self::CheckFails { check } => f.write_str(check),
        }
    }
}

/// What holds of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "held", rename_all = "snake_case")]
pub enum Held {
    /// Nobody has said anything that stands.
    Nothing,
    /// It is certified.
    Certified,
    /// It was certified, and that no longer holds.
    Expired(Expiry),
    /// It is deprecated.
    Deprecated {
        /// What to use instead.
        successor: Option<String>,
    },
}

/// Why somebody's word was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndorseError {
    /// A certification is an owner's promise.
    #[error("`{0}` has no owner who would answer for it; name one in its contract first")]
    NoOwner(String),
    /// What fails is not certified.
    #[error("`{asset}` cannot be certified while {failing}")]
    Fails {
        /// The asset.
        asset: String,
        /// The check that it fails.
        failing: String,
    },
    /// A successor is another asset.
    #[error("`{0}` cannot be its own successor; name what to use instead")]
    OwnSuccessor(String),
}

impl Endorsement {
    /// Whether this may be said of the asset as it stands. Takes down who owns it.
    pub fn checked(mut self, today: &Today) -> Result<Self, EndorseError> {
        match &self.mark {
            Mark::Certified if today.owners.is_empty() => return Err(EndorseError::NoOwner(self.asset)),
            Mark::Certified => {
                if let Some(failing) = &today.failing {
                    return Err(EndorseError::Fails { asset: self.asset, failing: failing.clone() });
                }
            }
            Mark::Deprecated { successor: Some(successor) } if *successor == self.asset => {
                return Err(EndorseError::OwnSuccessor(self.asset));
            }
            Mark::Deprecated { .. } | Mark::Withdrawn => {}
        }
        self.owners.clone_from(&today.owners);
        Ok(self)
    }

    /// What holds of it today. A certification ends with its owners, and rests while a check fails.
    pub fn holds(&self, today: &Today) -> Held {
        match &self.mark {
            Mark::Withdrawn => Held::Nothing,
            Mark::Deprecated { successor } => Held::Deprecated { successor: successor.clone() },
            Mark::Certified if !self.owners.iter().any(|owner| today.owners.contains(owner)) => Held::Expired(Expiry::OwnerLeft),
            Mark::Certified => match &today.failing {
                Some(check) => Held::Expired(Expiry::CheckFails { check: check.clone() }),
                None => Held::Certified,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn said(mark: Mark) -> Endorsement {
        Endorsement {
            asset: "dataset:shop.purchase".to_owned(),
            mark,
            who: "kim".parse().unwrap(),
            at: Timestamp::from_micros(1),
            owners: Vec::new(),
            reason: None,
        }
    }

    fn today(owners: &[&str], failing: Option<&str>) -> Today {
        Today { owners: owners.iter().map(|o| (*o).to_owned()).collect(), failing: failing.map(str::to_owned) }
    }

    #[test]
    fn a_certification_ends_with_its_owners_and_rests_while_a_check_fails() {
        let certified = said(Mark::Certified).checked(&today(&["kim", "lee"], None)).unwrap();
        for (now, held) in [
            (today(&["lee", "park"], None), Held::Certified),
            (today(&["park"], None), Held::Expired(Expiry::OwnerLeft)),
            (today(&[], None), Held::Expired(Expiry::OwnerLeft)),
            (today(&["kim"], Some("x fails")), Held::Expired(Expiry::CheckFails { check: "x fails".to_owned() })),
        ] {
            assert_eq!(certified.holds(&now), held, "{now:?}");
        }
    }

    #[test]
    fn what_nobody_owns_or_what_fails_is_not_certified() {
        let refused = |mark, now: Today| said(mark).checked(&now).unwrap_err().to_string();
        assert!(refused(Mark::Certified, today(&[], None)).contains("no owner"));
        assert!(refused(Mark::Certified, today(&["kim"], Some("its newest run failed"))).contains("while its newest run failed"));
        let itself = Mark::Deprecated { successor: Some("dataset:shop.purchase".to_owned()) };
        assert!(refused(itself, today(&["kim"], None)).contains("its own successor"));
    }

    #[test]
    fn deprecation_outlives_owners_and_what_is_taken_back_is_nothing() {
        let successor = Some("dataset:b".to_owned());
        let gone = said(Mark::Deprecated { successor: successor.clone() }).checked(&today(&[], Some("anything"))).unwrap();
        assert_eq!(gone.holds(&today(&[], None)), Held::Deprecated { successor });
        assert_eq!(said(Mark::Withdrawn).holds(&today(&["kim"], None)), Held::Nothing);
    }
}
