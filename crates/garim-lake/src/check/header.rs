//! Which of a source's columns is which of the schema's.

use std::collections::{HashMap, HashSet};

use garim_core::{
    name::ColumnName,
    schema::{Contradiction, Reason, SchemaVersion},
};

/// A source's columns, found in the schema.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// As the source spells them, in its order.
    pub(crate) names: Vec<String>,
    /// For each column of the schema its place in the source.
    pub(crate) places: Vec<Option<usize>>,
    /// What contradicts already.
    pub(crate) contradictions: Vec<Contradiction>,
}

impl Header {
    /// Compares the source's columns with the schema. A column that is not optional must be there.
    pub(crate) fn new(file: &str, names: Vec<String>, schema: &SchemaVersion) -> Self {
        let mut against = Vec::new();
        let mut refuse = |column: &str, reason| {
            against.push(Contradiction { file: file.to_owned(), row: None, column: Some(column.to_owned()), reason });
        };
        let mut at: HashMap<&str, usize> = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            if at.insert(name.as_str(), place).is_some() {
                refuse(name, Reason::DuplicateColumn);
            }
        }
        let known: HashSet<&str> = schema.schema.columns.iter().map(|c| c.name.as_str()).collect();
        for name in names.iter().filter(|n| !known.contains(n.as_str())) {
            refuse(name, Reason::UnknownColumn);
        }
        let columns = schema.schema.columns.iter();
        for column in columns.clone().filter(|c| !c.optional && !at.contains_key(c.name.as_str())) {
            refuse(column.name.as_str(), Reason::ColumnVanished);
        }
        let places = columns.map(|c| at.get(c.name.as_str()).copied()).collect();
        Self { names, places, contradictions: against }
    }
}

/// Optional columns that the source had in an earlier run and has no longer. Of several files the newest is asked: an older
/// one may be from before the column came.
pub(crate) fn vanished(file: &str, newest: &Header, schema: &SchemaVersion, ever: &HashSet<ColumnName>) -> Vec<Contradiction> {
    let columns = schema.schema.columns.iter().zip(&newest.places);
    let gone = columns.filter(|(c, place)| c.optional && place.is_none() && ever.contains(&c.name));
    gone.map(|(c, _)| Contradiction {
        file: file.to_owned(),
        row: None,
        column: Some(c.name.to_string()),
        reason: Reason::ColumnVanished,
    })
    .collect()
}
