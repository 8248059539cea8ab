//! The schemas that the caller knows.

use std::collections::HashMap;

use crate::{Analysis, Kind};

/// Says which columns a table has. The analyser asks; it never looks anything up itself.
pub trait Schemas {
    /// The columns of a table in order, as the table spells them; `None` if the table is not known. Names are asked for as
    /// the statement has them, unquoted ones in lower case.
    fn columns(&self, table: &[String]) -> Option<Vec<String>>;
}

/// Nothing is known.
impl Schemas for () {
    fn columns(&self, _: &[String]) -> Option<Vec<String>> {
        None
    }
}

impl<S: std::hash::BuildHasher> Schemas for HashMap<Vec<String>, Vec<String>, S> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.get(table).cloned()
    }
}

/// What a script has made so far, over what was known before.
pub(crate) struct Session<'a> {
    /// What the caller knows.
    pub known: &'a dyn Schemas,
    /// What earlier statements made.
    pub made: HashMap<Vec<String>, Vec<String>>,
}

impl Session<'_> {
    /// Remembers what a statement made, and forgets what it took away.
    pub fn learn(&mut self, analysis: &Analysis) {
        for table in &analysis.tables_dropped {
            self.made.remove(table);
        }
        let makes = matches!(analysis.kind, Kind::CreateTable | Kind::CreateView);
        let known = !analysis.output.is_empty() && !analysis.output.iter().any(|c| c == "*");
        if let (true, true, Some(table)) = (makes, known, analysis.tables_written.first()) {
            self.made.insert(table.clone(), analysis.output.clone());
        }
    }
}

impl Schemas for Session<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.made.columns(table).or_else(|| self.known.columns(table))
    }
}
