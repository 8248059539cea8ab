//! How a result's columns become a target's columns.

use crate::{
    analyser::Analyser,
    flow::{How, Inputs},
    relation::Relation,
};

/// The name of the `i`-th column where it has none, as Hive and Spark call it.
pub(crate) fn unnamed(i: usize) -> String {
    format!("_c{i}")
}

impl Analyser<'_> {
    /// Adds the edges of a result into a target, or into the query's own result. `columns` are the target's columns in order
    /// where they are known; else the result's own names are taken.
    pub fn deliver(&mut self, relation: &Relation, to: Option<&[String]>, columns: Option<&[String]>) {
        self.shapes(&relation.shape, to);
        match columns {
            Some(names) if relation.closed() => {
                if names.len() != relation.columns.len() {
                    self.note(format!("{} columns are written from {}", names.len(), relation.columns.len()));
                }
                for (name, column) in names.iter().zip(&relation.columns) {
                    self.flows(&column.inputs, to, name);
                }
                self.output = names.to_vec();
            }
            Some(names) => self.deliver_unknown(relation, to, names),
            None => self.deliver_by_name(relation, to),
        }
    }

    /// Which of unknown columns goes where cannot be said: each may go anywhere.
    fn deliver_unknown(&mut self, relation: &Relation, to: Option<&[String]>, names: &[String]) {
        self.note_open(relation);
        let all = relation.whole(&self.columns).through(How::Unresolved);
        for name in names {
            self.flows(&all, to, name);
        }
        self.output = names.to_vec();
    }

    fn deliver_by_name(&mut self, relation: &Relation, to: Option<&[String]>) {
        let mut output = Vec::new();
        for (i, column) in relation.columns.iter().enumerate() {
            let name = column.name.as_deref().map_or_else(|| unnamed(i), str::to_owned);
            self.flows(&column.inputs, to, &name);
            output.push(name);
        }
        if !relation.closed() {
            self.note_open(relation);
            for open in &relation.open {
                let all = Inputs::of(open.column("*", &self.columns));
                self.flows(&all, to, "*");
            }
            if let Some(any) = &relation.any {
                self.flows(&any.clone().through(How::Unresolved), to, "*");
            }
            output.push("*".to_owned());
        }
        self.output = output;
    }

    fn note_open(&mut self, relation: &Relation) {
        for open in &relation.open {
            let table = self.columns.table_name(open.table);
            self.note(format!("the columns of `{}` are not known", table.join(".")));
        }
        if relation.any.is_some() {
            self.note("the columns of a table function are not known".to_owned());
        }
    }
}
