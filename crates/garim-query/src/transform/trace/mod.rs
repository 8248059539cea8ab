//! Walks the analysed logical plan, before the optimiser removes columns and moves filters: what flows into each column of
//! the result, what shapes its rows, and whether identifiers and protected values are used as SEMANTICS section 2 allows.

mod aggregate;
mod column;
mod expr;
mod join;
mod people;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use datafusion::{
    common::{DFSchema, DFSchemaRef, TableReference},
    logical_expr::{Distinct, Expr, LogicalPlan, Projection, SortExpr, TableScan},
};
use garim_core::{
    Error, Result,
    class::Treatment,
    lineage::{Direct, Indirect},
    name::{ColumnName, ColumnRef, DatasetName},
    schema::{Column, Role, Schema},
};
use garim_lake::layout::PARTITION;

use column::Atom;
pub(super) use column::{Person, Standing, Step, Traced};
use people::People;

/// What a plan was found to do.
pub(super) struct Trace {
    /// The columns of the result, in order.
    pub columns: Vec<Traced>,
    /// The stored columns that shape its rows.
    pub shape: BTreeSet<(ColumnRef, Indirect)>,
    people: People,
}

impl Trace {
    /// Whether an identifier of the result names the person of a value beside it.
    pub fn beside(&self, person: &Person, identifier: &Traced) -> bool {
        matches!(&identifier.standing, Standing::Identifier { atoms, .. } if self.people.beside(&person.atoms, atoms))
    }
}

/// Walks a plan. `file` is for messages.
pub(super) fn trace(plan: &LogicalPlan, inputs: &BTreeMap<DatasetName, Schema>, file: &str) -> Result<Trace> {
    let mut tracer = Tracer { inputs, file, people: People::default(), shape: BTreeSet::new(), outer: Vec::new() };
    let columns = tracer.plan(plan)?;
    Ok(Trace { columns, shape: tracer.shape, people: tracer.people })
}

/// The columns of a node and their names.
struct Scope {
    schema: DFSchemaRef,
    columns: Vec<Traced>,
}

struct Tracer<'a> {
    inputs: &'a BTreeMap<DatasetName, Schema>,
    file: &'a str,
    people: People,
    shape: BTreeSet<(ColumnRef, Indirect)>,
    outer: Vec<Scope>,
}

