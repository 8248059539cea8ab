//! PostgreSQL's own description. Tables are found by their numbers, so that one's columns stand together whatever they are called.

use std::collections::HashMap;

use garim_core::{Result, imported::DatasetKind};

use super::{ForeignKey, Found, FoundColumn};
use crate::database::Database;

const TABLES: &str = "
    SELECT c.oid::text AS id, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
           pg_catalog.obj_description(c.oid, 'pg_class') AS comment, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
           c.reltuples::bigint::text AS rows, (c.relpages::bigint * 8192)::text AS bytes,
           CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END AS view
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
    ORDER BY n.nspname, c.relname";

const COLUMNS: &str = "
    SELECT a.attrelid::text AS id, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
           (NOT a.attnotnull)::text AS nullable, pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
           a.attnum::text AS number
    FROM pg_catalog.pg_attribute a
    WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN (";

const KEYS: &str = "
    SELECT k.conrelid::text AS id, k.contype::text AS kind, k.conname AS name, k.conkey::text AS columns,
           n.nspname AS to_schema, t.relname AS to_name, k.confrelid::text AS to_id, k.confkey::text AS to_columns
    FROM pg_catalog.pg_constraint k
    LEFT JOIN pg_catalog.pg_class t ON t.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
    WHERE k.contype IN ('p', 'f') AND k.conrelid IN (";

/// Tables whose columns are asked for at a time.
const CHUNK: usize = 500;

/// Everything that is found.
pub(super) async fn read(database: &mut Database) -> Result<Vec<Found>> {
    let tables = database.rows(TABLES).await?;
    let catalog = database.name.clone();
    let mut found = Vec::new();
    for chunk in tables.chunks(CHUNK) {
        let ids: Vec<String> = chunk.iter().filter_map(|r| r.whole(&["id"]).map(|id| id.to_string())).collect();
        let list = ids.join(", ");
        let columns = database.rows(format!("{COLUMNS}{list}) ORDER BY a.attrelid, a.attnum")).await?;
        let keys = database.rows(format!("{KEYS}{list}) ORDER BY k.conrelid, k.conname")).await?;
        let mut by_id: HashMap<String, Vec<(i64, FoundColumn)>> = HashMap::new();
        for row in &columns {
            let (Some(id), Some(name)) = (row.text(&["id"]), row.text(&["name"])) else { continue };
            let column = FoundColumn {
                name,
                data_type: row.text(&["type"]).unwrap_or_default(),
                nullable: row.flag(&["nullable"]),
                comment: row.text(&["comment"]),
                partition: false,
            };
            by_id.entry(id).or_default().push((row.whole(&["number"]).unwrap_or(0), column));
        }
        // Columns that foreign keys name stand in tables that may be in another chunk.
        let far: Vec<String> =
            keys.iter().filter_map(|r| r.whole(&["to_id"])).filter(|id| *id > 0).map(|id| id.to_string()).collect();
        let far = if far.is_empty() { Vec::new() } else { database.rows(format!("{COLUMNS}{})", far.join(", "))).await? };
        let numbered: HashMap<(String, i64), String> = columns
            .iter()
            .chain(&far)
            .filter_map(|r| Some(((r.text(&["id"])?, r.whole(&["number"])?), r.text(&["name"])?)))
            .collect();
        let named = |id: &str, array: Option<String>| -> Vec<String> {
            let array = array.unwrap_or_default();
            let numbers = array.trim_matches(['{', '}']).split(',').filter_map(|n| n.parse::<i64>().ok());
            numbers.filter_map(|n| numbered.get(&(id.to_owned(), n)).cloned()).collect()
        };
        for row in chunk {
            let id = row.text(&["id"]).unwrap_or_default();
            let mut one = table(row, &catalog);
            one.columns = by_id.remove(&id).unwrap_or_default().into_iter().map(|(_, c)| c).collect();
            for key in keys.iter().filter(|k| k.text(&["id"]).as_deref() == Some(&id)) {
                let columns = named(&id, key.text(&["columns"]));
                if key.text(&["kind"]).as_deref() == Some("p") {
                    one.primary_key = columns;
                    continue;
                }
                let to =
                    [Some(catalog.clone()), key.text(&["to_schema"]), key.text(&["to_name"])].into_iter().flatten().collect();
                let to_columns = named(&key.text(&["to_id"]).unwrap_or_default(), key.text(&["to_columns"]));
                one.foreign_keys.push(ForeignKey { name: key.text(&["name"]).unwrap_or_default(), columns, to, to_columns });
            }
            found.push(one);
        }
    }
    Ok(found)
}

fn table(row: &crate::input::Row, catalog: &str) -> Found {
    let number = |name: &str| row.whole(&[name]).and_then(|n| u64::try_from(n).ok());
    let kind = row.text(&["kind"]).unwrap_or_default();
    let stored = matches!(kind.as_str(), "r" | "p" | "m");
    Found {
        parts: [Some(catalog.to_owned()), row.text(&["schema"]), row.text(&["name"])].into_iter().flatten().collect(),
        kind: Some(match kind.as_str() {
            "v" => DatasetKind::View,
            "m" => DatasetKind::MaterialisedView,
            "f" => DatasetKind::ExternalTable,
            _ => DatasetKind::Table,
        }),
        comment: row.text(&["comment"]),
        owner: row.text(&["owner"]),
        rows: number("rows").filter(|_| stored),
        bytes: number("bytes").filter(|_| stored),
        view: row.text(&["view"]),
        ..Found::default()
    }
}
