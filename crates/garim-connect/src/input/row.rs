//! A row of an export, whatever it was exported as: values by the names of columns, without regard to their case.

use std::collections::HashMap;

use chrono_tz::Tz;
use garim_core::time::Timestamp;
use serde_json::Value;

use crate::time;

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    fields: HashMap<String, Value>,
}

/// A column's name as it is looked up: `Query Text` and `QUERY_TEXT` are `query_text`.
pub(super) fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace(' ', "_")
}

impl Row {
    /// From a JSON object.
    pub fn of_json(value: Value) -> Self {
        match value {
            Value::Object(map) => Self { fields: map.into_iter().map(|(k, v)| (folded(&k), v)).collect() },
            _ => Self::default(),
        }
    }

    /// From a header and fields; empty fields are absent.
    pub fn of_fields(header: &[String], fields: Vec<String>) -> Self {
        let present = header.iter().zip(fields).filter(|(_, f)| !f.is_empty());
        Self { fields: present.map(|(k, f)| (k.clone(), Value::String(f))).collect() }
    }

    /// The first of these columns that has a value.
    pub fn value(&self, names: &[&str]) -> Option<&Value> {
        names.iter().filter_map(|n| self.fields.get(*n)).find(|v| !v.is_null())
    }

    /// Whether there is such a column.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// As text; numbers and booleans as they are written. Empty text is none.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        let text = match self.value(names)? {
            Value::String(s) => s.clone(),
            Value::Number(n) => n.to_string(),
            Value::Bool(b) => b.to_string(),
            _ => return None,
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// As a word: text without blanks around it.
    pub fn word(&self, names: &[&str]) -> Option<String> {
        self.text(names).map(|t| t.trim().to_owned())
    }

    /// As a number.
    pub fn number(&self, names: &[&str]) -> Option<f64> {
        match self.value(names)? {
            Value::Number(n) => n.as_f64(),
            Value::String(s) => s.trim().replace(',', "").parse().ok(),
            _ => None,
        }
        .filter(|n: &f64| n.is_finite())
    }

    /// As a whole number.
    pub fn whole(&self, names: &[&str]) -> Option<i64> {
        match self.value(names)? {
            Value::Number(n) => n.as_i64().or_else(|| n.as_f64().map(|f| f as i64)),
            Value::String(s) => s.trim().parse().ok(),
            _ => None,
        }
    }

    /// As an instant; local times are of the zone.
    pub fn time(&self, names: &[&str], zone: Tz) -> Option<Timestamp> {
        time::of_value(self.value(names)?, zone)
    }

    /// As yes or no.
    pub fn flag(&self, names: &[&str]) -> Option<bool> {
        match self.value(names)? {
            Value::Bool(b) => Some(*b),
            Value::Number(n) => Some(n.as_f64() != Some(0.0)),
            Value::String(s) => match s.trim().to_lowercase().as_str() {
                "1" | "t" | "true" | "y" | "yes" | "on" => Some(true),
                "0" | "f" | "false" | "n" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// As a structure; CSV exports have it as JSON text.
    pub fn json(&self, names: &[&str]) -> Option<Value> {
        match self.value(names)? {
            Value::String(s) => serde_json::from_str(s).ok(),
            other => Some(other.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use serde_json::json;

    use super::*;

    #[test]
    fn csv_and_json_say_the_same() {
        let csv = Row::of_fields(
            &["n".into(), "ok".into(), "j".into(), "none".into()],
            ["1,200", "t", "[1]", ""].map(str::to_owned).into(),
        );
        let json = Row::of_json(json!({"N": 1200, "Ok": true, "J": [1], "None": null}));
        for row in [csv, json] {
            assert_eq!(row.number(&["n"]), Some(1200.0));
            assert_eq!(row.flag(&["ok"]), Some(true));
            assert_eq!(row.json(&["j"]), Some(json!([1])));
            assert_eq!(row.value(&["none"]), None);
        }
    }
}
