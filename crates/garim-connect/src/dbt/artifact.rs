//! The files' fields that are read; all else is passed over as it comes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// Any of the three files: the fields of each are absent from the others.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Artifact {
    pub metadata: Metadata,
    pub nodes: BTreeMap<String, Node>,
    pub sources: BTreeMap<String, Node>,
    pub exposures: BTreeMap<String, Exposure>,
    pub groups: BTreeMap<String, Group>,
    pub results: Vec<Outcome>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    pub dbt_schema_version: String,
    pub generated_at: Option<String>,
    pub invocation_id: Option<String>,
    pub adapter_type: Option<String>,
    // A catalog's table has its own under the same name.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub owner: Option<String>,
    pub comment: Option<String>,
}

/// A model, seed, snapshot, test or source; in a catalog what the database says of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Node {
    pub resource_type: String,
    pub database: Option<String>,
    pub schema: Option<String>,
    pub alias: Option<String>,
    pub identifier: Option<String>,
    pub name: Option<String>,
    pub source_name: Option<String>,
    pub description: Option<String>,
    pub columns: BTreeMap<String, Column>,
    pub tags: Vec<String>,
    pub meta: BTreeMap<String, Value>,
    pub config: Config,
    pub depends_on: DependsOn,
    pub compiled_code: Option<String>,
    pub raw_code: Option<String>,
    pub language: Option<String>,
    pub original_file_path: Option<String>,
    pub group: Option<String>,
    pub attached_node: Option<String>,
    pub column_name: Option<String>,
    pub test_metadata: Option<TestMetadata>,
    pub metadata: Option<Metadata>,
    pub stats: BTreeMap<String, Stat>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Config {
    pub materialized: Option<String>,
    pub meta: BTreeMap<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DependsOn {
    pub nodes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Column {
    pub name: String,
    pub description: Option<String>,
    pub data_type: Option<String>,
    pub tags: Vec<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub index: Option<i64>,
    pub comment: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TestMetadata {
    pub name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Stat {
    pub value: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Group {
    pub name: String,
    pub owner: Owner,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Owner {
    pub name: Option<String>,
    pub email: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Exposure {
    pub name: String,
    pub label: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub description: Option<String>,
    pub url: Option<String>,
    pub maturity: Option<String>,
    pub owner: Owner,
    pub tags: Vec<String>,
    pub depends_on: DependsOn,
}

/// How a node's run went. Its message may quote data, and is not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Outcome {
    pub unique_id: String,
    pub status: String,
    pub timing: Vec<Timing>,
    pub adapter_response: BTreeMap<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Timing {
    pub name: String,
    pub started_at: Option<String>,
    pub completed_at: Option<String>,
}
