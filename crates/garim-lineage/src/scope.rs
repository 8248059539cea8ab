//! Which relations a name may refer to, from the innermost query outward.

use std::{
    cell::OnceCell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use sqlparser::ast::NamedWindowDefinition;

use crate::{
    columns::{Columns, TableId},
    flow::{How, Inputs},
    relation::{Found, Name, Output, Relation, same},
};

/// From how many columns on names are found by an index: below, looking through them is faster.
const WIDE: usize = 48;

/// What table functions call the columns that they make. Any other name without a qualifier is rather a column of a table
/// beside them than a field of what they take apart.
const PRODUCED: &[&str] =
    &["key", "value", "index", "seq", "path", "this", "pos", "col", "element", "ordinality", "offset", "type", "elem"];

/// A relation under its name.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The alias, or the table's own name in parts; empty for an unnamed subquery.
    pub name: Vec<String>,
    /// The stored table behind an alias, in parts.
    pub own: Vec<String>,
    /// What it offers.
    pub relation: Rc<Relation>,
    /// Columns that USING merged: not seen again through `*` or unqualified.
    pub merged: Vec<Name>,
    /// Places of the columns by name, in lower case, for wide relations.
    places: OnceCell<HashMap<String, Vec<usize>>>,
    /// False for the far side of a semi or anti join: seen by its own condition only.
    pub visible: bool,
}

impl Named {
    /// A visible relation.
    pub fn new(name: Vec<String>, relation: Relation) -> Self {
        Self::shared(name, Rc::new(relation))
    }

    /// A visible relation that others see as well.
    pub fn shared(name: Vec<String>, relation: Rc<Relation>) -> Self {
        Self { name, own: Vec::new(), relation, merged: Vec::new(), places: OnceCell::new(), visible: true }
    }

    /// Seen by its qualifier only.
    pub fn hidden(mut self) -> Self {
        self.visible = false;
        self
    }

    /// Looks a column up.
    pub fn find(&self, name: &str, columns: &Columns) -> Found {
        if let Some(column) = self.by_position(name) {
            return Found::Known(column.inputs.clone());
        }
        if self.relation.columns.len() < WIDE {
            return self.relation.find(name, columns);
        }
        let places = self.places.get_or_init(|| {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for (i, column) in self.relation.columns.iter().enumerate() {
                if let Some(name) = &column.name {
                    places.entry(name.to_lowercase()).or_default().push(i);
                }
            }
            places
        });
        let Some(at) = places.get(&name.to_lowercase()) else { return self.relation.find_unknown(name, columns) };
        let mut known = Inputs::new();
        at.iter().for_each(|i| known.add(&self.relation.columns[*i].inputs));
        Found::Known(known)
    }

    /// Snowflake's `$1`, where the columns are known.
    fn by_position(&self, name: &str) -> Option<&Output> {
        let at = name.strip_prefix('$')?.parse::<usize>().ok()?.checked_sub(1)?;
        self.relation.columns.get(at).filter(|_| self.relation.closed())
    }

    /// Whether its columns are those of a value whose fields nobody lists: UNNEST and other functions.
    fn is_computed(&self) -> bool {
        self.relation.any.is_some() && self.relation.columns.is_empty() && self.relation.open.is_empty()
    }

    /// Whether a qualifier means it: the same name, or its end (`user` for `shop.user`).
    pub fn answers_to(&self, qualifier: &[String]) -> bool {
        ends_with(&self.name, qualifier)
    }
}

/// One query's names, and the query around it.
#[derive(Default)]
pub(crate) struct Scope<'a> {
    /// The query around it, for correlated references.
    pub parent: Option<&'a Scope<'a>>,
    /// Its FROM items.
    pub relations: Vec<Named>,
    /// Columns merged by USING or NATURAL.
    pub merged: Vec<Output>,
    /// Output columns that may be named again: in ORDER BY, HAVING, or further right in the same SELECT.
    pub aliases: Vec<Output>,
    /// Whether an alias goes before a column of a table of unknown columns.
    pub aliases_first: bool,
    /// Parameters of lambdas: no columns.
    pub locals: BTreeSet<String>,
    /// WINDOW definitions.
    pub windows: &'a [NamedWindowDefinition],
}

impl<'a> Scope<'a> {
    /// An empty scope within another.
    pub fn within(parent: Option<&'a Scope<'a>>) -> Self {
        Self { parent, ..Self::default() }
    }

    /// Looks up a name in parts: a column, a qualified column, or a field of either.
    pub fn lookup(&self, parts: &[String], columns: &Columns) -> Found {
        let [first, rest @ ..] = parts else { return Found::Missing };
        if rest.is_empty() {
            return self.unqualified(first, columns);
        }
        for end in (1..parts.len()).rev() {
            if let Some(named) = self.relation(&parts[..end]) {
                return field(named.find(&parts[end], columns), end + 1 < parts.len());
            }
        }
        field(self.unqualified(first, columns), true)
    }

    /// The relation that a qualifier means, from the innermost query outward.
    pub fn relation(&self, qualifier: &[String]) -> Option<&Named> {
        self.by_alias(qualifier).or_else(|| self.by_table(qualifier))
    }

    fn by_alias(&self, qualifier: &[String]) -> Option<&Named> {
        let here = self.relations.iter().rev().find(|n| n.answers_to(qualifier));
        here.or_else(|| self.parent.and_then(|p| p.by_alias(qualifier)))
    }

