//! Values of lines that other people wrote: taken as what they can be taken for.

use serde_json::Value;

use super::lines::Object;

/// The field as text; numbers count as text, nothing else does.
pub(crate) fn text(object: &Object, field: &str) -> Option<String> {
    object.get(field).and_then(one)
}

/// The first of several fields that is there.
pub(crate) fn any_text(object: &Object, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| text(object, field))
}

/// The field as a list of texts; a single text is a list of one.
pub(crate) fn texts(object: &Object, field: &str) -> Vec<String> {
    match object.get(field) {
        Some(Value::Array(all)) => all.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The field as a number that is not negative, also where it is written as text.
pub(crate) fn number(object: &Object, field: &str) -> Option<f64> {
    let number = match object.get(field)? {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    };
    number.filter(|n: &f64| n.is_finite() && *n >= 0.0)
}

/// The field as a count.
pub(crate) fn count(object: &Object, field: &str) -> Option<u32> {
    // A float beyond the range becomes the largest count: `as` saturates.
    number(object, field).map(|n| n as u32)
}

fn one(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}
