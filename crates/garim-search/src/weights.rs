//! The weights, from one file that a person can read.

use garim_core::{Error, Result};
use serde::Deserialize;

/// `weights.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    pub exact: Exact,
    pub text: Text,
    pub structure: Structure,
    pub trust: Trust,
    pub penalty: Penalty,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exact {
    pub name: f64,
    pub label: f64,
    pub synonym: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub most: f64,
    pub k1: f64,
    pub b: f64,
    pub stem: f64,
    pub particle: f64,
    pub inside: f64,
    pub around: f64,
    pub typo: f64,
    pub fields: Fields,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    pub name: Field,
    pub labels: Field,
    pub synonyms: Field,
    pub columns: Field,
    pub description: Field,
    pub queries: Field,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub weight: f64,
    pub length: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Structure {
    pub metric: f64,
    pub bound: f64,
    pub query: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trust {
    pub people: f64,
    pub people_full: u32,
    pub certified: f64,
    pub downstream: f64,
    pub downstream_full: u32,
    pub fresh: f64,
    pub stale_days: u32,
    pub owned: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Penalty {
    pub deprecated: f64,
    pub staging: f64,
}

impl Weights {
    /// The ones that are shipped.
    pub fn shipped() -> Result<Self> {
        toml::from_str(include_str!("../weights.toml")).map_err(|e| Error::internal("reading the ranking weights", e))
    }
}
