//! Tables that are made from values of the row: UNNEST, JSON and XML tables.

use sqlparser::ast::{Expr, TableAlias};

use crate::{
    Usage,
    analyser::Analyser,
    flow::{How, Inputs},
    names,
    relation::{Output, Relation},
    scope::{Named, Scope},
};

impl Analyser<'_> {
    /// `UNNEST(a, b) AS t(x, y)`: each array its column; of a map, two columns.
    pub fn unnest(&mut self, arrays: &[Expr], alias: Option<&TableAlias>, ordinality: bool, scope: &mut Scope) {
        let each: Vec<Inputs> = arrays.iter().map(|e| self.expr(scope, e, Usage::Value).through(How::Expression)).collect();
        let mut names = alias.map(names::alias_columns).unwrap_or_default();
        let number = if ordinality && names.len() > each.len() { names.pop() } else { None };
        let mut all = Inputs::new();
        each.iter().for_each(|inputs| all.add(inputs));
        let of = |i: usize| if names.len() == each.len() { each[i].clone() } else { all.clone() };
        let mut columns: Vec<Output> = names.iter().enumerate().map(|(i, n)| Output::named(n.as_str(), of(i))).collect();
        columns.extend(number.map(|n| Output::named(n, all.clone())));
        let relation = if columns.is_empty() { Relation::computed(all) } else { Relation::of(columns) };
        scope.relations.push(Named::new(alias.iter().map(|a| names::part(&a.name)).collect(), relation));
    }

    /// Columns that are taken out of one document, by name where the statement lists them.
    pub fn extracted<'e>(
        &mut self,
        documents: impl IntoIterator<Item = &'e Expr>,
        columns: Vec<String>,
        alias: Option<&TableAlias>,
        scope: &mut Scope,
    ) {
        if columns.is_empty() {
            return self.computed(documents, alias, scope);
        }
        let inputs = self.all(scope, documents, Usage::Value);
        let relation = Relation::of(columns.into_iter().map(|name| Output::named(name, inputs.clone())).collect());
        self.offer(scope, relation, alias, Vec::new());
    }
}
