//! One line of JSON in, one out: how strangers measure the recogniser.
//!
//! Labels: `person_name` `email` `phone` `address` `date_of_birth` `gender` `ip_address` `mac_address` `device_id` (also advertising,
//! cookie and session ids) `iban` `bank_account` `credit_card` `kr_rrn` (also of foreigners) `kr_brn` `us_ssn` `uk_nino` `de_tax_id`
//! `fr_nir` `jp_my_number` `passport` `driver_license` `vehicle_plate` `geo` `username` `secret` `health` (also the other special
//! categories) `free_text` (text with any of them inside), or `null`. What is masked keeps the label of what it masks. Quasi-identifiers
//! such as a postal code or an age have no label.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Value, json};

use crate::{Evidence, verdict};

/// Least confidence at which a label is told: below, the answer is `null`.
const TELLS: f64 = 0.5;
/// Most values of a column that are looked at.
const MAX_VALUES: u64 = 10_000;

/// A column to be labelled; other keys are passed over.
#[derive(Deserialize)]
struct Ask<'a> {
    #[serde(default)]
    id: Value,
    #[serde(default, borrow)]
    column_name: Option<Cow<'a, str>>,
    #[serde(default)]
    values: Cells,
}

/// Answers `{"id","column_name","values":[…]}` with `{"id","label","confidence"}`; what cannot be read is answered with an `error`
/// that repeats nothing of it. `null` is told with the confidence that a column is not personal as far as could be seen.
pub fn answer(line: &str) -> String {
    let Ok(ask) = serde_json::from_str::<Ask<'_>>(line) else {
        return json!({"id": null, "label": null, "confidence": 0.0, "error": "a line is `{\"id\",\"column_name\",\"values\":[…]}`"})
            .to_string();
    };
    let found = verdict(ask.column_name.as_deref().unwrap_or_default(), &ask.values.0);
    let confidence = found.as_ref().map_or(0.0, |f| f.confidence);
    let label = found.filter(|f| f.confidence >= TELLS).and_then(|f| f.kind.label());
    let confidence = if label.is_some() { confidence } else { (1.0 - confidence).clamp(0.5, 0.99) };
    json!({"id": ask.id, "label": label, "confidence": (confidence * 1e4).round() / 1e4}).to_string()
}

/// Values, looked at as they are read: none is kept.
#[derive(Default)]
struct Cells(Evidence);

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Column(Evidence::default())).map(Cells)
    }
}

struct Column(Evidence);

impl<'de> Visitor<'de> for Column {
    type Value = Evidence;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut cells: A) -> Result<Evidence, A::Error> {
        while cells.next_element_seed(Cell(&mut self.0))?.is_some() {}
        Ok(self.0)
    }

    fn visit_unit<E>(self) -> Result<Evidence, E> {
        Ok(self.0)
    }
}

/// One value: text as it stands, a number or a truth value as it is written, anything else not at all.
struct Cell<'a>(&'a mut Evidence);

impl Cell<'_> {
    fn add(self, value: Option<&str>) {
        if self.0.cells < MAX_VALUES {
            self.0.add(value);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Cell<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.add(Some(text));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.add(None);
        Ok(())
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        self.add(Some(if truth { "true" } else { "false" }));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.add(Some(&number.to_string()));
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.add(Some(&number.to_string()));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.add(Some(&number.to_string()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut nested: A) -> Result<(), A::Error> {
        while nested.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut nested: A) -> Result<(), A::Error> {
        while nested.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
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
