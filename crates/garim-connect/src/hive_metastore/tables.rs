//! From rows of the metastore to tables.

use std::collections::HashMap;

use garim_core::imported::DatasetKind;

use crate::{
    catalog::{Found, FoundColumn},
    input::Row,
    time,
};

/// Rows by the number of a table or of a list of columns.
pub(super) struct ById(HashMap<i64, Vec<Row>>);

impl ById {
    /// Groups rows by a column.
    pub fn new(rows: Vec<Row>, by: &str) -> Self {
        let mut groups: HashMap<i64, Vec<Row>> = HashMap::new();
        for row in rows {
            if let Some(id) = row.whole(&[by]) {
                groups.entry(id).or_default().push(row);
            }
        }
        Self(groups)
    }

    /// The rows of one.
    pub fn of(&self, id: Option<i64>) -> &[Row] {
        id.and_then(|i| self.0.get(&i)).map_or(&[], Vec::as_slice)
    }
}

/// What the tables of one chunk have.
pub(super) struct Chunk {
    pub views: ById,
    pub columns: ById,
    pub partition_keys: ById,
    pub parameters: ById,
    pub partitions: ById,
    pub sizes: ById,
}

/// A table's name in parts.
pub(super) fn parts(row: &Row) -> Vec<String> {
    [row.text(&["db"]), row.text(&["name"])].into_iter().flatten().collect()
}

/// What the metastore calls this state of a table: every change of it sets the time of its last DDL, and new partitions add.
pub(super) fn revision(row: &Row) -> String {
    let part = |name: &str| row.text(&[name]).unwrap_or_default();
    ["id", "cd", "created", "ddl_time", "partitions", "latest"].map(part).join(":")
}

/// A table with its details.
pub(super) fn table(row: &Row, chunk: &Chunk) -> Found {
    let id = row.whole(&["id"]);
    let parameter = |name: &str| {
        let all = chunk.parameters.of(id);
        all.iter().find(|p| p.text(&["name"]).as_deref() == Some(name)).and_then(|p| p.text(&["value"]))
    };
    let view = chunk.views.of(id).first().and_then(|v| v.text(&["expanded"]).or_else(|| v.text(&["original"])));
    // Of a table with partitions the table's own numbers are none, or old.
    let summed = |name: &str| {
        let all = chunk.sizes.of(id);
        all.iter().find(|s| s.text(&["name"]).as_deref() == Some(name)).and_then(|s| s.text(&["value"]))
    };
    let number = |name: &str| summed(name).or_else(|| parameter(name)).and_then(|n| n.parse::<u64>().ok());
    let newest = chunk.partitions.of(id).first().and_then(|p| p.number(&["newest"]));
    let changed = [parameter("last_modified_time").and_then(|t| t.parse().ok()), row.number(&["ddl_time"]), newest];
    let mut columns: Vec<FoundColumn> = chunk.columns.of(row.whole(&["cd"])).iter().map(|c| column(c, false)).collect();
    columns.extend(chunk.partition_keys.of(id).iter().map(|c| column(c, true)));
    Found {
        parts: parts(row),
        kind: Some(kind(&row.text(&["kind"]).unwrap_or_default())),
        comment: parameter("comment"),
        owner: row.text(&["owner"]),
        columns,
        rows: number("numRows"),
        bytes: number("totalSize"),
        location: row.text(&["location"]),
        changed: changed.into_iter().flatten().reduce(f64::max).and_then(time::of_epoch),
        view,
        revision: Some(revision(row)),
        ..Found::default()
    }
}

fn kind(word: &str) -> DatasetKind {
    match word {
        "VIRTUAL_VIEW" => DatasetKind::View,
        "MATERIALIZED_VIEW" => DatasetKind::MaterialisedView,
        "EXTERNAL_TABLE" => DatasetKind::ExternalTable,
        _ => DatasetKind::Table,
    }
}

fn column(row: &Row, partition: bool) -> FoundColumn {
    FoundColumn {
        name: row.text(&["name"]).unwrap_or_default(),
        data_type: row.text(&["type"]).unwrap_or_default(),
        nullable: None,
        comment: row.text(&["comment"]),
        partition,
    }
}
