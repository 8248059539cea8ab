//! Which relations a name may refer to, from the innermost query outward.

use std::{collections::BTreeSet, rc::Rc};

use garim_core::lineage::Direct;
use sqlparser::ast::NamedWindowDefinition;

use crate::{
    Column,
    flow::{Inputs, through},
    relation::{Found, Output, Relation, same},
};

/// A relation under its name.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The alias, or the table's own name in parts; empty for an unnamed subquery.
    pub name: Vec<String>,
    /// What it offers.
    pub relation: Rc<Relation>,
    /// Columns that USING merged: not seen again through `*` or unqualified.
    pub merged: Vec<String>,
    /// False for the far side of a semi or anti join: seen by its own condition only.
    pub visible: bool,
}

impl Named {
    /// A visible relation.
    pub fn new(name: Vec<String>, relation: Relation) -> Self {
        Self { name, relation: Rc::new(relation), merged: Vec::new(), visible: true }
    }

    /// Whether a qualifier means it: the same name, or its end (`user` for `shop.user`).
    pub fn answers_to(&self, qualifier: &[String]) -> bool {
        let skip = self.name.len().checked_sub(qualifier.len());
        skip.is_some_and(|s| !self.name.is_empty() && self.name[s..].iter().zip(qualifier).all(|(a, b)| same(a, b)))
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
    pub fn lookup(&self, parts: &[String]) -> Found {
        let [first, rest @ ..] = parts else { return Found::Missing };
        if rest.is_empty() {
            return self.unqualified(first);
        }
        for end in (1..parts.len()).rev() {
            if let Some(named) = self.relation(&parts[..end]) {
                return field(named.relation.find(&parts[end]), end + 1 < parts.len());
            }
        }
        field(self.unqualified(first), true)
    }

    /// The relation that a qualifier means, from the innermost query outward.
    pub fn relation(&self, qualifier: &[String]) -> Option<&Named> {
        let here = self.relations.iter().rev().find(|n| n.answers_to(qualifier));
        here.or_else(|| self.parent.and_then(|p| p.relation(qualifier)))
    }

    /// Looks up a column without a qualifier.
    fn unqualified(&self, name: &str) -> Found {
        if self.locals.contains(&name.to_lowercase()) {
            return Found::Known(Inputs::new());
        }
        match self.here(name) {
            Found::Missing => match (self.whole_row(name), self.parent) {
                (Some(row), _) => Found::Known(row),
                (None, Some(parent)) => parent.unqualified(name),
                (None, None) => Found::Missing,
            },
            Found::Assumed(inputs) => match (self.whole_row(name), self.parent.map(|p| p.unqualified(name))) {
                (Some(row), _) => Found::Known(row),
                (None, Some(Found::Known(outer))) => {
                    Found::Ambiguous(through(inputs.into_iter().chain(outer).collect(), &Direct::Unresolved))
                }
                _ => Found::Assumed(inputs),
            },
            found => found,
        }
    }

    /// Looks up a column in this query only.
    fn here(&self, name: &str) -> Found {
        let alias = || self.aliases.iter().rev().find(|a| a.name.as_deref().is_some_and(|n| same(n, name)));
        if let Some(merged) = self.merged.iter().find(|m| m.name.as_deref().is_some_and(|n| same(n, name))) {
            return Found::Known(merged.inputs.clone());
        }
        let found: Vec<Found> = self.relations.iter().filter(|n| n.visible).map(|n| n.relation.find(name)).collect();
        let known: Vec<&Inputs> = found.iter().filter_map(|f| if let Found::Known(i) = f { Some(i) } else { None }).collect();
        match known.as_slice() {
            [one] => return Found::Known((*one).clone()),
            [_, _, ..] => return ambiguous(known.into_iter().cloned()),
            [] => {}
        }
        let mut possible = found.into_iter().filter(|f| *f != Found::Missing);
        match (possible.next(), possible.next(), alias()) {
            (None, _, Some(a)) => Found::Known(a.inputs.clone()),
            (Some(_), _, Some(a)) if self.aliases_first => Found::Known(a.inputs.clone()),
            (None, _, None) => Found::Missing,
            (Some(one), None, _) => one,
            (Some(a), Some(b), _) => ambiguous([a, b].into_iter().chain(possible).filter_map(inputs_of)),
        }
    }

    /// A name that is a relation's: its whole row.
    fn whole_row(&self, name: &str) -> Option<Inputs> {
        let qualifier = [name.to_owned()];
        let named = self.relations.iter().find(|n| n.name.len() == 1 && n.answers_to(&qualifier))?;
        Some(through(named.relation.whole(), &Direct::Expression))
    }

    /// For a name that was not found: a column of that name in every table of this query, unresolved.
    pub fn suspects(&self, name: &str) -> Inputs {
        let tables: BTreeSet<Vec<String>> = self.relations.iter().flat_map(|n| n.relation.tables()).collect();
        tables.into_iter().map(|table| (Column { table, name: name.to_owned() }, Direct::Unresolved)).collect()
    }
}

/// Several candidates, each unresolved.
fn ambiguous(candidates: impl IntoIterator<Item = Inputs>) -> Found {
    Found::Ambiguous(through(candidates.into_iter().flatten().collect(), &Direct::Unresolved))
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
        Found::Known(i) => Found::Known(through(i, &Direct::Expression)),
        Found::Assumed(i) => Found::Assumed(through(i, &Direct::Expression)),
        Found::Ambiguous(i) => Found::Ambiguous(through(i, &Direct::Expression)),
        Found::Missing => Found::Missing,
    }
}
