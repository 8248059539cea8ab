//! FROM items and joins.

use garim_core::lineage::Direct;
use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Join, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor,
    TableFunctionArgs, TableWithJoins,
};

use crate::{
    Column, Dialect, Usage,
    analyser::Analyser,
    flow::{Inputs, through},
    names,
    relation::{Found, Output, Relation, same},
    scope::{Named, Scope},
};

/// Which side of a join a merged column is taken from.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
    Both,
}

impl Analyser<'_> {
    /// A FROM item with its joins.
    pub fn from(&mut self, item: &TableWithJoins, scope: &mut Scope) {
        let first = scope.relations.len();
        self.factor(&item.relation, scope, false);
        for join in &item.joins {
            self.join(join, scope, first);
        }
    }

    fn join(&mut self, join: &Join, scope: &mut Scope, first: usize) {
        use JoinOperator as J;
        let applied = matches!(join.join_operator, J::CrossApply | J::OuterApply);
        let right = scope.relations.len();
        self.factor(&join.relation, scope, applied);
        let (constraint, side) = match &join.join_operator {
            J::Right(c) | J::RightOuter(c) | J::RightSemi(c) | J::RightAnti(c) => (c, Side::Right),
            J::FullOuter(c) => (c, Side::Both),
            J::AsOf { match_condition, constraint } => {
                self.condition(scope, match_condition, Usage::JoinKey);
                (constraint, Side::Left)
            }
            J::Join(c)
            | J::Inner(c)
            | J::Left(c)
            | J::LeftOuter(c)
            | J::CrossJoin(c)
            | J::Semi(c)
            | J::LeftSemi(c)
            | J::Anti(c)
            | J::LeftAnti(c)
            | J::StraightJoin(c) => (c, Side::Left),
            J::CrossApply | J::OuterApply | J::ArrayJoin | J::LeftArrayJoin | J::InnerArrayJoin => return,
        };
        match constraint {
            JoinConstraint::On(e) => self.condition(scope, e, Usage::JoinKey),
            JoinConstraint::Using(list) => {
                let names: Vec<String> = list.iter().filter_map(names::last).collect();
                self.merge_columns(scope, first, right, &names, side);
            }
            JoinConstraint::Natural => self.natural(scope, first, right, side),
            JoinConstraint::None => {}
        }
        match &join.join_operator {
            J::Semi(_) | J::LeftSemi(_) | J::Anti(_) | J::LeftAnti(_) => {
                scope.relations[right..].iter_mut().for_each(|n| n.visible = false)
            }
            J::RightSemi(_) | J::RightAnti(_) => scope.relations[first..right].iter_mut().for_each(|n| n.visible = false),
            _ => {}
        }
    }

    /// NATURAL: the columns that both sides are known to have.
    fn natural(&mut self, scope: &mut Scope, first: usize, right: usize, side: Side) {
        if scope.relations[first..].iter().any(|n| !n.relation.closed()) {
            self.note("a natural join needs the schemas of both sides".to_owned());
            return;
        }
        let of = |named: &[Named]| -> Vec<String> {
            named.iter().flat_map(|n| n.relation.columns.iter().filter_map(|c| c.name.clone())).collect()
        };
        let (left, far) = (of(&scope.relations[first..right]), of(&scope.relations[right..]));
        let common: Vec<String> = left.into_iter().filter(|l| far.iter().any(|f| same(f, l))).collect();
        self.merge_columns(scope, first, right, &common, side);
    }

    /// USING: one column out of two equal ones.
    fn merge_columns(&mut self, scope: &mut Scope, first: usize, right: usize, columns: &[String], side: Side) {
        for name in columns {
            let earlier = scope.merged.iter().position(|m| m.name.as_deref().is_some_and(|n| same(n, name)));
            let left = match earlier {
                Some(at) => scope.merged.remove(at).inputs,
                None => self.side(&scope.relations[first..right], name),
            };
            let far = self.side(&scope.relations[right..], name);
            self.pair(&left, &far);
            self.uses(&left, Usage::JoinKey);
            self.uses(&far, Usage::JoinKey);
            let inputs = match side {
                Side::Left => left,
                Side::Right => far,
                Side::Both => left.into_iter().chain(far).collect(),
            };
            scope.merged.push(Output { name: Some(name.clone()), inputs });
            scope.relations[first..].iter_mut().for_each(|n| n.merged.push(name.clone()));
        }
    }

    /// A column of USING on one side.
    fn side(&mut self, relations: &[Named], name: &str) -> Inputs {
        let mut scope = Scope::default();
        scope.relations.extend(relations.iter().filter(|n| n.visible).cloned());
        match scope.lookup(&[name.to_owned()]) {
            Found::Known(inputs) | Found::Assumed(inputs) => inputs,
            Found::Ambiguous(inputs) => {
                self.note(format!("`{name}` of a join may be a column of several tables"));
                inputs
            }
            Found::Missing => {
                self.note(format!("`{name}` of a join is no column of one of its sides"));
                Inputs::new()
            }
        }
    }

    /// Two columns that are equated.
    pub fn pair(&mut self, a: &Inputs, b: &Inputs) {
        let single = |inputs: &Inputs| -> Option<Column> {
            let mut all = inputs.iter();
            match (all.next(), all.next()) {
                (Some((column, Direct::Identity)), None) => Some(column.clone()),
                _ => None,
            }
        };
        if let (Some(a), Some(b)) = (single(a), single(b))
            && a != b
        {
            self.pairs.insert(if a < b { (a, b) } else { (b, a) });
        }
    }

    /// One FROM item: pushes what it offers.
    pub fn factor(&mut self, factor: &TableFactor, scope: &mut Scope, applied: bool) {
        match factor {
            TableFactor::Table { name, alias, args, .. } => self.table_factor(name, alias.as_ref(), args.as_ref(), scope),
            TableFactor::Derived { lateral, subquery, alias, .. } => {
                let relation =
                    if *lateral || applied { self.query(subquery, Some(scope)) } else { self.query(subquery, scope.parent) };
                self.offer(scope, relation, alias.as_ref(), Vec::new());
            }
            TableFactor::NestedJoin { table_with_joins, alias } => self.nested(table_with_joins, alias.as_ref(), scope),
            TableFactor::TableFunction { expr, alias } => self.computed([expr], alias.as_ref(), scope),
            TableFactor::Function { args, alias, .. } => self.computed(args.iter().filter_map(arg), alias.as_ref(), scope),
            TableFactor::UNNEST { alias, array_exprs, with_offset_alias, .. } => {
                self.computed(array_exprs, alias.as_ref(), scope);
                if let Some(offset) = with_offset_alias {
                    let column = Output { name: Some(names::part(offset)), inputs: Inputs::new() };
                    scope.relations.push(Named::new(Vec::new(), Relation { columns: vec![column], ..Relation::default() }));
                }
            }
            TableFactor::JsonTable { json_expr, alias, .. } | TableFactor::OpenJsonTable { json_expr, alias, .. } => {
                self.computed([json_expr], alias.as_ref(), scope);
            }
            TableFactor::XmlTable { row_expression, passing, alias, .. } => {
                let all = [row_expression].into_iter().chain(passing.arguments.iter().map(|a| &a.expr));
                self.computed(all, alias.as_ref(), scope);
            }
            TableFactor::Pivot { table, aggregate_functions, value_column, alias, .. } => {
                let over = self.inner(table, scope);
                let mut made = (*over.relations[0].relation).clone();
                let mut any = Inputs::new();
                for f in aggregate_functions {
                    any.extend(self.expr(&over, &f.expr, Usage::Value));
                }
                for e in value_column {
                    self.expr(&over, e, Usage::Group);
                }
                made.any = Some(any);
                self.offer(scope, made, alias.as_ref(), Vec::new());
            }
            TableFactor::Unpivot { table, name, value, columns, alias, .. } => {
                let over = self.inner(table, scope);
                let mut made = (*over.relations[0].relation).clone();
                let mut inputs = Inputs::new();
                for c in columns {
                    inputs.extend(self.expr(&over, &c.expr, Usage::Value));
                }
                let value = if let Expr::Identifier(ident) = value { Some(names::part(ident)) } else { None };
                made.columns.push(Output { name: value, inputs });
                made.columns.push(Output { name: Some(names::part(name)), inputs: Inputs::new() });
                self.offer(scope, made, alias.as_ref(), Vec::new());
            }
            TableFactor::MatchRecognize { table, alias, .. } => {
                self.note("MATCH_RECOGNIZE is not traced yet".to_owned());
                let over = self.inner(table, scope);
                let made = Relation::computed(through(over.relations[0].relation.whole(), &Direct::Unresolved));
                self.offer(scope, made, alias.as_ref(), Vec::new());
            }
            TableFactor::SemanticView { alias, .. } => {
                self.note("SEMANTIC_VIEW is not traced yet".to_owned());
                self.offer(scope, Relation::default(), alias.as_ref(), Vec::new());
            }
        }
    }

    /// A table by name: a CTE, a column of an earlier table (BigQuery), a function, or a stored table.
    fn table_factor(
        &mut self,
        name: &ObjectName,
        alias: Option<&TableAlias>,
        args: Option<&TableFunctionArgs>,
        scope: &mut Scope,
    ) {
        if let Some(args) = args {
            return self.computed(args.args.iter().filter_map(arg), alias, scope);
        }
        let parts = names::parts(name, self.dialect);
        let cte = match parts.as_slice() {
            [one] => self.ctes.iter().rev().find(|(n, _)| same(n, one)).map(|(_, r)| r.clone()),
            _ => None,
        };
        if let Some(relation) = cte {
            return self.offer(scope, (*relation).clone(), alias, parts);
        }
        let unnests = matches!(self.dialect, Dialect::BigQuery | Dialect::Redshift) && parts.len() > 1;
        if unnests && scope.relations.iter().any(|n| n.answers_to(&parts[..1])) {
            let inputs = through(self.resolve(scope, &parts, Usage::Value), &Direct::Expression);
            return self.offer(scope, Relation::computed(inputs), alias, Vec::new());
        }
        let table = self.table(name);
        self.reads(&table);
        let relation = self.stored(&table);
        self.offer(scope, relation, alias, table);
    }

    /// Pushes a relation under its alias or its own name; what shaped its rows shapes ours.
    fn offer(&mut self, scope: &mut Scope, mut relation: Relation, alias: Option<&TableAlias>, own: Vec<String>) {
        self.shape.append(&mut relation.shape);
        let name = match alias {
            Some(alias) => {
                relation.rename(&names::alias_columns(alias));
                vec![names::part(&alias.name)]
            }
            None => own,
        };
        scope.relations.push(Named::new(name, relation));
    }

    /// A table whose columns are computed from expressions over what stands left of it.
    fn computed<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, alias: Option<&TableAlias>, scope: &mut Scope) {
        let mut inputs = Inputs::new();
        for e in exprs {
            inputs.extend(through(self.expr(scope, e, Usage::Value), &Direct::Expression));
        }
        self.offer(scope, Relation::computed(inputs), alias, Vec::new());
    }

    /// Joins in brackets: their names are seen, unless the whole has an alias.
    fn nested(&mut self, inner: &TableWithJoins, alias: Option<&TableAlias>, scope: &mut Scope) {
        let Some(alias) = alias else {
            self.deeper(|a| a.from(inner, scope));
            return;
        };
        let mut own = Scope::within(scope.parent);
        self.deeper(|a| a.from(inner, &mut own));
        let mut whole = Relation { columns: own.merged.clone(), ..Relation::default() };
        for named in own.relations.iter().filter(|n| n.visible) {
            let merged = |c: &&Output| c.name.as_deref().is_some_and(|n| named.merged.iter().any(|m| same(m, n)));
            whole.columns.extend(named.relation.columns.iter().filter(|c| !merged(c)).cloned());
            whole.open.extend(named.relation.open.iter().cloned());
        }
        self.offer(scope, whole, Some(alias), Vec::new());
    }

    /// The table under a PIVOT and the like, alone in a scope: at least one relation is there.
    fn inner<'s>(&mut self, table: &TableFactor, scope: &Scope<'s>) -> Scope<'s> {
        let mut own = Scope::within(scope.parent);
        self.deeper(|a| a.factor(table, &mut own, false));
        if own.relations.is_empty() {
            own.relations.push(Named::new(Vec::new(), Relation::default()));
        }
        own
    }
}

/// The expression of a function's argument, if it is one.
pub(crate) fn arg(arg: &FunctionArg) -> Option<&Expr> {
    match arg {
        FunctionArg::Named { arg, .. } | FunctionArg::ExprNamed { arg, .. } | FunctionArg::Unnamed(arg) => match arg {
            FunctionArgExpr::Expr(e) => Some(e),
            _ => None,
        },
    }
}
