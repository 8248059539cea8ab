//! The lines of a catalog.

use std::path::Path;

use garim_core::{Result, search::AssetKind};
use serde_json::Value;

use super::{
    lines::{self, Object},
    loose,
};

/// One asset, as a line says it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asset {
    /// Its id, as answers name it.
    pub id: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its name, without schema or database.
    pub name: String,
    /// What people call it.
    pub display_name: Option<String>,
    /// The database that it stands in.
    pub database: Option<String>,
    /// The schema that it stands in.
    pub schema: Option<String>,
    /// What it is, in words.
    pub description: Option<String>,
    /// Its columns.
    pub columns: Vec<AssetColumn>,
    /// What people also call it.
    pub aliases: Vec<String>,
    /// How it is computed.
    pub formula: Option<String>,
    /// The asset that it is computed from: its id or its name.
    pub source_table: Option<String>,
    /// `certified`, `deprecated`, or another word.
    pub certification: Option<String>,
    /// `active`, `deprecated`, `draft`, or another word.
    pub status: Option<String>,
    /// How much the business leans on it, in a word or a number.
    pub tier: Option<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// The part of the business that it belongs to.
    pub domain: Option<String>,
    /// What to use instead.
    pub successor: Option<String>,
    /// The assets that it is made from, by id or name.
    pub upstream: Vec<String>,
    /// How many rows it has.
    pub rows: Option<f64>,
    /// Hours since it was written.
    pub age_hours: Option<f64>,
    /// Hours within which it was promised to be written.
    pub sla_hours: Option<f64>,
    /// How often it was looked at lately.
    pub views: Option<u32>,
    /// By how many people.
    pub viewers: Option<u32>,
}

/// One column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AssetColumn {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
}

/// Reads a catalog.
pub fn catalog(path: &Path) -> Result<Vec<Asset>> {
    let mut all = Vec::new();
    lines::each(path, |number, object| {
        let id = loose::any_text(&object, &["id", "entity_id"]).ok_or_else(|| lines::lacks(path, number, "id"))?;
        all.push(asset(id, &object));
        Ok(())
    })?;
    Ok(all)
}

fn asset(id: String, o: &Object) -> Asset {
    Asset {
        kind: kind(&loose::text(o, "kind").unwrap_or_default()),
        name: loose::text(o, "name").unwrap_or_else(|| id.clone()),
        display_name: loose::text(o, "display_name"),
        database: loose::text(o, "database"),
        schema: loose::text(o, "schema"),
        description: loose::text(o, "description"),
        columns: columns(o),
        aliases: loose::texts(o, "aliases"),
        formula: loose::text(o, "formula"),
        source_table: loose::text(o, "source_table"),
        certification: loose::text(o, "certification"),
        status: loose::text(o, "status"),
        tier: loose::text(o, "tier"),
        tags: loose::texts(o, "tags"),
        owner: loose::any_text(o, &["owner_team", "owner"]),
        domain: loose::text(o, "domain"),
        successor: loose::any_text(o, &["successor", "replaced_by"]),
        upstream: loose::texts(o, "upstream"),
        rows: loose::number(o, "row_count"),
        age_hours: loose::number(o, "last_updated_hours"),
        sla_hours: loose::number(o, "sla_hours"),
        views: loose::count(o, "views_30d"),
        viewers: loose::count(o, "viewers_30d"),
        id,
    }
}

/// Columns are objects, or just names.
fn columns(o: &Object) -> Vec<AssetColumn> {
    let Some(Value::Array(all)) = o.get("columns") else { return Vec::new() };
    let column = |value: &Value| match value {
        Value::Object(c) => Some(AssetColumn { name: loose::text(c, "name")?, description: loose::text(c, "description") }),
        Value::String(name) => Some(AssetColumn { name: name.clone(), description: None }),
        _ => None,
    };
    all.iter().filter_map(column).collect()
}

/// The kind by the words that catalogs use for it.
fn kind(word: &str) -> AssetKind {
    match word.to_lowercase().as_str() {
        "kpi" | "metric" | "measure" => AssetKind::Metric,
        "dashboard" | "report" | "chart" => AssetKind::Dashboard,
        "query" | "saved_query" => AssetKind::Query,
        "job" | "pipeline" | "dag" | "task" => AssetKind::Job,
        "term" | "glossary_term" | "glossary" => AssetKind::Term,
        "owner" | "user" | "team" => AssetKind::Owner,
        "topic" => AssetKind::Topic,
        _ => AssetKind::Dataset,
    }
}
