//! A whole query: CTEs, set operations, ORDER BY over them.

use std::rc::Rc;

use sqlparser::ast::{OrderBy, OrderByKind, Query, SetExpr, SetOperator, SetQuantifier, With};

use crate::{
    Usage,
    analyser::{Analyser, Cte},
    names,
    relation::{Output, Relation},
    scope::Scope,
};

/// Rounds over the recursive part of a CTE: columns may change places from one round to the next.
const RECURSIVE_ROUNDS: usize = 3;

impl Analyser<'_> {
    /// What a query offers. Its CTEs are in sight within it only.
    pub fn query(&mut self, query: &Query, outer: Option<&Scope>) -> Relation {
        let held = std::mem::take(&mut self.shape);
        let in_sight = self.ctes.len();
        let made = self.deeper(|a| {
            if let Some(with) = &query.with {
                a.with(with, outer);
            }
            let relation = a.body(&query.body, outer, query.order_by.as_ref());
            if query.pipe_operators.is_empty() {
                return relation;
            }
            a.pipe(relation, &query.pipe_operators, outer)
        });
        let mut relation = made.unwrap_or_default();
        self.ctes.truncate(in_sight);
        relation.shape = std::mem::replace(&mut self.shape, held);
        relation
    }

    /// Brings CTEs into sight, in order. The caller puts them out of sight again.
    pub fn with(&mut self, with: &With, outer: Option<&Scope>) {
        for cte in &with.cte_tables {
            let name = names::part(&cte.alias.name);
            let columns = names::alias_columns(&cte.alias);
            let before = std::mem::take(&mut self.read);
            let relation = if with.recursive {
                self.recursive(&name, &columns, &cte.query, outer)
            } else {
                let mut relation = self.query(&cte.query, outer);
                relation.rename(&columns, &self.columns);
                Rc::new(relation)
            };
            let reads = std::mem::replace(&mut self.read, before);
            self.ctes.push(Cte { name, relation, reads });
        }
    }

    /// A CTE that may name itself: its anchor first, then all of it with what is known so far.
    fn recursive(&mut self, name: &str, columns: &[String], query: &Query, outer: Option<&Scope>) -> Rc<Relation> {
        let anchor = match query.body.as_ref() {
            SetExpr::SetOperation { left, .. } => {
                let held = std::mem::take(&mut self.shape);
                let anchor = self.deeper(|a| a.body(left, outer, None)).unwrap_or_default();
                self.shape = held;
                anchor
            }
            _ => Relation::default(),
        };
        let mut known = anchor;
        known.rename(columns, &self.columns);
        for _ in 0..RECURSIVE_ROUNDS {
            self.ctes.push(Cte { name: name.to_owned(), relation: Rc::new(known), reads: Vec::new() });
            let mut next = self.query(query, outer);
            self.ctes.pop();
            next.rename(columns, &self.columns);
            known = next;
        }
        Rc::new(known)
    }

    /// The body of a query, with the ORDER BY that may name its sources.
    fn body(&mut self, body: &SetExpr, outer: Option<&Scope>, order: Option<&OrderBy>) -> Relation {
        match body {
            SetExpr::Select(select) => self.select(select, outer, order),
            SetExpr::Query(query) => {
                let relation = self.query(query, outer);
                self.shape.extend(relation.shape.iter().cloned());
                self.order_outputs(&relation, outer, order);
                relation
            }
            SetExpr::SetOperation { .. } => {
                let relation = self.set_operation(body, outer);
                self.order_outputs(&relation, outer, order);
                relation
            }
            SetExpr::Values(values) => {
                let scope = Scope::within(outer);
                let width = values.rows.iter().map(|r| r.len()).max().unwrap_or(0);
                let mut columns = vec![Output::default(); width];
                for (column, value) in values.rows.iter().flat_map(|row| row.iter().enumerate()) {
                    let inputs = self.expr(&scope, value, Usage::Value);
                    columns[column].inputs.add(&inputs);
                }
                for (i, column) in columns.iter_mut().enumerate() {
                    column.name = Some(format!("column{}", i + 1).into());
                }
                Relation { columns, ..Relation::default() }
            }
            SetExpr::Table(table) => {
                let mut name: Vec<String> =
                    [&table.schema_name, &table.table_name].into_iter().flatten().map(|s| s.to_lowercase()).collect();
                self.complete(&mut name);
                self.reads(&name);
                self.stored(&name)
            }
            SetExpr::Insert(s) | SetExpr::Update(s) | SetExpr::Delete(s) | SetExpr::Merge(s) => {
                self.deeper(|a| a.returned(s)).unwrap_or_default()
            }
        }
    }

    /// UNION, EXCEPT and INTERSECT. The left spine is walked in a loop: generated SQL has hundreds of UNIONs in a row.
    fn set_operation(&mut self, body: &SetExpr, outer: Option<&Scope>) -> Relation {
        let (mut spine, mut leftmost) = (Vec::new(), body);
        while let SetExpr::SetOperation { left, op, set_quantifier, right } = leftmost {
            spine.push((*op, *set_quantifier, right.as_ref()));
            leftmost = left;
        }
        let mut relation = self.deeper(|a| a.body(leftmost, outer, None)).unwrap_or_default();
        for (op, quantifier, right) in spine.into_iter().rev() {
            let right = self.deeper(|a| a.body(right, outer, None)).unwrap_or_default();
            let by_name = matches!(quantifier, SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName);
            let keeps_all = matches!(quantifier, SetQuantifier::All | SetQuantifier::AllByName);
            if op == SetOperator::Union {
                unite(&mut relation, right, by_name);
            } else {
                self.uses(&right.whole(&self.columns), Usage::Filter);
            }
            if !keeps_all {
                self.uses(&relation.whole(&self.columns), Usage::Group);
            }
        }
        relation
    }

    /// ORDER BY that sees output columns only.
    fn order_outputs(&mut self, relation: &Relation, outer: Option<&Scope>, order: Option<&OrderBy>) {
        if order.is_some() {
            let mut scope = Scope::within(outer);
            scope.relations.push(crate::scope::Named::new(Vec::new(), relation.clone()));
            self.order(&scope, &relation.columns, order);
        }
    }

    /// ORDER BY: positions, then names.
    pub fn order(&mut self, scope: &Scope, outputs: &[Output], order: Option<&OrderBy>) {
        match order.map(|o| &o.kind) {
            None => {}
            Some(OrderByKind::All(_)) => {
                for output in outputs {
                    self.uses(&output.inputs, Usage::Sort);
                }
            }
            Some(OrderByKind::Expressions(list)) => {
                for item in list {
                    self.by_position_or_expr(scope, outputs, &item.expr, Usage::Sort);
                }
            }
        }
    }
}

/// Adds the right side of a UNION to the left, by position or by name.
pub(crate) fn unite(left: &mut Relation, right: Relation, by_name: bool) {
    for (i, output) in right.columns.into_iter().enumerate() {
        let at = if by_name {
            output.name.as_deref().and_then(|name| left.columns.iter().position(|c| c.is(name)))
        } else {
            Some(i).filter(|i| *i < left.columns.len())
        };
        match at {
            Some(at) => left.columns[at].inputs.add(&output.inputs),
            None => left.columns.push(output),
        }
    }
    let alike = left.columns.is_empty() && !left.open.is_empty() && left.united() && right.open.iter().skip(1).all(|o| o.beside);
    for mut open in right.open {
        if !left.open.iter().any(|o| o.table == open.table && o.without == open.without) {
            open.beside = alike;
            left.open.push(open);
        }
    }
    if let Some(any) = right.any {
        left.any.get_or_insert_default().add(&any);
    }
}
