//! Expressions: what flows into a value, and what may be done with identifiers and protected values.

use std::collections::BTreeSet;

use datafusion::{
    common::{Column, tree_node::TreeNode},
    logical_expr::{
        BinaryExpr, Case, Expr, ExprSchemable, LogicalPlan, Operator,
        expr::{InSubquery, ScalarFunction},
    },
};
use garim_core::{
    Error, Result,
    lineage::{Direct, Indirect},
};

use super::{
    Scope, Standing, Tracer,
    column::{Person, Traced, together},
    people::Pair,
};

const IDENTIFIER_RULE: &str = "is an identifier: it may be copied, joined, compared with an identifier of its type, tested for null, counted and grouped by";
const PROTECTED_RULE: &str = "is protected: it may be copied, tested for null, coalesced within its kind, carried through joins and unions, \
                              and taken or grouped by beside its person's identifier";

impl Tracer<'_> {
    /// What flows into a value. `deciding` is what the conditions inside of it count as.
    pub(super) fn value(&mut self, e: &Expr, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        match e {
            Expr::Alias(alias) => self.value(&alias.expr, scope, deciding),
            Expr::Column(column) => self.column(column, scope),
            Expr::OuterReferenceColumn(_, column) => self.outer_column(column),
            Expr::Literal(value, _) => Ok(Traced { null: value.is_null(), ..Traced::default() }),
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => self.null_test(inner, scope, deciding),
            Expr::BinaryExpr(binary) => self.binary(binary, scope, deciding),
            Expr::Case(case) => self.case(case, scope, deciding),
            Expr::Cast(cast) => self.cast(e, &cast.expr, cast.field.data_type(), scope, deciding),
            Expr::TryCast(cast) => self.cast(e, &cast.expr, cast.field.data_type(), scope, deciding),
            Expr::ScalarFunction(f) if matches!(f.name(), "coalesce" | "nvl") => self.coalesce(e, f, scope, deciding),
            Expr::ScalarFunction(f) => self.plain(f.args.iter(), scope, deciding),
            Expr::AggregateFunction(f) => self.aggregate_call(e, f, scope, &[]),
            Expr::WindowFunction(w) => self.window_call(e, w, scope),
            Expr::ScalarSubquery(s) => {
                let found = self.subquery(&s.subquery, scope)?;
                found.into_iter().next().filter(Traced::plain).ok_or_else(|| self.refused(e, scope, IDENTIFIER_RULE))
            }
            Expr::Exists(exists) => self.subquery(&exists.subquery.subquery, scope).map(|_| Traced::default()),
            Expr::InSubquery(among) => self.in_subquery(e, among, scope, deciding),
            Expr::Not(x)
            | Expr::Negative(x)
            | Expr::IsTrue(x)
            | Expr::IsFalse(x)
            | Expr::IsUnknown(x)
            | Expr::IsNotTrue(x)
            | Expr::IsNotFalse(x)
            | Expr::IsNotUnknown(x) => self.plain([x.as_ref()], scope, deciding),
            Expr::Like(like) | Expr::SimilarTo(like) => self.plain([like.expr.as_ref(), like.pattern.as_ref()], scope, deciding),
            Expr::Between(b) => self.plain([b.expr.as_ref(), b.low.as_ref(), b.high.as_ref()], scope, deciding),
            Expr::InList(list) => self.plain([list.expr.as_ref()].into_iter().chain(&list.list), scope, deciding),
            _ => Err(self.refused(e, scope, "is used in a way that pipelines do not know")),
        }
    }

    /// A condition: all of it shapes, nothing of it flows.
    pub(super) fn condition(&mut self, e: &Expr, scope: &Scope, usage: Indirect) -> Result<()> {
        let value = self.value(e, scope, usage)?;
        if !value.plain() {
            return Err(self.refused(e, scope, rule_of(&value)));
        }
        self.shaped(&value, usage);
        Ok(())
    }

    /// A key of a group or of a window's partition: anything but a protected value, which needs more care.
    pub(super) fn key(&mut self, e: &Expr, scope: &Scope, usage: Indirect) -> Result<Traced> {
        let value = self.value(e, scope, usage)?;
        match value.standing {
            Standing::Protected(_) => Err(self.refused(e, scope, PROTECTED_RULE)),
            _ => Ok(value),
        }
    }

    fn column(&self, column: &Column, scope: &Scope) -> Result<Traced> {
        let found = scope.schema.index_of_column(column).ok().and_then(|i| scope.columns.get(i));
        found.cloned().ok_or_else(|| Error::internal("tracing a plan", "a column that its node does not have"))
    }

    fn outer_column(&self, column: &Column) -> Result<Traced> {
        let within = |scope: &Scope| scope.schema.index_of_column(column).ok().and_then(|i| scope.columns.get(i)).cloned();
        let found = self.outer.iter().rev().find_map(within);
        found.ok_or_else(|| Error::internal("tracing a plan", "an outer column that no outer node has"))
    }

    pub(super) fn subquery(&mut self, plan: &LogicalPlan, scope: &Scope) -> Result<Vec<Traced>> {
        self.outer.push(Scope { schema: scope.schema.clone(), columns: scope.columns.clone() });
        let found = self.plan(plan);
        self.outer.pop();
        found
    }

    fn null_test(&mut self, inner: &Expr, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        let value = self.value(inner, scope, deciding)?;
        let tested = if value.plain() { value } else { value.blind() };
        Ok(together([tested], &Direct::Expression))
    }

    /// An expression of plain values.
    fn plain<'e>(&mut self, parts: impl IntoIterator<Item = &'e Expr>, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        let mut values = Vec::new();
        for part in parts {
            let value = self.value(part, scope, deciding)?;
            if !value.plain() {
                return Err(self.refused(part, scope, rule_of(&value)));
            }
            values.push(value);
        }
        Ok(together(values, &Direct::Expression))
    }

    fn binary(&mut self, b: &BinaryExpr, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        let equality = matches!(b.op, Operator::Eq | Operator::NotEq | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom);
        if !equality {
            return self.plain([b.left.as_ref(), b.right.as_ref()], scope, deciding);
        }
        let (left, right) = (self.value(&b.left, scope, deciding)?, self.value(&b.right, scope, deciding)?);
        self.compared(&Expr::BinaryExpr(b.clone()), left, right, scope)
    }

    /// Two values that are tested for being equal.
    pub(super) fn compared(&self, e: &Expr, left: Traced, right: Traced, scope: &Scope) -> Result<Traced> {
        match (&left.standing, &right.standing) {
            (Standing::Identifier { subject: a, .. }, Standing::Identifier { subject: b, .. }) if a == b => {
                Ok(together([left.blind(), right.blind()], &Direct::Expression))
            }
            _ if left.plain() && right.plain() => Ok(together([left, right], &Direct::Expression)),
            _ => Err(self.refused(e, scope, rule_of(if left.plain() { &right } else { &left }))),
        }
    }

    fn in_subquery(&mut self, e: &Expr, among: &InSubquery, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        let wanted = self.value(&among.expr, scope, deciding)?;
        let found = self.subquery(&among.subquery.subquery, scope)?.into_iter().next().unwrap_or_default();
        self.compared(e, wanted, found, scope)
    }

    fn case(&mut self, case: &Case, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        let deciders = case.expr.iter().chain(case.when_then_expr.iter().map(|(when, _)| when));
        for decider in deciders {
            self.condition(decider, scope, deciding)?;
        }
        let results = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.else_expr);
        self.plain(results.map(AsRef::as_ref), scope, deciding)
    }

    /// A cast to the type that it has already is none; the analyser adds such.
    fn cast(
        &mut self,
        e: &Expr,
        inner: &Expr,
        to: &datafusion::arrow::datatypes::DataType,
        scope: &Scope,
        deciding: Indirect,
    ) -> Result<Traced> {
        let value = self.value(inner, scope, deciding)?;
        if value.null || inner.get_type(scope.schema.as_ref()).is_ok_and(|from| &from == to) {
            return Ok(value);
        }
        if value.plain() { Ok(together([value], &Direct::Expression)) } else { Err(self.refused(e, scope, rule_of(&value))) }
    }

    fn coalesce(&mut self, e: &Expr, f: &ScalarFunction, scope: &Scope, deciding: Indirect) -> Result<Traced> {
        let values: Result<Vec<Traced>> = f.args.iter().map(|a| self.value(a, scope, deciding)).collect();
        let values: Vec<Traced> = values?.into_iter().filter(|v| !v.null).collect();
        if values.iter().all(Traced::plain) {
            return Ok(together(values, &Direct::Expression));
        }
        let standing = self.one_of(&values).ok_or_else(|| {
            self.refused(
                e,
                scope,
                "is coalesced with something else: identifiers go together where the joins equate them, protected values of one kind do",
            )
        })?;
        Ok(together(values, &Direct::Identity).standing(standing))
    }

    /// What one of several values is, if they may stand for each other.
    fn one_of(&self, values: &[Traced]) -> Option<Standing> {
        let mut standing: Option<Standing> = None;
        for value in values {
            standing = Some(match (standing, &value.standing) {
                (None, s) => s.clone(),
                (Some(Standing::Identifier { subject, mut atoms }), Standing::Identifier { subject: other, atoms: more })
                    if subject == *other =>
                {
                    atoms.extend(more);
                    Standing::Identifier { subject, atoms }
                }
                (Some(Standing::Protected(person)), Standing::Protected(other)) if person.kind == other.kind => {
                    Standing::Protected(Person { atoms: person.atoms.union(&other.atoms).copied().collect(), ..person })
                }
                _ => return None,
            });
        }
        standing.filter(|s| !matches!(s, Standing::Identifier { atoms, .. } if !self.people.one(atoms)))
    }

    /// `a = b` of identifiers among the terms of a conjunction, by their atoms. What an outer query's row is compared with
    /// says nothing about the rows here.
    pub(super) fn equalities(&mut self, e: &Expr, scope: &Scope) -> Result<Vec<Pair>> {
        let (mut open, mut found) = (vec![e], Vec::new());
        while let Some(e) = open.pop() {
            let Expr::BinaryExpr(b) = e else { continue };
            match b.op {
                Operator::And => open.extend([b.left.as_ref(), b.right.as_ref()]),
                Operator::Eq if !refers_outward(e) => {
                    let left = self.value(&b.left, scope, Indirect::Filter)?;
                    let right = self.value(&b.right, scope, Indirect::Filter)?;
                    found.extend(pair(&left, &right));
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// An error about the first column in an expression that may not be there.
    pub(super) fn refused(&self, e: &Expr, scope: &Scope, rule: &str) -> Error {
        let careful = |c: &&Column| self.column(c, scope).is_ok_and(|v| !v.plain());
        let references = e.column_refs();
        let mut columns: Vec<&Column> = references.iter().copied().filter(careful).collect();
        columns.sort_by_key(|c| (c.spans().first().map(|s| (s.start.line, s.start.column)), c.name.clone()));
        let column = columns.first();
        let line = column.and_then(|c| c.spans().first()).map(|s| format!(":{}", s.start.line)).unwrap_or_default();
        let name = column.map_or("this value", |c| c.name.as_str());
        Error::invalid(format!("{}{line}: `{name}` {rule}", self.file))
    }
}

/// The rule that a value's use broke.
pub(super) fn rule_of(value: &Traced) -> &'static str {
    match value.standing {
        Standing::Protected(_) => PROTECTED_RULE,
        _ => IDENTIFIER_RULE,
    }
}

pub(super) fn pair(left: &Traced, right: &Traced) -> Option<Pair> {
    match (&left.standing, &right.standing) {
        (Standing::Identifier { subject: a, atoms: left }, Standing::Identifier { subject: b, atoms: right }) if a == b => {
            Some((left.clone(), right.clone()))
        }
        _ => None,
    }
}

fn refers_outward(e: &Expr) -> bool {
    let outward = |e: &Expr| {
        Ok(matches!(e, Expr::OuterReferenceColumn(..) | Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_)))
    };
    e.exists(outward).unwrap_or(true)
}

/// All atoms of a side.
pub(super) fn atoms(columns: &[Traced]) -> BTreeSet<usize> {
    let of = |c: &Traced| match &c.standing {
        Standing::Identifier { atoms, .. } => atoms.clone(),
        _ => BTreeSet::new(),
    };
    columns.iter().flat_map(of).collect()
}
