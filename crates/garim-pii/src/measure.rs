//! One line of JSON in, one out: how strangers measure the recogniser.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::recognise;

/// Least confidence at which a label is told: below, the answer is `null`.
const TELLS: f64 = 0.5;

/// A column to be labelled.
#[derive(Deserialize)]
struct Ask<'a> {
    #[serde(default)]
    id: Value,
    #[serde(default, borrow)]
    column_name: Option<Cow<'a, str>>,
    #[serde(default)]
    values: Vec<Value>,
}

/// Answers `{"id","column_name","values":[…]}` with `{"id","label","confidence"}`; what cannot be read is answered with an `error`
/// that repeats nothing of it.
pub fn answer(line: &str) -> String {
    let Ok(ask) = serde_json::from_str::<Ask<'_>>(line) else {
        return json!({"id": null, "label": null, "confidence": 0.0, "error": "a line is `{\"id\",\"column_name\",\"values\":[…]}`"})
            .to_string();
    };
    let texts: Vec<Option<Cow<'_, str>>> = ask.values.iter().map(text).collect();
    let values: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
    let found = recognise(ask.column_name.as_deref().unwrap_or_default(), &values).filter(|f| f.confidence >= TELLS);
    let label = found.as_ref().and_then(|f| f.kind.label());
    json!({"id": ask.id, "label": label, "confidence": found.map_or(0.0, |f| f.confidence)}).to_string()
}

/// A value as text; `null` has none.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_answered_with_a_line() {
        let told = answer(r#"{"id":7,"column_name":"u_email","values":["a@x.io",null,3,true,"b@y.kr"],"want":"email"}"#);
        assert!(told.contains(r#""id":7"#) && told.contains(r#""label":"email""#), "{told}");
        assert!(answer(r#"{"id":"a","column_name":"amount","values":[1,2,3]}"#).contains(r#""label":null"#));
        assert!(answer("kim@x.io").contains("error") && !answer("kim@x.io").contains("kim"));
    }
}
