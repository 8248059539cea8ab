//! What a FROM item, a CTE or a subquery offers: columns traced to stored tables already.

use std::collections::BTreeSet;

use garim_core::lineage::Direct;

use crate::{
    Column,
    flow::{Inputs, Shape, compose},
};

/// One column that a relation offers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Output {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What flows into it.
    pub inputs: Inputs,
}

/// A stored table whose columns are not known: any name may be one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    /// The table.
    pub table: Vec<String>,
    /// Names that are known not to be seen through it (`* EXCEPT (…)`, merged by USING).
    pub without: Vec<String>,
}

impl Open {
    /// Whether a name may be one of its columns.
    fn may_have(&self, name: &str) -> bool {
        !self.without.iter().any(|w| same(w, name))
    }

    /// One of its columns, or `*` for all.
    pub fn column(&self, name: &str) -> Column {
        Column { table: self.table.clone(), name: name.to_owned() }
    }
}

/// What a FROM item, a CTE or a subquery offers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relation {
    /// Columns that are known, in order.
    pub columns: Vec<Output>,
    /// Tables of unknown columns that are seen through `*`.
    pub open: Vec<Open>,
    /// What flows into whatever other column is asked for (table functions).
    pub any: Option<Inputs>,
    /// What shaped its rows.
    pub shape: Shape,
}

/// What was found under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A column that is there.
    Known(Inputs),
    /// A column of a table whose schema is not known: nothing else can have it.
    Assumed(Inputs),
    /// It may be of several; each is given, unresolved.
    Ambiguous(Inputs),
    /// Nothing here can have it.
    Missing,
}

/// Names are compared without case: engines differ in how they fold, and a catalog must not lose an edge over it.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

impl Relation {
    /// A stored table, with its columns if they are known.
    pub fn stored(table: &[String], columns: Option<Vec<String>>) -> Self {
        match columns {
            None => Self { open: vec![Open { table: table.to_vec(), without: Vec::new() }], ..Self::default() },
            Some(names) => {
                let output = |name: String| {
                    let column = Column { table: table.to_vec(), name: name.clone() };
                    Output { name: Some(name), inputs: Inputs::from([(column, Direct::Identity)]) }
                };
                Self { columns: names.into_iter().map(output).collect(), ..Self::default() }
            }
        }
    }

    /// Columns of one origin: a table function, UNNEST, a JSON table.
    pub fn computed(inputs: Inputs) -> Self {
        Self { any: Some(inputs), ..Self::default() }
    }

    /// Looks a column up.
    pub fn find(&self, name: &str) -> Found {
        let known: Vec<&Output> = self.columns.iter().filter(|c| c.name.as_deref().is_some_and(|n| same(n, name))).collect();
        if !known.is_empty() {
            return Found::Known(known.iter().flat_map(|c| c.inputs.iter().cloned()).collect());
        }
        let open: Vec<Column> = self.open.iter().filter(|o| o.may_have(name)).map(|o| o.column(name)).collect();
        match (open.as_slice(), &self.any) {
            ([], None) => Found::Missing,
            ([], Some(any)) => Found::Assumed(any.clone()),
            ([one], None) => Found::Assumed(Inputs::from([(one.clone(), Direct::Identity)])),
            (several, any) => {
                let opened = several.iter().map(|c| (c.clone(), Direct::Unresolved));
                let computed = any.iter().flatten().map(|(c, how)| (c.clone(), compose(how, &Direct::Unresolved)));
                Found::Ambiguous(opened.chain(computed).collect())
            }
        }
    }

    /// Everything that it offers as one input: a whole row.
    pub fn whole(&self) -> Inputs {
        let known = self.columns.iter().flat_map(|c| c.inputs.iter().cloned());
        let open = self.open.iter().map(|o| (o.column("*"), Direct::Identity));
        known.chain(open).chain(self.any.iter().flatten().cloned()).collect()
    }

    /// The stored tables behind it.
    pub fn tables(&self) -> BTreeSet<Vec<String>> {
        self.whole().into_iter().map(|(column, _)| column.table).collect()
    }

    /// Whether every column is known.
    pub fn closed(&self) -> bool {
        self.open.is_empty() && self.any.is_none()
    }

    /// Gives the columns other names, in order. Of unknown columns nothing can be said by position.
    pub fn rename(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        if !self.open.is_empty() {
            let all: Inputs = self.whole().into_iter().map(|(c, _)| (c, Direct::Unresolved)).collect();
            self.columns = names.iter().map(|n| Output { name: Some(n.clone()), inputs: all.clone() }).collect();
            (self.open, self.any) = (Vec::new(), None);
            return;
        }
        for (column, name) in self.columns.iter_mut().zip(names) {
            column.name = Some(name.clone());
        }
        if let Some(any) = self.any.take() {
            let more = names.iter().skip(self.columns.len());
            let more: Vec<Output> = more.map(|n| Output { name: Some(n.clone()), inputs: any.clone() }).collect();
            self.columns.extend(more);
        }
    }
}
