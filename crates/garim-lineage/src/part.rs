//! What was read of a statement, part by part, as edges.

use sqlparser::ast::ObjectName;

use crate::{Kind, analyser::Analyser, flow::Shape, parse::Parsed};

impl Analyser<'_> {
    /// Analyses one part and says what kind it is.
    pub fn part(&mut self, part: &Parsed) -> Kind {
        self.shape = Shape::new();
        match part {
            Parsed::Statement(statement) => self.statement(statement),
            Parsed::Into { kind, table, columns, by_name, query } => {
                let table = table.as_ref().map(|t| self.table(t));
                let relation = self.query(query, None);
                if let Some(table) = &table {
                    self.writes(table);
                }
                let known = || table.as_ref().filter(|_| *kind == Kind::Insert && !by_name).and_then(|t| self.schemas.columns(t));
                let columns = if columns.is_empty() { known() } else { Some(columns.clone()) };
                self.deliver(&relation, table.as_deref(), columns.as_deref());
                *kind
            }
            Parsed::Moved { from, to, gone } => {
                let (from, to) = (self.table(from), self.table(to));
                self.reads(&from);
                self.writes(&to);
                let relation = self.stored(&from);
                let resolved = !self.partial;
                self.deliver(&relation, Some(&to), None);
                if resolved {
                    // All columns under their own names: nothing is missing, whatever they are.
                    self.partial = false;
                    self.notes.clear();
                }
                if *gone {
                    self.dropped.push(from);
                    return Kind::Alter;
                }
                Kind::CreateTable
            }
            Parsed::Changed(table) => {
                let table = self.table(table);
                self.writes(&table);
                Kind::Alter
            }
            Parsed::Location(name, written) => {
                self.locations.push((name.clone(), *written));
                Kind::Other
            }
            Parsed::Written(table, columns) => {
                let table = self.table(table);
                self.writes(&table);
                self.output.clone_from(columns);
                Kind::Insert
            }
            Parsed::Taken(table) => {
                let table = self.table(table);
                self.reads(&table);
                Kind::Select
            }
            Parsed::Dropped(tables) => {
                let tables: Vec<_> = tables.iter().map(|t| self.table(t)).collect();
                self.dropped.extend(tables);
                Kind::Drop
            }
            Parsed::Use(_) | Parsed::Still => Kind::Other,
        }
    }

    /// A table that was seen in what was not understood.
    pub fn seen(&mut self, table: &ObjectName, written: bool) {
        let table = self.table(table);
        if written { self.writes(&table) } else { self.reads(&table) }
    }
}
