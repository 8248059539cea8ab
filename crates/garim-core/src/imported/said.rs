//! The merging rule: of what was said about one thing, the latest word holds, whatever order the words arrived in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::time::Timestamp;

/// A value and when its source said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub value: T,
}

/// Keeps the later word; of two at the same instant the greater by its text, so that the order of arrival never matters.
/// Says whether something changed.
pub(crate) fn hear<T: Serialize>(known: &mut Option<Said<T>>, at: Timestamp, value: Option<T>) -> bool {
    let Some(value) = value else { return false };
    let newer = known.as_ref().is_none_or(|k| k.at < at || (k.at == at && text(&k.value) < text(&value)));
    if !newer {
        return false;
    }
    let changed = known.as_ref().is_none_or(|k| text(&k.value) != text(&value));
    *known = Some(Said { at, value });
    changed
}

/// Keeps the later word about each name.
pub(crate) fn hear_each(known: &mut BTreeMap<String, Said<Value>>, at: Timestamp, said: &BTreeMap<String, Value>) -> bool {
    let mut changed = false;
    for (name, value) in said {
        let mut one = known.remove(name);
        changed |= hear(&mut one, at, Some(value.clone()));
        known.extend(one.map(|o| (name.clone(), o)));
    }
    changed
}

fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
