//! The result's columns: classes and roles by lineage, held against what the contract declares, in the types of the lake.

use std::collections::BTreeMap;

use arrow_schema::DataType;
use datafusion::{
    common::Column as PlanColumn,
    logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast},
};
use garim_core::{
    Error, Result,
    class::{Class, Treatment, inherited},
    lineage::Transformation,
    name::{ColumnName, ColumnRef, DatasetName},
    schema::{Column, LogicalType, Role, Schema},
};
use garim_lake::layout::{self, PARTITION};

use super::trace::{Standing, Trace, Traced};
use crate::failure;

/// What is needed to judge a result.
pub(super) struct Judge<'a> {
    pub trace: &'a Trace,
    pub inputs: &'a BTreeMap<DatasetName, Schema>,
    pub declared: Option<&'a Schema>,
    pub file: &'a str,
}

/// The plan with its columns named, ordered and typed for the lake, and what they are.
pub(super) fn finish(plan: LogicalPlan, judge: &Judge) -> Result<(LogicalPlan, Schema)> {
    let names = judge.names(&plan)?;
    let mut order: Vec<usize> = (0..names.len()).collect();
    if let Some(declared) = judge.declared {
        order.sort_by_key(|i| declared.columns.iter().position(|c| c.name == names[*i]));
    }
    let (mut columns, mut exprs) = (Vec::new(), Vec::new());
    for i in order {
        let made = plan.schema().field(i).data_type().clone();
        let column = judge.column(i, &names, &made)?;
        let source = Expr::Column(PlanColumn::from(plan.schema().qualified_field(i)));
        exprs.push(judge.typed(&column, source, &made)?.alias(column.name.as_str()));
        columns.push(column);
    }
    let plan = LogicalPlanBuilder::from(plan).project(exprs).and_then(LogicalPlanBuilder::build);
    Ok((plan.map_err(|e| failure::query(&e))?, Schema { columns }))
}

