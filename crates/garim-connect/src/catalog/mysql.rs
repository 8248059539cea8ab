//! MySQL's and MariaDB's information schema: of the connection's database, or of every one where it is in none.

use std::collections::HashMap;

use garim_core::{Result, imported::DatasetKind};

use super::{ForeignKey, Found, FoundColumn};
use crate::{
    database::{Database, Engine, literal},
    input::Row,
    time,
};

const SYSTEM: &str = "('information_schema', 'mysql', 'performance_schema', 'sys')";

/// Everything that is found.
pub(super) async fn read(database: &mut Database) -> Result<Vec<Found>> {
    let only = match database.name.as_str() {
        "" => format!("NOT IN {SYSTEM}"),
        name => format!("= {}", literal(name, Engine::MySql)),
    };
    let tables = database.rows(format!(
        "SELECT table_schema AS s, table_name AS n, table_type AS kind, table_comment AS comment, table_rows AS estimate,
                data_length AS bytes, UNIX_TIMESTAMP(COALESCE(update_time, create_time)) AS changed
         FROM information_schema.tables WHERE table_schema {only} ORDER BY table_schema, table_name"
    ));
    let tables = tables.await?;
    let columns = database.rows(format!(
        "SELECT table_schema AS s, table_name AS n, column_name AS name, column_type AS type, is_nullable AS nullable,
                column_comment AS comment, column_key AS k
         FROM information_schema.columns WHERE table_schema {only} ORDER BY table_schema, table_name, ordinal_position"
    ));
    let columns = grouped(columns.await?);
    let keys = database.rows(format!(
        "SELECT table_schema AS s, table_name AS n, constraint_name AS name, column_name AS col,
                referenced_table_schema AS to_s, referenced_table_name AS to_n, referenced_column_name AS to_col
         FROM information_schema.key_column_usage
         WHERE table_schema {only} AND (constraint_name = 'PRIMARY' OR referenced_table_name IS NOT NULL)
         ORDER BY table_schema, table_name, constraint_name, ordinal_position"
    ));
    let keys = grouped(keys.await?);
    let views = database.rows(format!(
        "SELECT table_schema AS s, table_name AS n, view_definition AS query
         FROM information_schema.views WHERE table_schema {only}"
    ));
    let views = grouped(views.await?);
    Ok(tables.iter().map(|row| table(row, &columns, &keys, &views)).collect())
}

type Grouped = HashMap<(String, String), Vec<Row>>;

fn grouped(rows: Vec<Row>) -> Grouped {
    let mut by_table: Grouped = HashMap::new();
    for row in rows {
        by_table.entry(place(&row)).or_default().push(row);
    }
    by_table
}

fn place(row: &Row) -> (String, String) {
    (row.text(&["s"]).unwrap_or_default(), row.text(&["n"]).unwrap_or_default())
}

fn table(row: &Row, columns: &Grouped, keys: &Grouped, views: &Grouped) -> Found {
    let place = place(row);
    let of = |grouped: &Grouped| grouped.get(&place).cloned().unwrap_or_default();
    let number = |name: &str| row.whole(&[name]).and_then(|n| u64::try_from(n).ok());
    let view = row.text(&["kind"]).is_some_and(|k| k.contains("VIEW"));
    let mut found = Found {
        parts: vec![place.0.clone(), place.1.clone()],
        kind: Some(if view { DatasetKind::View } else { DatasetKind::Table }),
        // A view's comment is the word VIEW.
        comment: row.text(&["comment"]).filter(|c| !view || c != "VIEW"),
        rows: number("estimate"),
        bytes: number("bytes"),
        changed: row.number(&["changed"]).and_then(time::of_epoch),
        columns: of(columns).iter().map(column).collect(),
        view: of(views).first().and_then(|v| v.text(&["query"])),
        ..Found::default()
    };
    for key in of(keys) {
        let Some(name) = key.text(&["name"]) else { continue };
        let own = key.text(&["col"]).unwrap_or_default();
        match (key.text(&["to_s"]), key.text(&["to_n"])) {
            (Some(schema), Some(to)) => {
                if found.foreign_keys.last().is_none_or(|k| k.name != name) {
                    found.foreign_keys.push(ForeignKey { name, to: vec![schema, to], ..ForeignKey::default() });
                }
                if let Some(last) = found.foreign_keys.last_mut() {
                    last.columns.push(own);
                    last.to_columns.extend(key.text(&["to_col"]));
                }
            }
            _ => found.primary_key.push(own),
        }
    }
    found
}

fn column(row: &Row) -> FoundColumn {
    FoundColumn {
        name: row.text(&["name"]).unwrap_or_default(),
        data_type: row.text(&["type"]).unwrap_or_default(),
        nullable: row.flag(&["nullable"]),
        comment: row.text(&["comment"]),
        partition: false,
    }
}