    /// Engines refuse a table's own name beside its alias, people write it, and mean the table.
    fn by_table(&self, qualifier: &[String]) -> Option<&Named> {
        let here = self.relations.iter().rev().find(|n| ends_with(&n.own, qualifier));
        here.or_else(|| self.parent.and_then(|p| p.by_table(qualifier)))
    }

    /// Looks up a column without a qualifier.
    fn unqualified(&self, name: &str, columns: &Columns) -> Found {
        if !self.locals.is_empty() && self.locals.contains(&name.to_lowercase()) {
            return Found::Known(Inputs::new());
        }
        let element = self.relations.iter().find(|n| n.is_computed() && n.name.len() == 1 && same(&n.name[0], name));
        if let Some(element) = element {
            return Found::Known(element.relation.whole(columns).through(How::Expression));
        }
        match self.here(name, columns) {
            Found::Missing => match (self.whole_row(name, columns), self.parent) {
                (Some(row), _) => Found::Known(row),
                (None, Some(parent)) => parent.unqualified(name, columns),
                (None, None) => Found::Missing,
            },
            Found::Assumed(inputs) => match (self.whole_row(name, columns), self.parent.map(|p| p.unqualified(name, columns))) {
                (Some(row), _) => Found::Known(row),
                (None, Some(Found::Known(outer))) if outer.len() > 0 => ambiguous([inputs, outer]),
                _ => Found::Assumed(inputs),
            },
            found => found,
        }
    }

    /// Looks up a column in this query only.
    fn here(&self, name: &str, columns: &Columns) -> Found {
        let alias = || self.aliases.iter().rev().find(|a| a.is(name)).map(|a| a.inputs.clone());
        if let Some(merged) = self.merged.iter().find(|m| m.is(name)) {
            return Found::Known(merged.inputs.clone());
        }
        let mut visible = self.relations.iter().filter(|n| n.visible);
        // One table is the common case, and needs no list.
        if let (Some(one), None) = (visible.next(), visible.next()) {
            return match one.find(name, columns) {
                Found::Known(inputs) => Found::Known(inputs),
                Found::Missing => alias().map_or(Found::Missing, Found::Known),
                other if self.aliases_first => alias().map_or(other, Found::Known),
                other => other,
            };
        }
        let likely = |n: &&Named| !n.is_computed() || n.name.is_empty() || PRODUCED.iter().any(|p| same(p, name));
        let table = self.relations.iter().any(|n| n.visible && !n.is_computed() && n.find(name, columns) != Found::Missing);
        let seen = self.relations.iter().filter(|n| n.visible).filter(|n| !table || likely(n));
        let found: Vec<Found> = seen.map(|n| n.find(name, columns)).collect();
        let known: Vec<&Inputs> = found.iter().filter_map(|f| if let Found::Known(i) = f { Some(i) } else { None }).collect();
        match known.as_slice() {
            [one] => return Found::Known((*one).clone()),
            [_, _, ..] => return ambiguous(known.into_iter().cloned()),
            [] => {}
        }
        let mut possible = found.into_iter().filter(|f| *f != Found::Missing);
        match (possible.next(), possible.next(), alias()) {
            (None, _, Some(a)) => Found::Known(a),
            (Some(_), _, Some(a)) if self.aliases_first => Found::Known(a),
            (None, _, None) => Found::Missing,
            (Some(one), None, _) => one,
            (Some(a), Some(b), _) => ambiguous([a, b].into_iter().chain(possible).filter_map(inputs_of)),
        }
    }

    /// A name that is a relation's: its whole row.
    fn whole_row(&self, name: &str, columns: &Columns) -> Option<Inputs> {
        let named = self.relations.iter().find(|n| n.name.len() == 1 && same(&n.name[0], name))?;
        Some(named.relation.whole(columns).through(How::Expression))
    }

    /// For a name that was not found: a column of that name in every table of this query, unresolved.
    pub fn suspects(&self, name: &str, columns: &Columns) -> Inputs {
        let tables: BTreeSet<TableId> = self.relations.iter().flat_map(|n| n.relation.tables(columns)).collect();
        tables.into_iter().map(|table| (columns.column(table, name), How::Unresolved)).collect()
    }
}

/// Whether a name in parts is the same as a qualifier, or ends with it.
fn ends_with(name: &[String], qualifier: &[String]) -> bool {
    let skip = name.len().checked_sub(qualifier.len());
    skip.is_some_and(|s| !name.is_empty() && name[s..].iter().zip(qualifier).all(|(a, b)| same(a, b)))
}

/// Several candidates, each unresolved.
fn ambiguous(candidates: impl IntoIterator<Item = Inputs>) -> Found {
    let mut all = Inputs::new();
    candidates.into_iter().for_each(|c| all.add(&c));
    Found::Ambiguous(all.through(How::Unresolved))
}

fn inputs_of(found: Found) -> Option<Inputs> {
    match found {
        Found::Known(i) | Found::Assumed(i) | Found::Ambiguous(i) => Some(i),
        Found::Missing => None,
    }
}

/// A field of a column is computed from it.
fn field(found: Found, of_struct: bool) -> Found {
    if !of_struct {
        return found;
    }
    match found {
        Found::Known(i) => Found::Known(i.through(How::Expression)),
        Found::Assumed(i) => Found::Assumed(i.through(How::Expression)),
        Found::Ambiguous(i) => Found::Ambiguous(i.through(How::Expression)),
        Found::Missing => Found::Missing,
    }
}