impl Judge<'_> {
    fn invalid(&self, text: impl std::fmt::Display) -> Error {
        Error::invalid(format!("{}: {text}", self.file))
    }

    /// The result's names: each once, none of them `dt`, and exactly those that are declared.
    fn names(&self, plan: &LogicalPlan) -> Result<Vec<ColumnName>> {
        let mut names: Vec<ColumnName> = Vec::new();
        for (i, field) in plan.schema().fields().iter().enumerate() {
            let unnamed = |_| self.invalid(format!("column {} of the result has no name; give it one with AS", i + 1));
            let name = ColumnName::new(field.name()).map_err(unnamed)?;
            if name.as_str() == PARTITION {
                return Err(self.invalid("`dt` is the partition, which the run's day gives; leave it out of the result"));
            }
            if names.contains(&name) {
                return Err(self.invalid(format!("two columns of the result are named `{name}`")));
            }
            names.push(name);
        }
        let declared = self.declared.map(|d| d.columns.as_slice()).unwrap_or_default();
        if let Some(missing) = declared.iter().find(|c| !names.contains(&c.name)) {
            return Err(self.invalid(format!("the contract declares `{}`, which the result lacks", missing.name)));
        }
        if let Some(extra) = names.iter().find(|n| self.declared.is_some_and(|d| d.column(n).is_none())) {
            return Err(self.invalid(format!("the contract does not declare `{extra}`; add it there, or leave it out")));
        }
        Ok(names)
    }

    fn column(&self, i: usize, names: &[ColumnName], made: &DataType) -> Result<Column> {
        let traced = &self.trace.columns[i];
        let declared = self.declared.and_then(|d| d.column(&names[i]));
        let class = self.class(traced, &names[i], declared)?;
        let logical = match (self.source(traced).filter(|_| !traced.plain()), declared) {
            (Some(source), Some(d)) if source.logical != d.logical => {
                return Err(self.differs(&names[i], d.logical, source.logical.as_str()));
            }
            (Some(source), _) => source.logical,
            (None, Some(d)) => d.logical,
            (None, None) => logical(made).ok_or_else(|| self.untyped(&names[i]))?,
        };
        let role = self.role(traced, &names[i], names, declared, class)?;
        let required = declared.is_some_and(|d| d.required);
        Ok(Column { name: names[i].clone(), logical, required, optional: false, class, role })
    }

    /// The stored column behind an identifier or a protected value.
    fn source(&self, traced: &Traced) -> Option<&Column> {
        traced.sources.keys().find_map(|c| self.stored(c))
    }

    fn stored(&self, column: &ColumnRef) -> Option<&Column> {
        self.inputs.get(&column.dataset).and_then(|s| s.column(&column.column))
    }

    fn class(&self, traced: &Traced, name: &ColumnName, declared: Option<&Column>) -> Result<Class> {
        let steps = traced.sources.iter().flat_map(|(c, steps)| steps.iter().map(move |s| (c, s)));
        let borne: Vec<_> = steps
            .filter(|(_, step)| step.bears)
            .map(|(c, step)| (self.stored(c).map_or(Class::None, |s| s.class), Transformation::Direct(step.how.clone())))
            .collect();
        let held = inherited(borne.iter().map(|(class, how)| (*class, how)));
        let plain = matches!(held.treatment(), Treatment::Plain | Treatment::Quasi);
        if plain != traced.plain() {
            return Err(self.invalid(format!("`{name}` would be `{held}` and cannot be protected; leave it out or count it")));
        }
        match declared.map(|d| d.class).filter(|d| d.treatment() != Treatment::Sealed) {
            None => Ok(held),
            Some(d) if plain && matches!(d.treatment(), Treatment::Plain | Treatment::Quasi) => Ok(held.stricter(d)),
            Some(d) if d.treatment() == held.treatment() && d.strictness() >= held.strictness() => Ok(d),
            Some(d) if d.strictness() < held.strictness() => {
                Err(self.invalid(format!("`{name}` is declared `{d}`, and by its inputs it is `{held}`; declare that")))
            }
            Some(d) => Err(self.invalid(format!(
                "`{name}` is declared `{d}`, stricter than `{held}` by its inputs; computed values cannot be protected anew yet"
            ))),
        }
    }

    fn role(
        &self,
        traced: &Traced,
        name: &ColumnName,
        names: &[ColumnName],
        declared: Option<&Column>,
        class: Class,
    ) -> Result<Role> {
        match &traced.standing {
            Standing::Identifier { subject, .. } => match declared.map(|d| &d.role) {
                Some(Role::Identifies(other)) if other != subject => {
                    Err(self.invalid(format!("`{name}` is declared to name a `{other}`, and names a `{subject}`")))
                }
                _ => Ok(Role::Identifies(subject.clone())),
            },
            Standing::Protected(person) => {
                let of = self.named_by(person, names, declared).ok_or_else(|| {
                    self.invalid(format!("`{name}` is protected and its person's identifier is not beside it; select that too"))
                })?;
                Ok(Role::BelongsTo { of: Some(of), kind: person.kind.clone() })
            }
            Standing::About(person) if class.treatment() == Treatment::Quasi => {
                let of = self.named_by(person, names, declared);
                Ok(of.map_or(Role::Neutral, |of| Role::BelongsTo { of: Some(of), kind: person.kind.clone() }))
            }
            _ => Ok(Role::Neutral),
        }
    }

    /// The identifier of the result that names a person; the declared one where several do.
    fn named_by(&self, person: &super::trace::Person, names: &[ColumnName], declared: Option<&Column>) -> Option<ColumnName> {
        let naming = self.trace.columns.iter().zip(names).filter(|(column, _)| self.trace.beside(person, column));
        let naming: Vec<&ColumnName> = naming.map(|(_, name)| name).collect();
        let wanted = match declared.map(|d| &d.role) {
            Some(Role::BelongsTo { of, .. }) => of.as_ref(),
            _ => None,
        };
        match wanted {
            Some(of) => naming.into_iter().find(|n| *n == of).cloned(),
            None => naming.first().map(|n| (*n).clone()),
        }
    }

    /// The value in the lake's type: as it is, or widened without loss.
    fn typed(&self, column: &Column, value: Expr, made: &DataType) -> Result<Expr> {
        let stored = layout::physical(column).ok_or_else(|| self.untyped(&column.name))?;
        match made {
            same if same == &stored => Ok(value),
            DataType::Null => Ok(cast(value, stored)),
            _ if widens(made, &stored) => Ok(cast(value, stored)),
            _ => {
                let found = logical(made).map_or("another type", LogicalType::as_str);
                Err(self.differs(&column.name, column.logical, found))
            }
        }
    }

    fn differs(&self, name: &ColumnName, declared: LogicalType, found: &str) -> Error {
        self.invalid(format!("`{name}` is declared `{}`, and the result has {found}; use `cast`", declared.as_str()))
    }

    fn untyped(&self, name: &ColumnName) -> Error {
        self.invalid(format!(
            "`{name}` has a type that is not stored; string, integer, number, decimal, boolean, date and timestamp are"
        ))
    }
}

/// Whether every value of a type is a value of the other, or the conversion fails rather than changes one.
fn widens(from: &DataType, to: &DataType) -> bool {
    match (from, to) {
        (DataType::LargeUtf8 | DataType::Utf8View, DataType::Utf8) => true,
        (DataType::Float32, DataType::Float64) => true,
        (DataType::Decimal128(_, scale), DataType::Decimal128(_, wider)) => scale <= wider,
        (from, DataType::Int64 | DataType::Decimal128(..)) => from.is_integer(),
        _ => false,
    }
}

/// The logical type of what was computed.
fn logical(made: &DataType) -> Option<LogicalType> {
    Some(match made {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => LogicalType::String,
        t if t.is_integer() => LogicalType::Integer,
        DataType::Float32 | DataType::Float64 => LogicalType::Number,
        DataType::Decimal128(..) => LogicalType::Decimal,
        DataType::Boolean => LogicalType::Boolean,
        DataType::Date32 => LogicalType::Date,
        DataType::Timestamp(..) => LogicalType::Timestamp,
        _ => return None,
    })
}
