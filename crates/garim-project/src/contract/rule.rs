//! Rules of a contract: how a row finds its day, what makes it the same row, how late it may be, what a bad one does.

use garim_core::{
    asset::{BadRows, DayRule},
    name::{ColumnName, nearest},
    schema::LogicalType,
};

use super::{
    column::{ColumnText, DAY_COLUMN},
    custom::Custom,
};
use crate::{
    document::{Document, Map, Text, shown},
    node::{Node, Value},
};

/// Longest window for late rows, in days: each run looks at every day of it.
const MAX_LATE_DAYS: u32 = 31;

/// The rule of `dt`: `business_day(column)` or `snapshot()` for what is ingested; computed for what is not.
pub(super) fn day(table: &Map<'_>, columns: &[ColumnText], ingested: bool) -> Option<DayRule> {
    let document = table.document;
    let maps = table.list("properties").iter().filter(|n| matches!(n.value, Value::Map(_)));
    let dt = maps
        .filter_map(|node| document.map(node, "a column"))
        .find(|map| matches!(map.get("name").map(|n| &n.value), Some(Value::Text(t)) if t == DAY_COLUMN));
    let logic = dt.as_ref().and_then(|dt| dt.text("transformLogic"));
    if !ingested {
        if let Some(logic) = logic {
            let help = "only what has a `servers` entry is ingested; the day of what is computed is the run's".to_owned();
            logic.problem("a computed dataset has no rule for its day", Some(help));
        }
        return Some(DayRule::Computed);
    }
    let example = "{name: dt, logicalType: string, partitioned: true, transformLogic: business_day(p_time)}";
    let Some(dt) = dt else {
        let help = format!("add the column `{example}`, or `transformLogic: snapshot()`");
        document.problem(table.span, "nothing says which day a row belongs to", Some(help));
        return None;
    };
    if dt.boolean("partitioned") != Some(true) {
        document.problem(dt.span, "`dt` is the partition", Some("write `partitioned: true`".to_owned()));
    }
    let Some(logic) = logic else {
        dt.missing("transformLogic", "transformLogic: business_day(p_time)");
        return None;
    };
    rule(&logic, columns)
}

fn rule(logic: &Text<'_>, columns: &[ColumnText]) -> Option<DayRule> {
    let text: String = logic.value.split_whitespace().collect();
    if text == "snapshot()" {
        return Some(DayRule::Snapshot);
    }
    let Some(name) = text.strip_prefix("business_day(").and_then(|t| t.strip_suffix(')')) else {
        let help = "`business_day(COLUMN)` with epoch seconds, or `snapshot()`".to_owned();
        logic.problem(format!("`{}` is not a rule for the day", shown(logic.value)), Some(help));
        return None;
    };
    let column = known(logic, name, columns)?;
    if !matches!(column.column.logical, LogicalType::String | LogicalType::Integer) {
        logic.problem(format!("`{name}` holds no epoch seconds"), Some("a string or integer column is accepted".to_owned()));
    }
    Some(DayRule::Epoch(column.column.name.clone()))
}

/// The column of that name, or a problem with the nearest.
fn known<'c>(text: &Text<'_>, name: &str, columns: &'c [ColumnText]) -> Option<&'c ColumnText> {
    let found = columns.iter().find(|c| c.column.name.as_str() == name);
    if found.is_none() {
        let near = nearest(name, columns.iter().map(|c| c.column.name.as_str()));
        let help = near.map(|n| format!("did you mean `{n}`?"));
        text.problem(format!("`{}` is not a column of this dataset", shown(name)), help);
    }
    found
}

/// A custom property that lists columns.
pub(super) fn columns(custom: &Custom<'_>, property: &str, columns: &[ColumnText]) -> Vec<ColumnName> {
    let texts = custom.texts(property);
    texts.iter().filter_map(|t| known(t, t.value, columns)).map(|c| c.column.name.clone()).collect()
}

/// A custom property that names a column.
pub(super) fn column(custom: &Custom<'_>, property: &str, columns: &[ColumnText]) -> Option<ColumnName> {
    let text = custom.text(property)?;
    known(&text, text.value, columns).map(|c| c.column.name.clone())
}

/// A window such as `P3D`, in days.
pub(super) fn late(text: &Text<'_>) -> Option<u32> {
    let days = text.value.strip_prefix('P').and_then(|t| t.strip_suffix('D')).and_then(|t| t.parse::<u32>().ok());
    let days = days.filter(|d| *d <= MAX_LATE_DAYS);
    if days.is_none() {
        let help = format!("a number of days such as `P3D`, at most `P{MAX_LATE_DAYS}D`");
        text.problem(format!("`{}` is not a window for late rows", shown(text.value)), Some(help));
    }
    days
}

/// `{quarantine: 0.01}`: the share of contradicting rows up to which the others go through.
pub(super) fn bad_rows<'a>(document: Document<'a>, node: &'a Node) -> Option<BadRows> {
    if matches!(&node.value, Value::Text(word) if word == "batch") {
        return Some(BadRows::Batch);
    }
    let map = document.map(node, "`garimOnBadRow`")?;
    map.known("`garimOnBadRow`", &["quarantine"]);
    let share = match map.get("quarantine").map(|n| &n.value) {
        Some(Value::Float(share)) => Some(*share),
        Some(Value::Integer(share)) => Some(*share as f64),
        _ => None,
    };
    let share = share.filter(|s| (0.0..=1.0).contains(s));
    if share.is_none() {
        let help = "`{quarantine: 0.01}` lets the others through while at most one of a hundred contradicts".to_owned();
        document.problem(node.span, "the share is a number from 0 to 1", Some(help));
    }
    share.map(|max_share| BadRows::Rows { max_share })
}
