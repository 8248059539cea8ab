//! FROM items and joins.

use std::rc::Rc;

use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Join, JoinConstraint, JoinOperator, JsonTableColumn, ObjectName, TableAlias, TableFactor,
    TableFunctionArgs, TableWithJoins,
};

use crate::{
    Dialect, Usage,
    analyser::Analyser,
    flow::{How, Inputs},
    names,
    relation::{Found, Name, Output, Relation, same},
    scope::{Named, Scope},
};

/// Which side of a join a merged column is taken from.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
    Both,
    /// The left, of a join that only asks whether the right is there.
    Only,
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

    /// One join: its table, then what it is joined on.
    pub fn join(&mut self, join: &Join, scope: &mut Scope, first: usize) {
        use JoinOperator as J;
        let applied = matches!(join.join_operator, J::CrossApply | J::OuterApply);
        let right = scope.relations.len();
        if matches!(join.join_operator, J::ArrayJoin | J::LeftArrayJoin | J::InnerArrayJoin) {
            return self.array_join(&join.relation, scope);
        }
        self.factor(&join.relation, scope, applied);
        let (constraint, side) = match &join.join_operator {
            J::Right(c) | J::RightOuter(c) | J::RightSemi(c) | J::RightAnti(c) => (c, Side::Right),
            J::FullOuter(c) => (c, Side::Both),
            J::AsOf { match_condition, constraint } => {
                self.condition(scope, match_condition, Usage::JoinKey);
                (constraint, Side::Left)
            }
            J::Join(c) | J::Inner(c) | J::Left(c) | J::LeftOuter(c) | J::CrossJoin(c) | J::StraightJoin(c) => (c, Side::Left),
            J::Semi(c) | J::LeftSemi(c) | J::Anti(c) | J::LeftAnti(c) => (c, Side::Only),
            J::CrossApply | J::OuterApply | J::ArrayJoin | J::LeftArrayJoin | J::InnerArrayJoin => return,
        };
        match constraint {
            JoinConstraint::On(e) => self.condition(scope, e, Usage::JoinKey),
            JoinConstraint::Using(list) => {
                let names: Vec<Name> = list.iter().filter_map(names::last).map(Name::from).collect();
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

    /// ClickHouse's `ARRAY JOIN column [AS name]`: the elements, under the array's own name or another.
    pub fn array_join(&mut self, factor: &TableFactor, scope: &mut Scope) {
        let TableFactor::Table { name, alias, .. } = factor else { return self.factor(factor, scope, true) };
        let inputs = self.resolve(scope, &names::parts(name, self.dialect), Usage::Value).through(How::Expression);
        if let Some(alias) = alias {
            let element = Output::named(names::part(&alias.name), inputs);
            scope.relations.push(Named::new(Vec::new(), Relation::of(vec![element])));
        }
    }

    /// NATURAL: the columns that both sides are known to have.
    fn natural(&mut self, scope: &mut Scope, first: usize, right: usize, side: Side) {
        if scope.relations[first..].iter().any(|n| !n.relation.closed()) {
            self.note("a natural join needs the schemas of both sides".to_owned());
            return;
        }
        let of = |named: &[Named]| -> Vec<Name> {
            named.iter().flat_map(|n| n.relation.columns.iter().filter_map(|c| c.name.clone())).collect()
        };
        let (left, far) = (of(&scope.relations[first..right]), of(&scope.relations[right..]));
        let common: Vec<Name> = left.into_iter().filter(|l| far.iter().any(|f| same(f, l))).collect();
        self.merge_columns(scope, first, right, &common, side);
    }

    /// USING: one column out of two equal ones.
    fn merge_columns(&mut self, scope: &mut Scope, first: usize, right: usize, columns: &[Name], side: Side) {
        for name in columns {
            let earlier = scope.merged.iter().position(|m| m.is(name));
            let left = match earlier {
                Some(at) => scope.merged.remove(at).inputs,
                None => self.side(&scope.relations[first..right], name),
            };
            let far = self.side(&scope.relations[right..], name);
            self.pair(&left, &far);
            self.uses(&left, Usage::JoinKey);
            self.uses(&far, Usage::JoinKey);
            let inputs = match side {
                Side::Only => left,
                // The other side's value is equal: it decides which rows there are, and takes part in the value as such.
                Side::Left => beside(left, far),
                Side::Right => beside(far, left),
                Side::Both => {
                    let mut both = left;
                    both.add(&far);
                    both
                }
            };
            scope.merged.push(Output::named(name.clone(), inputs));
            scope.relations[first..].iter_mut().for_each(|n| n.merged.push(name.clone()));
        }
    }

    /// A column of USING on one side.
    fn side(&mut self, relations: &[Named], name: &str) -> Inputs {
        let mut scope = Scope::default();
        scope.relations.extend(relations.iter().filter(|n| n.visible).cloned());
        match scope.lookup(&[name.to_owned()], &self.columns) {
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
            TableFactor::UNNEST { alias, array_exprs, with_offset_alias, with_ordinality, .. } => {
                self.unnest(array_exprs, alias.as_ref(), *with_ordinality, scope);
                if let Some(offset) = with_offset_alias {
                    let column = Output::named(names::part(offset), Inputs::new());
                    scope.relations.push(Named::new(Vec::new(), Relation::of(vec![column])));
                }
            }
            TableFactor::JsonTable { json_expr, columns, alias, .. } => {
                let names = json_columns(columns);
                self.extracted([json_expr], names, alias.as_ref(), scope);
            }
            TableFactor::OpenJsonTable { json_expr, columns, alias, .. } => {
                let names = columns.iter().map(|c| names::part(&c.name)).collect();
                self.extracted([json_expr], names, alias.as_ref(), scope);
            }
            TableFactor::XmlTable { passing, columns, alias, .. } => {
                let names = columns.iter().map(|c| names::part(&c.name)).collect();
                self.extracted(passing.arguments.iter().map(|a| &a.expr), names, alias.as_ref(), scope);
            }
            TableFactor::Pivot { .. } => self.pivot(factor, scope),
            TableFactor::Unpivot { .. } => self.unpivot(factor, scope),
            TableFactor::MatchRecognize { .. } => self.match_recognize(factor, scope),
            // What it calls dimensions and metrics are the view's own columns.
            TableFactor::SemanticView { name, alias, .. } => self.table_factor(name, alias.as_ref(), None, scope),
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
        let hinted =
            |args: &TableFunctionArgs| self.dialect == Dialect::MsSql && args.args.iter().all(|a| arg(a).is_some_and(is_hint));
        if let Some(args) = args.filter(|args| !hinted(args)) {
            return self.computed(args.args.iter().filter_map(arg), alias, scope);
        }
        let parts = names::parts(name, self.dialect);
        let cte = match parts.as_slice() {
            [one] => self.ctes.iter().rev().find(|c| same(&c.name, one)).map(|c| (c.relation.clone(), c.reads.clone())),
            _ => None,
        };
        if let Some((relation, reads)) = cte {
            reads.iter().for_each(|table| self.reads(table));
            return self.offer_shared(scope, relation, alias, parts);
        }
        let unnests = matches!(self.dialect, Dialect::BigQuery | Dialect::Redshift) && parts.len() > 1;
        if unnests && scope.relations.iter().any(|n| n.answers_to(&parts[..1])) {
            let inputs = self.resolve(scope, &parts, Usage::Value).through(How::Expression);
            let name = if alias.is_none() { parts[parts.len() - 1..].to_vec() } else { Vec::new() };
            return self.offer(scope, Relation::computed(inputs), alias, name);
        }
        let table = self.table(name);
        self.reads(&table);
        let unnamed = crate::analyser::is_placeholder(&table);
        let relation = if unnamed { Relation::computed(Inputs::new()) } else { self.stored(&table) };
        self.offer(scope, relation, alias, table.clone());
        if let Some(named) = scope.relations.last_mut() {
            named.own = table;
        }
    }

    /// Pushes a relation that others see as well, without a copy where its columns keep their names.
    fn offer_shared(&mut self, scope: &mut Scope, relation: Rc<Relation>, alias: Option<&TableAlias>, own: Vec<String>) {
        if alias.is_some_and(|a| !a.columns.is_empty()) {
            return self.offer(scope, (*relation).clone(), alias, own);
        }
        self.shape.extend(relation.shape.iter().copied());
        let name = alias.map_or(own, |a| vec![names::part(&a.name)]);
        scope.relations.push(Named::shared(name, relation));
    }

    /// Pushes a relation under its alias or its own name; what shaped its rows shapes ours.
    pub fn offer(&mut self, scope: &mut Scope, mut relation: Relation, alias: Option<&TableAlias>, own: Vec<String>) {
        self.shape.append(&mut relation.shape);
        let name = match alias {
            Some(alias) => {
                relation.rename(&names::alias_columns(alias), &self.columns);
                vec![names::part(&alias.name)]
            }
            None => own,
        };
        scope.relations.push(Named::new(name, relation));
    }

    /// A table whose columns are computed from expressions over what stands left of it.
    pub fn computed<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, alias: Option<&TableAlias>, scope: &mut Scope) {
        let mut inputs = Inputs::new();
        for e in exprs {
            inputs.add(&self.expr(scope, e, Usage::Value).through(How::Expression));
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
        let mut whole = Relation::of(own.merged.clone());
        for named in own.relations.iter().filter(|n| n.visible) {
            let merged = |c: &&Output| named.merged.iter().any(|m| c.is(m));
            whole.columns.extend(named.relation.columns.iter().filter(|c| !merged(c)).cloned());
            whole.open.extend(named.relation.open.iter().cloned());
        }
        self.offer(scope, whole, Some(alias), Vec::new());
    }

    /// The table under a PIVOT and the like, alone in a scope: at least one relation is there.
    pub fn inner<'s>(&mut self, table: &TableFactor, scope: &Scope<'s>) -> Scope<'s> {
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

/// The value of one side of a join, with the other side as what decides.
fn beside(mut value: Inputs, other: Inputs) -> Inputs {
    value.add(&other.through(How::Conditional));
    value
}

/// T-SQL's old `FROM t (NOLOCK)`: hints, no arguments.
fn is_hint(e: &Expr) -> bool {
    const HINTS: &[&str] =
        &["nolock", "readuncommitted", "updlock", "rowlock", "holdlock", "tablock", "tablockx", "readpast", "xlock"];
    matches!(e, Expr::Identifier(i) if HINTS.iter().any(|h| i.value.eq_ignore_ascii_case(h)))
}

/// The names of a JSON table's columns, nested ones too.
fn json_columns(columns: &[JsonTableColumn]) -> Vec<String> {
    let mut names = Vec::new();
    for column in columns {
        match column {
            JsonTableColumn::Named(c) => names.push(names::part(&c.name)),
            JsonTableColumn::ForOrdinality(name) => names.push(names::part(name)),
            JsonTableColumn::Nested(nested) => names.extend(json_columns(&nested.columns)),
        }
    }
    names
}