impl Tracer<'_> {
    fn plan(&mut self, plan: &LogicalPlan) -> Result<Vec<Traced>> {
        let columns = self.node(plan)?;
        if columns.len() != plan.schema().fields().len() {
            return Err(Error::internal("tracing a plan", format!("{} columns were not accounted for", plan.display())));
        }
        Ok(columns)
    }

    fn node(&mut self, plan: &LogicalPlan) -> Result<Vec<Traced>> {
        match plan {
            LogicalPlan::Projection(p) => self.projection(p),
            LogicalPlan::Filter(f) => {
                let scope = self.scope(&f.input)?;
                self.condition(&f.predicate, &scope, Indirect::Filter)?;
                for pair in self.equalities(&f.predicate, &scope)? {
                    self.people.equate(&pair);
                }
                Ok(scope.columns)
            }
            LogicalPlan::Window(w) => {
                let mut scope = self.scope(&w.input)?;
                let made: Result<Vec<_>> = w.window_expr.iter().map(|e| self.value(e, &scope, Indirect::Conditional)).collect();
                scope.columns.extend(made?);
                Ok(scope.columns)
            }
            LogicalPlan::Aggregate(a) => self.aggregate(a),
            LogicalPlan::Sort(s) => {
                let scope = self.scope(&s.input)?;
                self.sorted(&s.expr, &scope, Indirect::Sort)?;
                Ok(scope.columns)
            }
            LogicalPlan::Join(j) => self.join(j),
            LogicalPlan::Union(u) => self.union(u),
            LogicalPlan::TableScan(t) => self.table(t),
            LogicalPlan::SubqueryAlias(s) => self.plan(&s.input),
            LogicalPlan::Subquery(s) => self.plan(&s.subquery),
            LogicalPlan::Limit(l) => self.plan(&l.input),
            LogicalPlan::Repartition(r) => self.plan(&r.input),
            LogicalPlan::EmptyRelation(e) => Ok(vec![Traced::default(); e.schema.fields().len()]),
            LogicalPlan::Values(v) => self.values(&v.values, v.schema.fields().len()),
            LogicalPlan::Distinct(Distinct::All(input)) => {
                let scope = self.scope(input)?;
                self.grouped(&scope.columns)?;
                Ok(scope.columns)
            }
            LogicalPlan::Distinct(Distinct::On(on)) => {
                let scope = self.scope(&on.input)?;
                for key in &on.on_expr {
                    let key = self.key(key, &scope, Indirect::Group)?;
                    self.shaped(&key, Indirect::Group);
                }
                self.sorted(on.sort_expr.as_deref().unwrap_or_default(), &scope, Indirect::Sort)?;
                on.select_expr.iter().map(|e| self.value(e, &scope, Indirect::Conditional)).collect()
            }
            other => Err(Error::invalid(format!("{}: a pipeline's SQL may not use {}", self.file, other.display()))),
        }
    }

    fn scope(&mut self, input: &LogicalPlan) -> Result<Scope> {
        Ok(Scope { columns: self.plan(input)?, schema: input.schema().clone() })
    }

    fn projection(&mut self, p: &Projection) -> Result<Vec<Traced>> {
        let scope = self.scope(&p.input)?;
        p.expr.iter().map(|e| self.value(e, &scope, Indirect::Conditional)).collect()
    }

    fn values(&mut self, rows: &[Vec<Expr>], width: usize) -> Result<Vec<Traced>> {
        let scope = Scope { schema: DFSchemaRef::new(DFSchema::empty()), columns: Vec::new() };
        for value in rows.iter().flatten() {
            self.value(value, &scope, Indirect::Conditional)?;
        }
        Ok(vec![Traced::default(); width])
    }

    /// ORDER BY: identifiers and protected values have no order that means anything.
    fn sorted(&mut self, by: &[SortExpr], scope: &Scope, usage: Indirect) -> Result<()> {
        by.iter().try_for_each(|s| self.condition(&s.expr, scope, usage))
    }

    /// DISTINCT: every column is a group key.
    fn grouped(&mut self, columns: &[Traced]) -> Result<()> {
        for column in columns {
            self.shaped(column, Indirect::Group);
            if let Standing::Protected(person) = &column.standing
                && !self.any_beside(person, columns)
            {
                return Err(self.rule(column, "is protected: DISTINCT keeps it beside its person's identifier only"));
            }
        }
        Ok(())
    }

    fn any_beside(&self, person: &Person, columns: &[Traced]) -> bool {
        let names =
            |c: &Traced| matches!(&c.standing, Standing::Identifier { atoms, .. } if self.people.beside(&person.atoms, atoms));
        columns.iter().any(names)
    }

    /// What flows into it shapes the rows.
    fn shaped(&mut self, column: &Traced, usage: Indirect) {
        self.shape.extend(column.sources.keys().map(|c| (c.clone(), usage)));
    }

    fn table(&mut self, scan: &TableScan) -> Result<Vec<Traced>> {
        let dataset = dataset(&scan.table_name)?;
        let schema = self.inputs.get(&dataset).ok_or_else(|| Error::not_found(garim_core::Entity::Dataset, &dataset))?;
        let mut atoms: BTreeMap<&ColumnName, Atom> = BTreeMap::new();
        for identifier in schema.identifiers() {
            atoms.insert(&identifier.name, self.people.fresh());
        }
        let fields = scan.projected_schema.fields().iter();
        fields.map(|field| stored(&dataset, schema, &atoms, field.name())).collect()
    }

    /// An error about a column of the result so far, named by what flows into it.
    fn rule(&self, column: &Traced, rule: &str) -> Error {
        let name = column.sources.keys().next().map(ToString::to_string).unwrap_or_default();
        Error::invalid(format!("{}: `{name}` {rule}", self.file))
    }
}

fn dataset(name: &TableReference) -> Result<DatasetName> {
    let parts = name.schema().map(|schema| DatasetName::new(schema, name.table()));
    match parts {
        Some(Ok(dataset)) => Ok(dataset),
        _ => Err(Error::internal("tracing a plan", "a table without a schema")),
    }
}

/// A column of a stored table.
fn stored(dataset: &DatasetName, schema: &Schema, atoms: &BTreeMap<&ColumnName, Atom>, name: &str) -> Result<Traced> {
    let missing = |_| Error::internal("tracing a plan", "a column whose name is no name");
    let column = ColumnName::new(name).map_err(missing)?;
    let step = Step { how: Direct::Identity, bears: true };
    let standing = match schema.column(&column) {
        Some(known) => standing(known, atoms),
        None if name == PARTITION => Standing::Neutral,
        None => return Err(Error::internal("tracing a plan", format!("`{dataset}` has no `{name}`"))),
    };
    let source = ColumnRef { dataset: dataset.clone(), column };
    Ok(Traced { sources: BTreeMap::from([(source, BTreeSet::from([step]))]), standing, null: false })
}

fn standing(column: &Column, atoms: &BTreeMap<&ColumnName, Atom>) -> Standing {
    let person = || match &column.role {
        Role::BelongsTo { of, kind } => {
            let named = of.as_ref().and_then(|of| atoms.get(of)).copied();
            Some(Person { kind: kind.clone(), atoms: named.into_iter().collect() })
        }
        _ => None,
    };
    match (column.treatment(), &column.role) {
        (Treatment::Identifier, Role::Identifies(subject)) => {
            Standing::Identifier { subject: subject.clone(), atoms: atoms.get(&column.name).copied().into_iter().collect() }
        }
        (Treatment::Protected | Treatment::Identifier, _) => Standing::Protected(person().unwrap_or_else(|| Person {
            kind: garim_core::subject::Kind::new(column.class.kind()).unwrap_or_else(|_| garim_core::subject::Kind::id()),
            atoms: BTreeSet::new(),
        })),
        _ => person().map_or(Standing::Neutral, Standing::About),
    }
}
