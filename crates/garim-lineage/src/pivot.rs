//! PIVOT, UNPIVOT and MATCH_RECOGNIZE: tables whose columns are made from rows, or the other way round.

use sqlparser::ast::{Expr, ExprWithAlias, Ident, PivotValueSource, RowsPerMatch, TableFactor, Value};

use crate::{
    Dialect, Usage,
    analyser::Analyser,
    flow::{How, Inputs},
    names,
    relation::{Name, Output, Relation},
    scope::{Named, Scope},
};

impl Analyser<'_> {
    /// PIVOT as a FROM item.
    pub fn pivot(&mut self, factor: &TableFactor, scope: &mut Scope) {
        let TableFactor::Pivot { table, aggregate_functions, value_column, value_source, alias, .. } = factor else { return };
        let over = self.inner(table, scope);
        let made = self.pivoted(&over, aggregate_functions, value_column, value_source);
        self.offer(scope, made, alias.as_ref(), own_name(&over, alias.is_none()));
    }

    /// What PIVOT offers: the columns that it does not use, by which it groups, and one for each value and aggregate.
    pub fn pivoted(&mut self, over: &Scope, aggregates: &[ExprWithAlias], by: &[Expr], values: &PivotValueSource) -> Relation {
        let mut made = (*over.relations[0].relation).clone();
        let mut gone: Vec<Name> = Vec::new();
        for e in by.iter().chain(aggregates.iter().map(|a| &a.expr)) {
            references(e, &mut gone);
        }
        let each: Vec<Inputs> = aggregates.iter().map(|a| self.expr(over, &a.expr, Usage::Value)).collect();
        for e in by {
            self.expr(over, e, Usage::Group);
        }
        made.leave_out(&gone);
        let list = match values {
            PivotValueSource::List(list) => list.as_slice(),
            PivotValueSource::Any(_) => &[],
            PivotValueSource::Subquery(query) => {
                let asked = self.query(query, Some(over));
                self.shape.extend(asked.shape);
                &[]
            }
        };
        for value in list {
            for (aggregate, inputs) in aggregates.iter().zip(&each) {
                let name = pivot_name(self.dialect, value, aggregate, aggregates.len());
                made.columns.push(Output { name, inputs: inputs.clone() });
            }
        }
        if list.is_empty() {
            let mut any = Inputs::new();
            each.iter().for_each(|inputs| any.add(inputs));
            made.any = Some(any);
        } else {
            let named: Vec<Name> = made.columns.iter().filter_map(|c| c.name.clone()).collect();
            made.open.iter_mut().for_each(|open| open.without.extend(named.iter().cloned()));
        }
        made
    }

    /// UNPIVOT as a FROM item.
    pub fn unpivot(&mut self, factor: &TableFactor, scope: &mut Scope) {
        let TableFactor::Unpivot { table, value, name, columns, alias, .. } = factor else { return };
        let over = self.inner(table, scope);
        let values: Vec<Name> = match value {
            Expr::Tuple(list) => list.iter().filter_map(identifier).collect(),
            one => identifier(one).into_iter().collect(),
        };
        let columns: Vec<&Expr> = columns.iter().map(|c| &c.expr).collect();
        let made = self.unpivoted(&over, &values, name, &columns);
        self.offer(scope, made, alias.as_ref(), own_name(&over, alias.is_none()));
    }

    /// What UNPIVOT offers: the columns that stay, the name of the one that a row is of, and its value.
    pub fn unpivoted(&mut self, over: &Scope, values: &[Name], name: &Ident, columns: &[&Expr]) -> Relation {
        let mut made = (*over.relations[0].relation).clone();
        let mut inputs = vec![Inputs::new(); values.len()];
        let mut gone: Vec<Name> = Vec::new();
        for e in columns {
            references(e, &mut gone);
            let parts: Vec<&Expr> = if let Expr::Tuple(list) = e { list.iter().collect() } else { vec![e] };
            for (i, part) in parts.into_iter().enumerate() {
                let more = self.expr(over, part, Usage::Value);
                if let Some(inputs) = inputs.get_mut(i) {
                    inputs.add(&more);
                }
            }
        }
        made.leave_out(&gone);
        // The name says which column a row is of: nothing of the columns is in it, they decide.
        let mut deciding = Inputs::new();
        inputs.iter().for_each(|i| deciding.add(i));
        made.columns.push(Output::named(names::part(name), deciding.through(How::Conditional)));
        made.columns.extend(values.iter().zip(inputs).map(|(name, inputs)| Output::named(name.clone(), inputs)));
        let new: Vec<Name> = values.iter().cloned().chain([names::part(name).into()]).collect();
        made.open.iter_mut().for_each(|open| open.without.extend(new.iter().cloned()));
        made
    }

    /// MATCH_RECOGNIZE: the columns by which it partitions and the measures; all columns if all rows are asked for.
    pub fn match_recognize(&mut self, factor: &TableFactor, scope: &mut Scope) {
        let TableFactor::MatchRecognize { table, partition_by, order_by, measures, rows_per_match, symbols, alias, .. } = factor
        else {
            return;
        };
        let mut over = self.inner(table, scope);
        let whole = over.relations[0].relation.clone();
        // A symbol of the pattern stands for the rows that matched it.
        over.relations.extend(symbols.iter().map(|s| Named::shared(vec![names::part(&s.symbol)], whole.clone()).hidden()));
        let mut made = Relation::default();
        for e in partition_by {
            let inputs = self.expr(&over, e, Usage::Value);
            self.uses(&inputs, Usage::Window);
            made.columns.push(Output { name: identifier(e), inputs });
        }
        for order in order_by {
            self.expr(&over, &order.expr, Usage::Window);
        }
        for symbol in symbols {
            self.condition(&over, &symbol.definition, Usage::Filter);
        }
        if matches!(rows_per_match, Some(RowsPerMatch::AllRows(_))) {
            made = (*whole).clone();
        }
        for measure in measures {
            let inputs = self.expr(&over, &measure.expr, Usage::Value).through(How::Expression);
            made.columns.push(Output::named(names::part(&measure.alias), inputs));
        }
        self.offer(scope, made, alias.as_ref(), Vec::new());
    }
}

