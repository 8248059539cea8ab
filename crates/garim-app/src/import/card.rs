//! What doors show of an imported asset.

use garim_core::time::{Day, Timestamp};
use garim_ports::AssetUser;
use serde::Serialize;

use crate::GraphNode;

/// A column, as its source declares it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedColumnCard {
    /// Its name.
    pub name: String,
    /// Its type in the source's words.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Its comment.
    pub description: Option<String>,
    /// Whether it may be null, if the source says.
    pub nullable: Option<bool>,
    /// Whether partitions are named by it.
    pub partition: bool,
}

/// A query that reads an asset.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedQuery {
    /// Its text without literals.
    pub fingerprint: String,
    /// How often it ran.
    pub times: u64,
}

/// An imported asset, whole.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedCard {
    /// The asset.
    #[serde(flatten)]
    pub node: GraphNode,
    /// `table`, `view`, `dashboard`, … in words.
    pub form: String,
    /// Its comment.
    pub description: Option<String>,
    /// Who owns it, as the source names them.
    pub owners: Vec<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// Columns in order; of a dashboard its charts.
    pub fields: Vec<ImportedColumnCard>,
    /// Where it is stored, or can be opened.
    pub location: Option<String>,
    /// About how many rows it has.
    pub rows: Option<u64>,
    /// When it changed last, by the source.
    pub changed: Option<Timestamp>,
    /// Since when it is known here.
    pub first_seen: Timestamp,
    /// Since when its source shows it no longer.
    pub gone: Option<Timestamp>,
    /// Who used it, the latest first.
    pub users: Vec<AssetUser>,
    /// The queries that read it, most run first.
    pub queries: Vec<ImportedQuery>,
    /// Views by day, where it is a dashboard: (day, users, views).
    pub views: Vec<(Day, u64, u64)>,
}
