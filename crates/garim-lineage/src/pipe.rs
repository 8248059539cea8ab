//! BigQuery's pipe operators: each takes the table before it and makes the next.

use sqlparser::ast::{Expr, ExprWithAliasAndOrderBy, PipeOperator, SelectItem, TableAlias};

use crate::{
    Usage,
    analyser::Analyser,
    flow::How,
    names,
    relation::{Found, Name, Output, Relation},
    scope::{Named, Scope},
};

impl Analyser<'_> {
    /// The table after all operators. `relation` is the one before.
    pub fn pipe(&mut self, relation: Relation, operators: &[PipeOperator], outer: Option<&Scope>) -> Relation {
        let (mut now, mut name) = (relation, Vec::new());
        for operator in operators {
            let mut scope = Scope::within(outer);
            scope.relations.push(Named::new(name.clone(), std::mem::take(&mut now)));
            if let PipeOperator::As { alias } = operator {
                name = vec![names::part(alias)];
            }
            now = self.piped(operator, &mut scope);
        }
        now
    }

    fn piped(&mut self, operator: &PipeOperator, scope: &mut Scope) -> Relation {
        let mut same = (*scope.relations[0].relation).clone();
        match operator {
            PipeOperator::Where { expr } => self.condition(scope, expr, Usage::Filter),
            PipeOperator::OrderBy { exprs } => {
                for order in exprs {
                    self.by_position_or_expr(scope, &same.columns, &order.expr, Usage::Sort);
                }
            }
            PipeOperator::Select { exprs } => return self.items(exprs, scope),
            PipeOperator::Extend { exprs } => {
                let more = self.items(exprs, scope);
                same.columns.extend(more.columns);
            }
            PipeOperator::Set { assignments } => {
                for a in assignments {
                    let inputs = self.expr(scope, &a.value, Usage::Value);
                    for (_, column) in crate::dml::targets(a) {
                        replace(&mut same, &column, inputs.clone());
                    }
                }
            }
            PipeOperator::Drop { columns } => {
                same.leave_out(&columns.iter().map(|c| Name::from(names::part(c))).collect::<Vec<_>>());
            }
            PipeOperator::Rename { mappings } => {
                for mapping in mappings {
                    let (from, to) = (names::part(&mapping.ident), names::part(&mapping.alias));
                    if let Found::Known(inputs) | Found::Assumed(inputs) = same.find(&from, &self.columns) {
                        same.leave_out(&[from.into()]);
                        same.columns.push(Output::named(to, inputs));
                    }
                }
            }
            PipeOperator::Aggregate { full_table_exprs, group_by_expr } => {
                return self.aggregated(full_table_exprs, group_by_expr, scope);
            }
            PipeOperator::Union { queries, .. } => {
                for query in queries {
                    let other = self.query(query, scope.parent);
                    self.shape.extend(other.shape.iter().copied());
                    crate::query::unite(&mut same, other, false);
                }
            }
            PipeOperator::Intersect { queries, .. } | PipeOperator::Except { queries, .. } => {
                for query in queries {
                    let other = self.query(query, scope.parent);
                    let whole = other.whole(&self.columns);
                    self.uses(&whole, Usage::Filter);
                }
            }
            PipeOperator::Pivot { aggregate_functions, value_column, value_source, .. } => {
                let by: Vec<Expr> = value_column.iter().cloned().map(Expr::Identifier).collect();
                return self.pivoted(scope, aggregate_functions, &by, value_source);
            }
            PipeOperator::Unpivot { value_column, name_column, unpivot_columns, .. } => {
                let columns: Vec<Expr> = unpivot_columns.iter().cloned().map(Expr::Identifier).collect();
                let columns: Vec<&Expr> = columns.iter().collect();
                return self.unpivoted(scope, &[names::part(value_column).into()], name_column, &columns);
            }
            PipeOperator::Join(join) => {
                self.join(join, scope, 0);
                return self.everything(scope);
            }
            PipeOperator::Call { function, alias } => {
                let inputs = self.function(scope, function, Usage::Value).through(How::Expression);
                let _ = alias.as_ref().map(|a| TableAlias { explicit: true, name: a.clone(), columns: Vec::new(), at: None });
                return Relation::computed(inputs);
            }
            PipeOperator::Limit { .. } | PipeOperator::As { .. } | PipeOperator::TableSample { .. } => {}
        }
        same
    }

    /// AGGREGATE … GROUP BY: the groups first, as BigQuery orders them.
    fn aggregated(&mut self, full: &[ExprWithAliasAndOrderBy], by: &[ExprWithAliasAndOrderBy], scope: &Scope) -> Relation {
        let mut made = Relation::default();
        for (list, group) in [(by, true), (full, false)] {
            for item in list {
                let inputs = self.expr(scope, &item.expr.expr, Usage::Value);
                if group {
                    self.uses(&inputs, Usage::Group);
                }
                let name = item.expr.alias.as_ref().map(names::part).or_else(|| crate::select::implied_name(&item.expr.expr));
                made.columns.push(Output { name: name.map(Name::from), inputs });
            }
        }
        made
    }

    fn items(&mut self, items: &[SelectItem], scope: &Scope) -> Relation {
        let mut made = Relation::default();
        for item in items {
            self.item(item, scope, &mut made);
        }
        made
    }
}

/// Gives a column another value.
fn replace(relation: &mut Relation, name: &str, inputs: crate::flow::Inputs) {
    match relation.columns.iter_mut().find(|c| c.is(name)) {
        Some(column) => column.inputs = inputs,
        None => {
            relation.leave_out(&[name.into()]);
            relation.columns.push(Output::named(name, inputs));
        }
    }
}
