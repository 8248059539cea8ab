//! What a FROM item, a CTE or a subquery offers: columns traced to stored tables already.

use std::{collections::BTreeSet, rc::Rc};

use crate::{
    columns::{ColumnId, Columns, TableId},
    flow::{How, Inputs, Shape},
};

/// A column's name within a query.
pub(crate) type Name = Rc<str>;

/// One column that a relation offers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Output {
    /// Its name, where it has one.
    pub name: Option<Name>,
    /// What flows into it.
    pub inputs: Inputs,
}

impl Output {
    /// A column of this name.
    pub fn named(name: impl Into<Name>, inputs: Inputs) -> Self {
        Self { name: Some(name.into()), inputs }
    }

    /// Whether it is called so.
    pub fn is(&self, name: &str) -> bool {
        self.name.as_deref().is_some_and(|n| same(n, name))
    }
}

/// A stored table whose columns are not known: any name may be one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    /// The table.
    pub table: TableId,
    /// Names that are known not to be seen through it (`* EXCEPT (…)`, merged by USING).
    pub without: Vec<Name>,
    /// By UNION it stands for the same columns as the one before it.
    pub beside: bool,
}

impl Open {
    /// Whether a name may be one of its columns.
    fn may_have(&self, name: &str) -> bool {
        !self.without.iter().any(|w| same(w, name))
    }

    /// One of its columns, or `*` for all.
    pub fn column(&self, name: &str, columns: &Columns) -> ColumnId {
        columns.column(self.table, name)
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
    a.eq_ignore_ascii_case(b) || (!(a.is_ascii() && b.is_ascii()) && a.to_lowercase() == b.to_lowercase())
}

impl Relation {
    /// A stored table, with its columns if they are known.
    pub fn stored(table: TableId, names: Option<Vec<String>>, columns: &Columns) -> Self {
        match names {
            None => Self { open: vec![Open { table, without: Vec::new(), beside: false }], ..Self::default() },
            Some(names) => {
                let output = |name: String| {
                    let inputs = Inputs::of(columns.column(table, &name));
                    Output::named(name, inputs)
                };
                Self { columns: names.into_iter().map(output).collect(), ..Self::default() }
            }
        }
    }

    /// Columns of one origin: a table function, UNNEST, a JSON table.
    pub fn computed(inputs: Inputs) -> Self {
        Self { any: Some(inputs), ..Self::default() }
    }

    /// Columns that are known.
    pub fn of(columns: Vec<Output>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Looks a column up.
    pub fn find(&self, name: &str, columns: &Columns) -> Found {
        let mut known: Option<Inputs> = None;
        for column in self.columns.iter().filter(|c| c.is(name)) {
            known.get_or_insert_default().add(&column.inputs);
        }
        known.map_or_else(|| self.find_unknown(name, columns), Found::Known)
    }

    /// Looks up a column that is none of those that are known.
    pub fn find_unknown(&self, name: &str, columns: &Columns) -> Found {
        let mut open = self.open.iter().filter(|o| o.may_have(name));
        if self.any.is_none() && self.open.len() > 1 && self.united() {
            let all: Inputs = open.map(|o| (o.column(name, columns), How::Identity)).collect();
            return if all.len() == 0 { Found::Missing } else { Found::Assumed(all) };
        }
        match (open.next(), open.next(), &self.any) {
            (None, _, None) => Found::Missing,
            (None, _, Some(any)) => Found::Assumed(any.clone()),
            (Some(one), None, None) => Found::Assumed(Inputs::of(one.column(name, columns))),
            (Some(first), second, any) => {
                let several = [first].into_iter().chain(second).chain(open).map(|o| (o.column(name, columns), How::Identity));
                let all: Inputs = several.chain(any.iter().flat_map(|a| a.iter().copied())).collect();
                Found::Ambiguous(all.through(How::Unresolved))
            }
        }
    }

    /// Whether a name in all its unknown tables is one column: there is one, or they are united.
    pub fn united(&self) -> bool {
        self.open.iter().skip(1).all(|o| o.beside)
    }

    /// Everything that it offers as one input: a whole row.
    pub fn whole(&self, columns: &Columns) -> Inputs {
        let known = self.columns.iter().flat_map(|c| c.inputs.iter().copied());
        let open = self.open.iter().map(|o| (o.column("*", columns), How::Identity));
        known.chain(open).chain(self.any.iter().flat_map(|a| a.iter().copied())).collect()
    }

    /// The stored tables behind it.
    pub fn tables(&self, columns: &Columns) -> BTreeSet<TableId> {
        self.whole(columns).iter().map(|(column, _)| columns.table_of(*column)).collect()
    }

    /// Whether every column is known.
    pub fn closed(&self) -> bool {
        self.open.is_empty() && self.any.is_none()
    }

    /// Gives the columns other names, in order. Of unknown columns nothing can be said by position, but that the statement calls
    /// those of a single table so.
    pub fn rename(&mut self, names: &[String], columns: &Columns) {
        if names.is_empty() {
            return;
        }
        if self.columns.is_empty() && self.any.is_none() && !self.open.is_empty() && self.united() {
            let called = |n: &String| -> Inputs { self.open.iter().map(|o| (o.column(n, columns), How::Identity)).collect() };
            self.columns = names.iter().map(|n| Output::named(n.as_str(), called(n))).collect();
            self.open.clear();
            return;
        }
        if !self.open.is_empty() {
            let all = self.whole(columns).through(How::Unresolved);
            self.columns = names.iter().map(|n| Output::named(n.as_str(), all.clone())).collect();
            (self.open, self.any) = (Vec::new(), None);
            return;
        }
        for (column, name) in self.columns.iter_mut().zip(names) {
            column.name = Some(name.as_str().into());
        }
        if let Some(any) = self.any.take() {
            let more = names.iter().skip(self.columns.len());
            let more: Vec<Output> = more.map(|n| Output::named(n.as_str(), any.clone())).collect();
            self.columns.extend(more);
        }
    }

    /// Takes columns away by name, also those that it may have.
    pub fn leave_out(&mut self, names: &[Name]) {
        if names.is_empty() {
            return;
        }
        self.columns.retain(|c| !names.iter().any(|n| c.is(n)));
        self.open.iter_mut().for_each(|open| open.without.extend(names.iter().cloned()));
    }
}
