//! Which datasets the names in an event's SQL mean.

use std::collections::HashMap;

use garim_core::imported::DatasetKey;
use garim_lineage::{Dialect, Schemas};
use serde_json::Value;

use super::{dataset, sql::ColumnsOf};

/// The event's datasets by the names that SQL may have for them.
pub(super) struct Named<'a> {
    by_name: HashMap<String, Vec<&'a DatasetKey>>,
    columns: HashMap<&'a DatasetKey, Vec<String>>,
    known: ColumnsOf<'a>,
    /// A dataset that shows how full names look, unless they cannot be made from what SQL says.
    model: Option<&'a DatasetKey>,
}

impl<'a> Named<'a> {
    /// Of an event's datasets, outputs first.
    pub fn new(
        event: &Value,
        datasets: impl Iterator<Item = &'a (DatasetKey, &'a Value)>,
        dialect: Dialect,
        known: ColumnsOf<'a>,
    ) -> Self {
        let mut named = Self { by_name: HashMap::new(), columns: HashMap::new(), known, model: None };
        let (mut model, mut one_system) = (None, dialect != Dialect::Snowflake);
        for (key, value) in datasets {
            let same = named.by_name.entry(last(key.name())).or_default();
            if !same.contains(&key) {
                same.push(key);
            }
            let schema = &value["facets"]["schema"];
            let fields = schema["fields"].as_array().filter(|_| dataset::is_whole(event, schema));
            let names: Vec<String> = fields.into_iter().flatten().filter_map(|f| f["name"].as_str().map(str::to_owned)).collect();
            if !names.is_empty() {
                named.columns.insert(key, names);
            }
            let first: &DatasetKey = model.get_or_insert(key);
            one_system &= first.namespace() == key.namespace() && !key.name().contains('/');
        }
        named.model = model.filter(|_| one_system);
        named
    }

    /// Whether the event names a dataset that ends so.
    pub fn has(&self, parts: &[String]) -> bool {
        let (wanted, dotted) = (parts.join(".").to_lowercase(), format!(".{}", parts.join(".").to_lowercase()));
        let same = self.by_name.get(&last(&wanted)).into_iter().flatten();
        same.map(|k| k.name().to_lowercase()).any(|name| name == wanted || name.ends_with(&dotted))
    }

    /// The dataset that a statement means: one of the event's whose name ends so, else one of the same system.
    pub fn key(&self, parts: &[String]) -> Option<DatasetKey> {
        let wanted = parts.join(".").to_lowercase();
        let ends = |key: &&&DatasetKey| {
            let name = key.name().to_lowercase();
            name == wanted || name.ends_with(&format!(".{wanted}"))
        };
        let mut found = self.by_name.get(&last(&wanted)).into_iter().flatten().filter(ends);
        match (found.next(), found.next()) {
            (Some(only), None) => Some((*only).clone()),
            (Some(_), Some(_)) => None,
            (None, _) => self.beside(parts),
        }
    }

    /// A dataset that the event does not name, though its SQL does: completed as the others are. A table without a schema may
    /// stand anywhere.
    fn beside(&self, parts: &[String]) -> Option<DatasetKey> {
        let model = self.model.filter(|_| parts.len() > 1)?;
        let levels: Vec<&str> = model.name().split('.').collect();
        let before = levels.get(..levels.len().checked_sub(parts.len())?)?;
        let all: Vec<&str> = before.iter().copied().chain(parts.iter().map(String::as_str)).collect();
        DatasetKey::of_parts(model.namespace(), &all).ok()
    }
}

fn last(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_lowercase()
}

impl Schemas for Named<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let key = self.key(table)?;
        self.columns.get(&key).cloned().or_else(|| (self.known)(&key))
    }
}
