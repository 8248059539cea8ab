//! Custom properties: those that begin with `garim` are ours, and a misspelt one would silently protect nothing.

use garim_core::name::nearest;

use super::standard;
use crate::{
    document::{Map, Text, shown},
    node::Node,
};

/// Ours, of a contract.
pub(super) const CONTRACT: &[&str] =
    &["garimErasure", "garimKey", "garimLate", "garimReceived", "garimOnBadRow", "garimStage", "garimSuccessor"];

/// Ours, of a column.
pub(super) const COLUMN: &[&str] = &["garimSubject", "garimOwner", "garimKind", "garimOptional", "garimSince", "garimRowOwner"];

/// The custom properties that we read.
pub(super) struct Custom<'a> {
    entries: Vec<(Text<'a>, &'a Node, Map<'a>)>,
}

impl<'a> Custom<'a> {
    /// Those of some maps; a problem for each that begins with `garim` and is not in `ours`, or is said twice.
    pub fn of(maps: &[Map<'a>], ours: &[&str]) -> Self {
        let mut entries: Vec<(Text<'a>, &'a Node, Map<'a>)> = Vec::new();
        for node in maps.iter().flat_map(|m| m.list("customProperties").iter().map(move |n| (m, n))) {
            let (map, node) = node;
            let Some(entry) = map.document.map(node, "a custom property") else { continue };
            entry.known("a custom property", standard::CUSTOM);
            let Some(name) = entry.required("property", "property: garimErasure") else { continue };
            if !name.value.to_ascii_lowercase().starts_with("garim") {
                continue;
            }
            if !ours.contains(&name.value) {
                unknown(&name, ours);
                continue;
            }
            if entries.iter().any(|(n, _, _)| n.value == name.value) {
                name.problem(format!("`{}` is said twice", name.value), None);
            }
            match entry.get("value") {
                Some(value) => entries.push((name, value, entry)),
                None => entry.missing("value", "value: …"),
            }
        }
        Self { entries }
    }

    /// A property's value.
    pub fn get(&self, name: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(n, _, _)| n.value == name).map(|(_, value, _)| *value)
    }

    /// A property's value as text.
    pub fn text(&self, name: &str) -> Option<Text<'a>> {
        let (_, value, map) = self.entries.iter().find(|(n, _, _)| n.value == name)?;
        map.document.text(value, &format!("`{name}`"))
    }

    /// A property's value as a list of texts.
    pub fn texts(&self, name: &str) -> Vec<Text<'a>> {
        let Some((_, value, map)) = self.entries.iter().find(|(n, _, _)| n.value == name) else { return Vec::new() };
        let list = map.document.list(value, &format!("`{name}`")).unwrap_or_default();
        list.iter().filter_map(|node| map.document.text(node, &format!("an entry of `{name}`"))).collect()
    }

    /// Whether a property says `true`.
    pub fn is_true(&self, name: &str) -> bool {
        let found = self.entries.iter().find(|(n, _, _)| n.value == name);
        found.and_then(|(_, value, map)| map.document.boolean(value, &format!("`{name}`"))).unwrap_or(false)
    }
}

fn unknown(name: &Text<'_>, ours: &[&str]) {
    let elsewhere = [CONTRACT, COLUMN].concat();
    let help = match nearest(name.value, ours.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if elsewhere.contains(&name.value) && ours == COLUMN => "it belongs to the contract, not to a column".to_owned(),
        None if elsewhere.contains(&name.value) => "it belongs to a column, not to the contract".to_owned(),
        None => format!("known ones are {}", ours.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")),
    };
    name.problem(format!("`{}` is not a property of ours", shown(name.value)), Some(help));
}
