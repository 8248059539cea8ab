//! Expressions: which columns flow into a value, and which only decide about it.

use sqlparser::ast::{AccessExpr, BinaryOperator, Expr, OneOrManyWithParens};

use crate::{
    Usage,
    analyser::Analyser,
    children::{access, children},
    flow::{How, Inputs},
    names,
    relation::{Found, Relation},
    scope::Scope,
};

impl Analyser<'_> {
    /// The columns that flow into an expression. `usage` is what the expression stands for.
    pub fn expr(&mut self, scope: &Scope, e: &Expr, usage: Usage) -> Inputs {
        self.deeper(|a| a.expr_inner(scope, e, usage)).unwrap_or_default()
    }

    fn expr_inner(&mut self, scope: &Scope, e: &Expr, usage: Usage) -> Inputs {
        match e {
            Expr::Identifier(ident) => self.resolve(scope, &[names::part(ident)], usage),
            Expr::CompoundIdentifier(idents) => {
                let parts: Vec<String> = idents.iter().map(names::part).collect();
                self.resolve(scope, &parts, usage)
            }
            Expr::Nested(inner) | Expr::Collate { expr: inner, .. } | Expr::Prior(inner) | Expr::OuterJoin(inner) => {
                self.expr(scope, inner, usage)
            }
            Expr::Named { expr, .. } => self.expr(scope, expr, usage),
            Expr::BinaryOp { .. } => self.chain(scope, e, usage),
            Expr::Case { operand, conditions, else_result, .. } => {
                let deciding = operand.iter().map(AsRef::as_ref).chain(conditions.iter().map(|c| &c.condition));
                let mut inputs = Inputs::new();
                for condition in deciding {
                    inputs.add(&self.deciding(scope, condition, usage));
                }
                let results = conditions.iter().map(|c| &c.result).chain(else_result.iter().map(AsRef::as_ref));
                inputs.add(&self.all(scope, results, usage));
                inputs
            }
            Expr::Function(f) => self.function(scope, f, usage),
            Expr::Subquery(query) => {
                let relation = self.query(query, Some(scope));
                self.subquery(&relation, usage);
                relation.whole(&self.columns)
            }
            Expr::Exists { subquery, .. } => {
                let relation = self.query(subquery, Some(scope));
                self.shape.extend(relation.shape);
                Inputs::new()
            }
            Expr::InSubquery { expr, subquery, .. } => {
                let mut wanted = self.expr(scope, expr, usage);
                let relation = self.query(subquery, Some(scope));
                self.subquery(&relation, usage);
                let among = relation.whole(&self.columns);
                self.pair(&wanted, &among);
                wanted.add(&among);
                wanted.through(How::Expression)
            }
            Expr::CompoundFieldAccess { root, access_chain } => {
                let mut inputs = self.path(scope, root, access_chain, usage);
                inputs.add(&self.all(scope, access_chain.iter().flat_map(access), usage));
                inputs.through(How::Expression)
            }
            Expr::Lambda(lambda) => {
                let mut inner = Scope::within(Some(scope));
                let params = match &lambda.params {
                    OneOrManyWithParens::One(p) => std::slice::from_ref(p),
                    OneOrManyWithParens::Many(list) => list.as_slice(),
                };
                inner.locals.extend(params.iter().map(|p| p.name.value.to_lowercase()));
                self.expr(&inner, &lambda.body, usage).through(How::Expression)
            }
            Expr::MatchAgainst { columns, .. } => {
                let mut all = Inputs::new();
                columns.iter().for_each(|c| all.add(&self.resolve(scope, &names::parts(c, self.dialect), usage)));
                all.through(How::Expression)
            }
            Expr::Wildcard(_) | Expr::QualifiedWildcard(..) | Expr::Value(_) | Expr::TypedString(_) => Inputs::new(),
            other => self.all(scope, children(other), usage),
        }
    }

    /// `t.a['k'].f`: the table and the column may stand at the start of the path.
    fn path(&mut self, scope: &Scope, root: &Expr, chain: &[AccessExpr], usage: Usage) -> Inputs {
        let Some(mut parts) = reference(root) else { return self.expr(scope, root, usage) };
        for link in chain {
            match link {
                AccessExpr::Dot(Expr::Identifier(ident)) => parts.push(names::part(ident)),
                _ => break,
            }
        }
        self.resolve(scope, &parts, usage)
    }

    /// Everything that flows into several expressions together.
    pub fn all<'e>(&mut self, scope: &Scope, list: impl IntoIterator<Item = &'e Expr>, usage: Usage) -> Inputs {
        let mut inputs = Inputs::new();
        for e in list {
            inputs.add(&self.expr(scope, e, usage));
        }
        inputs.through(How::Expression)
    }

    /// `a + b + c + …`: the left spine in a loop, since generated SQL chains hundreds.
    fn chain(&mut self, scope: &Scope, e: &Expr, usage: Usage) -> Inputs {
        let (mut operands, mut at) = (Vec::new(), e);
        while let Expr::BinaryOp { left, right, .. } = at {
            operands.push(right.as_ref());
            at = left;
        }
        operands.push(at);
        self.all(scope, operands.into_iter().rev(), usage)
    }

    /// What a subquery in an expression was shaped by, and what its value is used for.
    fn subquery(&mut self, relation: &Relation, usage: Usage) {
        self.shape.extend(relation.shape.iter().cloned());
        if usage != Usage::Value {
            self.uses(&relation.whole(&self.columns), usage);
        }
    }

    /// A condition: nothing of it flows, all of it shapes. Equated columns are remembered.
    pub fn condition(&mut self, scope: &Scope, e: &Expr, usage: Usage) {
        self.equations(scope, e);
        self.expr(scope, e, usage);
    }

    /// A condition that decides about a value: what it names takes part in the value without flowing into it.
    pub fn deciding(&mut self, scope: &Scope, e: &Expr, usage: Usage) -> Inputs {
        self.equations(scope, e);
        self.expr(scope, e, deciding_usage(usage)).through(How::Conditional)
    }

    /// `a.x = b.y` among the terms of a conjunction.
    fn equations(&mut self, scope: &Scope, e: &Expr) {
        let mut open = vec![e];
        while let Some(e) = open.pop() {
            match e {
                Expr::Nested(inner) => open.push(inner),
                Expr::BinaryOp { left, op: BinaryOperator::And, right } => open.extend([left.as_ref(), right.as_ref()]),
                Expr::BinaryOp { left, op: BinaryOperator::Eq | BinaryOperator::Spaceship, right }
                | Expr::IsNotDistinctFrom(left, right) => {
                    if let (Some(a), Some(b)) = (reference(left), reference(right)) {
                        let found = |parts: &[String]| match scope.lookup(parts, &self.columns) {
                            Found::Known(i) | Found::Assumed(i) => i,
                            _ => Inputs::new(),
                        };
                        let (a, b) = (found(&a), found(&b));
                        self.pair(&a, &b);
                    }
                }
                _ => {}
            }
        }
    }
}

/// What decides about a value is conditional; what decides about a filter is part of the filter.
pub(crate) fn deciding_usage(usage: Usage) -> Usage {
    if usage == Usage::Value { Usage::Conditional } else { usage }
}

/// The parts of a plain column reference.
fn reference(e: &Expr) -> Option<Vec<String>> {
    match e {
        // `@day` is a variable.
        Expr::Identifier(ident) if ident.value.starts_with('@') => None,
        Expr::Identifier(ident) => Some(vec![names::part(ident)]),
        Expr::CompoundIdentifier(idents) => Some(idents.iter().map(names::part).collect()),
        Expr::Nested(inner) => reference(inner),
        _ => None,
    }
}
