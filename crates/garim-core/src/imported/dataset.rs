//! Datasets of other systems.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    key::{ColumnKey, DatasetKey},
    said::{Said, hear, hear_each},
};
use crate::time::Timestamp;

/// What a dataset is, there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatasetKind {
    /// A table that the system stores.
    Table,
    /// A table over files that something else writes.
    ExternalTable,
    /// A view.
    View,
    /// A view whose result is stored.
    MaterialisedView,
    /// A dbt source: made elsewhere, declared in the project.
    Source,
    /// Rows that stand in a project's files.
    Seed,
    /// A table that keeps former states of another.
    Snapshot,
    /// Files of an object store or a file system.
    Files,
    /// A stream's topic.
    Topic,
}

/// A column, as its source declares it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportedColumn {
    /// Its name.
    pub name: String,
    /// Its type in the source's own words; empty if the source does not say.
    pub data_type: String,
    /// Its comment.
    pub description: Option<String>,
    /// Whether it may be null, if the source says.
    pub nullable: Option<bool>,
    /// Whether partitions are named by it.
    pub partition: bool,
    /// Labels.
    pub tags: Vec<String>,
}

/// A foreign key: these columns name a row of that dataset.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// The columns here.
    pub columns: Vec<String>,
    /// The columns there, pairwise.
    pub to: Vec<ColumnKey>,
}

/// A test that the other system runs on a dataset, and how it went last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name there.
    pub name: String,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// Whether it passed; `None`: never run.
    pub passed: Option<bool>,
}

/// What became of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Lifecycle {
    /// It is there.
    Exists,
    /// It was dropped.
    Dropped,
    /// It has another name now.
    Renamed {
        /// The name.
        to: DatasetKey,
    },
}

/// What a source said about a dataset. `None`: it said nothing of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedDataset {
    /// Which.
    pub key: DatasetKey,
    /// When it was said.
    pub at: Timestamp,
    /// What it is.
    pub kind: Option<DatasetKind>,
    /// What people call it there.
    pub title: Option<String>,
    /// Its comment.
    pub description: Option<String>,
    /// All its columns, in order.
    pub columns: Option<Vec<ImportedColumn>>,
    /// Who owns it, as the source names them.
    pub owners: Option<Vec<String>>,
    /// Labels.
    pub tags: Option<Vec<String>>,
    /// The columns of its primary key.
    pub primary_key: Option<Vec<String>>,
    /// Its foreign keys.
    pub references: Option<Vec<Reference>>,
    /// Where it is stored, without credentials.
    pub location: Option<String>,
    /// About how many rows it has.
    pub rows: Option<u64>,
    /// About how many bytes it has.
    pub bytes: Option<u64>,
    /// When its data or definition changed last, by the source.
    pub changed: Option<Timestamp>,
    /// What became of it.
    pub lifecycle: Option<Lifecycle>,
    /// Other names of the same thing.
    pub same_as: Vec<DatasetKey>,
    /// Tests.
    pub checks: Vec<Check>,
    /// What the source calls this state of it; equal revisions need not be read again.
    pub revision: Option<String>,
    /// Standard facets that have no place of their own, by name, without anything that may be personal.
    pub facets: BTreeMap<String, Value>,
}

impl ImportedDataset {
    /// Nothing said yet but that it exists.
    pub fn new(key: DatasetKey, at: Timestamp) -> Self {
        Self {
            key,
            at,
            kind: None,
            title: None,
            description: None,
            columns: None,
            owners: None,
            tags: None,
            primary_key: None,
            references: None,
            location: None,
            rows: None,
            bytes: None,
            changed: None,
            lifecycle: None,
            same_as: Vec::new(),
            checks: Vec::new(),
            revision: None,
            facets: BTreeMap::new(),
        }
    }
}

