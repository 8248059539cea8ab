//! Which statements are accepted: one query that only reads tables named `schema.table`.

use std::{collections::BTreeSet, ops::ControlFlow};

use datafusion::sql::sqlparser::ast::{
    Expr, ObjectName, Query, Select, SetExpr, Statement, TableFactor, Value, ValueWithSpan, Visit, Visitor,
};
use garim_core::{Error, Result};

use crate::limits::MAX_TABLES;

const ACCEPTED: &str = "one SELECT (also WITH … SELECT) is accepted";

/// What was found on the way.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Parameters, with their `$`.
    pub parameters: BTreeSet<String>,
    /// Functions that are called, in lower case.
    pub functions: BTreeSet<String>,
    tables: usize,
}

/// Looks at every part of a statement, and refuses what does not merely read.
pub(super) fn check(statement: &Statement) -> Result<Found> {
    if !matches!(statement, Statement::Query(_)) {
        return Err(Error::invalid(ACCEPTED));
    }
    let mut found = Found::default();
    match statement.visit(&mut found) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(found),
    }
}

fn stop<T>(what: &str) -> ControlFlow<Error, T> {
    ControlFlow::Break(Error::invalid(format!("{what} is not accepted; {ACCEPTED}")))
}

impl Visitor for Found {
    type Break = Error;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Error> {
        if query.with.as_ref().is_some_and(|w| w.recursive) {
            return stop("WITH RECURSIVE");
        }
        let plain = query.locks.is_empty()
            && query.for_clause.is_none()
            && query.settings.is_none()
            && query.format_clause.is_none()
            && query.pipe_operators.is_empty();
        if !plain {
            return stop("FOR, SETTINGS, FORMAT or a pipe");
        }
        reads(&query.body)
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Error> {
        if select.into.is_some() { stop("SELECT … INTO") } else { ControlFlow::Continue(()) }
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<Error> {
        self.tables += 1;
        if self.tables > MAX_TABLES {
            let most = format!("the statement is too large; up to {MAX_TABLES} tables are accepted");
            return ControlFlow::Break(Error::invalid(most));
        }
        match factor {
            TableFactor::Table { args: None, version: None, sample: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::NestedJoin { .. } => ControlFlow::Continue(()),
            _ => stop("a table function, UNNEST, PIVOT or a sample"),
        }
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<Error> {
        if name.0.len() > 2 { stop("a table name of more than two parts") } else { ControlFlow::Continue(()) }
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Error> {
        if let Expr::Function(f) = expr {
            self.functions.insert(f.name.to_string().to_lowercase());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> ControlFlow<Error> {
        if let Value::Placeholder(name) = &value.value {
            self.parameters.insert(name.clone());
        }
        ControlFlow::Continue(())
    }
}

/// Whether the body of a query is made of SELECT, VALUES and set operations only.
fn reads(body: &SetExpr) -> ControlFlow<Error> {
    match body {
        SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) => ControlFlow::Continue(()),
        SetExpr::SetOperation { left, right, .. } => {
            reads(left)?;
            reads(right)
        }
        _ => stop("INSERT, UPDATE, DELETE, MERGE or TABLE"),
    }
}
