//! A SQLite file's own description.

use garim_core::{Result, imported::DatasetKind};

use super::{ForeignKey, Found, FoundColumn};
use crate::database::{Database, Engine, literal};

const TABLES: &str = "
    SELECT name AS name, type AS type, sql AS sql FROM sqlite_master
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

/// Everything that is found.
pub(super) async fn read(database: &mut Database) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for row in database.rows(TABLES).await? {
        let Some(name) = row.text(&["name"]) else { continue };
        let view = row.text(&["type"]).as_deref() == Some("view");
        let mut one = Found {
            parts: vec!["main".to_owned(), name.clone()],
            kind: Some(if view { DatasetKind::View } else { DatasetKind::Table }),
            view: row.text(&["sql"]).filter(|_| view),
            ..Found::default()
        };
        columns(database, &name, &mut one).await?;
        foreign_keys(database, &name, &mut one).await?;
        found.push(one);
    }
    Ok(found)
}

async fn columns(database: &mut Database, table: &str, found: &mut Found) -> Result<()> {
    let table = literal(table, Engine::Sqlite);
    let rows = database.rows(format!(
        "SELECT name AS name, type AS type, \"notnull\" AS nn, pk AS pk FROM pragma_table_info({table}) ORDER BY cid"
    ));
    let mut keys = Vec::new();
    for row in rows.await? {
        let Some(name) = row.text(&["name"]) else { continue };
        if let Some(place) = row.whole(&["pk"]).filter(|p| *p > 0) {
            keys.push((place, name.clone()));
        }
        let data_type = row.text(&["type"]).unwrap_or_default();
        found.columns.push(FoundColumn { name, data_type, nullable: row.flag(&["nn"]).map(|n| !n), ..FoundColumn::default() });
    }
    keys.sort();
    found.primary_key = keys.into_iter().map(|(_, name)| name).collect();
    Ok(())
}

async fn foreign_keys(database: &mut Database, table: &str, found: &mut Found) -> Result<()> {
    let table = literal(table, Engine::Sqlite);
    let rows = database.rows(format!(
        "SELECT id AS id, \"table\" AS other, \"from\" AS own, \"to\" AS far FROM pragma_foreign_key_list({table}) ORDER BY id, seq"
    ));
    for row in rows.await? {
        let name = row.text(&["id"]).unwrap_or_default();
        if found.foreign_keys.last().is_none_or(|k| k.name != name) {
            let to = vec!["main".to_owned(), row.text(&["other"]).unwrap_or_default()];
            found.foreign_keys.push(ForeignKey { name, to, ..ForeignKey::default() });
        }
        if let Some(last) = found.foreign_keys.last_mut() {
            last.columns.extend(row.text(&["own"]));
            last.to_columns.extend(row.text(&["far"]));
        }
    }
    Ok(())
}