/// What all that was said about a dataset adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DatasetState {
    /// What it is.
    pub kind: Option<Said<DatasetKind>>,
    /// What people call it there.
    pub title: Option<Said<String>>,
    /// Its comment.
    pub description: Option<Said<String>>,
    /// Its columns.
    pub columns: Option<Said<Vec<ImportedColumn>>>,
    /// Who owns it.
    pub owners: Option<Said<Vec<String>>>,
    /// Labels.
    pub tags: Option<Said<Vec<String>>>,
    /// Its primary key.
    pub primary_key: Option<Said<Vec<String>>>,
    /// Its foreign keys.
    pub references: Option<Said<Vec<Reference>>>,
    /// Where it is stored.
    pub location: Option<Said<String>>,
    /// About how many rows it has.
    pub rows: Option<Said<u64>>,
    /// About how many bytes it has.
    pub bytes: Option<Said<u64>>,
    /// When it changed last, by the source.
    pub changed: Option<Said<Timestamp>>,
    /// What became of it.
    pub lifecycle: Option<Said<Lifecycle>>,
    /// Other names of the same thing.
    pub same_as: BTreeMap<String, DatasetKey>,
    /// Tests by name and column.
    pub checks: BTreeMap<String, Said<Check>>,
    /// The source's revision.
    pub revision: Option<Said<String>>,
    /// Standard facets by name.
    pub facets: BTreeMap<String, Said<Value>>,
}

impl DatasetState {
    /// Takes in what was said; says whether a person would see a difference.
    pub fn hear(&mut self, said: &ImportedDataset) -> bool {
        let at = said.at;
        let mut changed = [
            hear(&mut self.kind, at, said.kind),
            hear(&mut self.title, at, said.title.clone()),
            hear(&mut self.description, at, said.description.clone()),
            hear(&mut self.columns, at, said.columns.clone()),
            hear(&mut self.owners, at, said.owners.clone()),
            hear(&mut self.tags, at, said.tags.clone()),
            hear(&mut self.primary_key, at, said.primary_key.clone()),
            hear(&mut self.references, at, said.references.clone()),
            hear(&mut self.location, at, said.location.clone()),
            hear(&mut self.rows, at, said.rows),
            hear(&mut self.bytes, at, said.bytes),
            hear(&mut self.changed, at, said.changed),
            hear(&mut self.lifecycle, at, said.lifecycle.clone()),
            hear(&mut self.revision, at, said.revision.clone()),
        ]
        .contains(&true);
        changed |= hear_each(&mut self.facets, at, &said.facets);
        for other in &said.same_as {
            changed |= self.same_as.insert(other.to_string(), other.clone()).is_none();
        }
        for check in &said.checks {
            let name = format!("{} {}", check.name, check.column.as_deref().unwrap_or_default());
            let mut known = self.checks.remove(&name);
            changed |= hear(&mut known, at, Some(check.clone()));
            self.checks.extend(known.map(|k| (name, k)));
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn said(at: i64, description: Option<&str>, owner: Option<&str>) -> ImportedDataset {
        ImportedDataset {
            description: description.map(str::to_owned),
            owners: owner.map(|o| vec![o.to_owned()]),
            ..ImportedDataset::new(DatasetKey::new("w", "shop.orders").unwrap(), Timestamp::from_micros(at))
        }
    }

    #[test]
    fn what_is_not_said_stays_and_the_latest_word_holds_in_any_order() {
        let words = [said(1, Some("orders"), Some("kim")), said(3, Some("all orders"), None), said(2, None, Some("lee"))];
        let mut one = DatasetState::default();
        words.iter().for_each(|w| {
            one.hear(w);
        });
        let mut other = DatasetState::default();
        words.iter().rev().for_each(|w| {
            other.hear(w);
        });
        assert_eq!(one, other);
        assert_eq!(one.description.unwrap().value, "all orders");
        assert_eq!(one.owners.unwrap().value, ["lee"]);
    }

    #[test]
    fn the_same_again_later_is_no_change() {
        let mut state = DatasetState::default();
        assert!(state.hear(&said(1, Some("orders"), None)));
        assert!(!state.hear(&said(9, Some("orders"), None)));
    }
}
