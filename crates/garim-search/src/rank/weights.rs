//! The weights, from one file that a person can read.

use std::sync::OnceLock;

use garim_core::{Error, Result};
use serde::Deserialize;

/// `weights.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    pub exact: Exact,
    pub levels: Levels,
    pub text: Text,
    pub structure: Structure,
    pub trust: Trust,
    pub learned: Learned,
    pub penalty: Penalty,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exact {
    pub name: f64,
    pub label: f64,
    pub near: f64,
    pub unlikely: f64,
    pub unlikely_phrase: f64,
    pub loose: f64,
    pub synonym: f64,
    pub column: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Levels {
    pub stem: f32,
    pub particle: f32,
    pub inside: f32,
    pub around: f32,
    pub joined: f32,
    pub apart: f32,
    pub initials: f32,
    pub short: f32,
    pub long: f32,
    pub glossary: f32,
    pub same: f32,
    pub layout: f32,
    pub roman: f32,
    pub consonants: f32,
    pub typo: f32,
    pub prefix: f32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub most: f64,
    pub k1: f64,
    pub b: f64,
    pub weak: f64,
    pub places: Places,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub name: Place,
    pub labels: Place,
    pub synonyms: Place,
    pub columns: Place,
    pub description: Place,
    pub details: Place,
    pub queries: Place,
}

impl Places {
    /// By number.
    pub const fn all(&self) -> [&Place; crate::disk::mask::PLACES] {
        [&self.queries, &self.details, &self.description, &self.columns, &self.synonyms, &self.labels, &self.name]
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub weight: f64,
    pub length: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Structure {
    pub asked: f64,
    pub asked_dataset: f64,
    pub metric: f64,
    pub term: f64,
    pub bound: f64,
    pub dashboard: f64,
    pub query: f64,
    pub job: f64,
    pub owner: f64,
    pub topic: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trust {
    pub people: f64,
    pub people_full: u32,
    pub certified: f64,
    pub tier: f64,
    pub downstream: f64,
    pub downstream_full: u32,
    pub refined: f64,
    pub fresh: f64,
    pub stale_days: u32,
    pub checks: f64,
    pub owned: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Learned {
    pub chosen: f64,
    pub newcomer: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Penalty {
    pub named: f64,
    pub deprecated: f64,
    pub discouraged: f64,
    pub staging: f64,
    pub test: f64,
    pub copy: f64,
    pub old: f64,
    pub raw: f64,
    pub empty: f64,
    pub late: f64,
}

impl Weights {
    /// The ones that are shipped, read once.
    pub fn shipped() -> Result<&'static Self> {
        static SHIPPED: OnceLock<Result<Weights, String>> = OnceLock::new();
        let read = SHIPPED.get_or_init(|| toml::from_str(include_str!("../../weights.toml")).map_err(|e| e.to_string()));
        read.as_ref().map_err(|why| Error::internal("reading the ranking weights", why.as_str()))
    }
}