/// Without an alias the result still answers to the table's own name.
fn own_name(over: &Scope, wanted: bool) -> Vec<String> {
    if wanted { over.relations[0].name.clone() } else { Vec::new() }
}

/// The name of a plain reference.
fn identifier(e: &Expr) -> Option<Name> {
    match e {
        Expr::Identifier(ident) => Some(names::part(ident).into()),
        Expr::CompoundIdentifier(idents) => idents.last().map(|i| names::part(i).into()),
        Expr::Nested(inner) => identifier(inner),
        _ => None,
    }
}

/// All names of columns in an expression.
fn references(e: &Expr, into: &mut Vec<Name>) {
    match e {
        Expr::Function(f) => {
            if let sqlparser::ast::FunctionArguments::List(list) = &f.args {
                list.args.iter().filter_map(crate::from::arg).for_each(|a| references(a, into));
            }
        }
        _ => match identifier(e) {
            Some(name) => into.push(name),
            None => crate::children::children(e).into_iter().for_each(|child| references(child, into)),
        },
    }
}

/// How a column of a value and an aggregate is called.
fn pivot_name(dialect: Dialect, value: &ExprWithAlias, aggregate: &ExprWithAlias, of: usize) -> Option<Name> {
    let by_value = match (&value.alias, &value.expr) {
        (Some(alias), _) => names::part(alias),
        (None, Expr::Value(v)) => match &v.value {
            Value::SingleQuotedString(s) | Value::DoubleQuotedString(s) if dialect == Dialect::Snowflake => format!("'{s}'"),
            Value::SingleQuotedString(s) | Value::DoubleQuotedString(s) => s.clone(),
            Value::Number(n, _) => n.to_string(),
            _ => return None,
        },
        (None, e) => identifier(e)?.to_string(),
    };
    let by_aggregate = aggregate.alias.as_ref().map(names::part);
    Some(match (by_aggregate, dialect) {
        (None, _) => by_value.into(),
        (Some(a), Dialect::BigQuery) => format!("{a}_{by_value}").into(),
        (Some(_), Dialect::Spark) if of == 1 => by_value.into(),
        (Some(a), _) => format!("{by_value}_{a}").into(),
    })
}
