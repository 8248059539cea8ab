//! `$day` and `$previous_day` become literals in the syntax tree, before any planner sees them.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Statement, Value, ValueWithSpan, VisitMut, VisitorMut};
use garim_core::{Error, Result, time::Day};

struct Binder {
    day: Day,
}

impl VisitorMut for Binder {
    type Break = String;

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<String> {
        let Value::Placeholder(name) = &value.value else { return ControlFlow::Continue(()) };
        let day = match name.as_str() {
            "$day" => self.day,
            "$previous_day" => self.day.previous(),
            _ => return ControlFlow::Break(name.clone()),
        };
        value.value = Value::SingleQuotedString(day.dt());
        ControlFlow::Continue(())
    }
}

/// The statement for one day.
pub(super) fn bind(statement: &Statement, day: Day, file: &str) -> Result<Statement> {
    let mut bound = statement.clone();
    match bound.visit(&mut Binder { day }) {
        ControlFlow::Continue(()) => Ok(bound),
        ControlFlow::Break(name) => {
            Err(Error::invalid(format!("{file}: `{name}` is not a parameter; `$day` and `$previous_day` are")))
        }
    }
}
