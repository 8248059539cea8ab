//! One SELECT: from its sources to its output columns.

use sqlparser::ast::{
    AccessExpr, ConnectByKind, Distinct, ExcludeSelectItem, Expr, GroupByExpr, OrderBy, Select, SelectItem,
    SelectItemQualifiedWildcardKind, Value, WildcardAdditionalOptions,
};

use crate::{
    Dialect, Usage,
    analyser::Analyser,
    flow::How,
    names,
    relation::{Found, Name, Output, Relation},
    scope::{Named, Scope},
};

impl Analyser<'_> {
    /// What a SELECT offers.
    pub fn select(&mut self, select: &Select, outer: Option<&Scope>, order: Option<&OrderBy>) -> Relation {
        use sqlparser::ast::JoinOperator::{ArrayJoin, InnerArrayJoin, LeftArrayJoin};
        let mut scope = Scope::within(outer);
        scope.windows = &select.named_window;
        for (i, item) in select.from.iter().enumerate() {
            // `ARRAY JOIN a, b`: the parser takes the second for a table.
            match i.checked_sub(1).and_then(|before| select.from[before].joins.last()) {
                Some(join) if matches!(join.join_operator, ArrayJoin | LeftArrayJoin | InnerArrayJoin) => {
                    self.array_join(&item.relation, &mut scope);
                }
                _ => self.from(item, &mut scope),
            }
        }
        self.lateral_views(select, &mut scope);
        for condition in select.prewhere.iter().chain(&select.selection) {
            self.condition(&scope, condition, Usage::Filter);
        }
        if !select.connect_by.is_empty() {
            scope.locals.insert("level".to_owned());
        }
        self.connect_by(select, &scope);
        let relation = self.projection(select, &mut scope);
        scope.aliases = relation.columns.clone();
        self.group_by(select, &mut scope, &relation);
        scope.aliases_first = true;
        for condition in select.having.iter().chain(&select.qualify) {
            self.condition(&scope, condition, Usage::Filter);
        }
        for e in select.cluster_by.iter().chain(&select.distribute_by).chain(select.sort_by.iter().map(|s| &s.expr)) {
            self.expr(&scope, e, Usage::Sort);
        }
        self.order(&scope, &relation.columns, order);
        relation
    }

    /// LATERAL VIEW: columns computed from the row.
    fn lateral_views(&mut self, select: &Select, scope: &mut Scope) {
        for view in &select.lateral_views {
            let inputs = self.expr(scope, &view.lateral_view, Usage::Value).through(How::Expression);
            let columns: Vec<String> = view.lateral_col_alias.iter().map(names::part).collect();
            let mut relation = Relation::computed(inputs);
            relation.rename(&columns, &self.columns);
            scope.relations.push(Named::new(names::last(&view.lateral_view_name).into_iter().collect(), relation));
        }
    }

    fn connect_by(&mut self, select: &Select, scope: &Scope) {
        for clause in &select.connect_by {
            match clause {
                ConnectByKind::ConnectBy { relationships, .. } => {
                    for e in relationships {
                        self.condition(scope, e, Usage::JoinKey);
                    }
                }
                ConnectByKind::StartWith { condition, .. } => self.condition(scope, condition, Usage::Filter),
            }
        }
    }

    /// The output columns, left to right.
    fn projection(&mut self, select: &Select, scope: &mut Scope) -> Relation {
        let lateral = matches!(self.dialect, Dialect::Redshift | Dialect::Snowflake | Dialect::Spark | Dialect::DuckDb);
        scope.aliases_first = lateral;
        let mut made = Relation::default();
        for item in &select.projection {
            self.item(item, scope, &mut made);
            // An alias is seen further right: in some dialects before columns of unknown tables, in all rather than nothing.
            let known = scope.aliases.len().min(made.columns.len());
            scope.aliases.extend_from_slice(&made.columns[known..]);
        }
        if select.projection.is_empty() {
            self.wildcard(None, &WildcardAdditionalOptions::default(), scope, &mut made);
        }
        match &select.distinct {
            Some(Distinct::Distinct) => self.uses(&made.whole(&self.columns), Usage::Group),
            Some(Distinct::On(list)) => {
                for e in list {
                    self.by_position_or_expr(scope, &made.columns, e, Usage::Group);
                }
            }
            _ => {}
        }
        made
    }

    /// One item of a SELECT's list.
    pub fn item(&mut self, item: &SelectItem, scope: &Scope, made: &mut Relation) {
        let (expr, name) = match item {
            SelectItem::UnnamedExpr(expr) => (expr, implied_name(expr).map(Name::from)),
            SelectItem::ExprWithAlias { expr, alias } => (expr, Some(names::part(alias).into())),
            SelectItem::ExprWithAliases { expr, aliases } => {
                let inputs = self.expr(scope, expr, Usage::Value).through(How::Expression);
                made.columns.extend(aliases.iter().map(|a| Output::named(names::part(a), inputs.clone())));
                return;
            }
            SelectItem::Wildcard(options) => return self.wildcard(None, options, scope, made),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(of), options) => {
                return self.wildcard(Some(&names::parts(of, self.dialect)), options, scope, made);
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::Expr(expr), _) => {
                let inputs = self.expr(scope, expr, Usage::Value).through(How::Expression);
                made.any.get_or_insert_default().add(&inputs);
                return;
            }
        };
        let inputs = self.expr(scope, expr, Usage::Value);
        made.columns.push(Output { name, inputs });
    }

    /// `*` or `t.*`, with what the dialects let one leave out, replace and rename.
    fn wildcard(&mut self, of: Option<&[String]>, options: &WildcardAdditionalOptions, scope: &Scope, made: &mut Relation) {
        let mut part = Relation::default();
        match of {
            Some(qualifier) => match scope.relation(qualifier) {
                Some(named) => add(&mut part, named, &[]),
                None => match scope.lookup(qualifier, &self.columns) {
                    Found::Known(inputs) | Found::Assumed(inputs) => part.any = Some(inputs.through(How::Expression)),
                    _ => self.note(format!("`{}.*` is of no table that is read", qualifier.join("."))),
                },
            },
            None => part = self.everything(scope),
        }
        leave_out(&mut part, options);
        self.replace(&mut part, options, scope);
        self.uses(&part.whole(&self.columns), Usage::Value);
        if of.is_none() && scope.relations.is_empty() {
            self.note("`*` has no table to stand for".to_owned());
        }
        made.columns.extend(part.columns);
        made.open.extend(part.open);
        if let Some(any) = part.any {
            made.any.get_or_insert_default().add(&any);
        }
    }

    /// All that `*` stands for.
    pub fn everything(&self, scope: &Scope) -> Relation {
        let mut part = Relation::of(scope.merged.clone());
        for named in scope.relations.iter().filter(|n| n.visible) {
            add(&mut part, named, &named.merged);
        }
        part
    }

    /// `* REPLACE (e AS c)` and `* RENAME (a AS b)`.
    fn replace(&mut self, part: &mut Relation, options: &WildcardAdditionalOptions, scope: &Scope) {
        for element in options.opt_replace.iter().flat_map(|r| &r.items) {
            let name = names::part(&element.column_name);
            let inputs = self.expr(scope, &element.expr, Usage::Value);
            match part.columns.iter_mut().find(|c| c.is(&name)) {
                Some(column) => column.inputs = inputs,
                None => {
                    let name = Name::from(name);
                    part.open.iter_mut().for_each(|o| o.without.push(name.clone()));
                    part.columns.push(Output::named(name, inputs));
                }
            }
        }
        use sqlparser::ast::RenameSelectItem::{Multiple, Single};
        let renames = match &options.opt_rename {
            Some(Single(one)) => std::slice::from_ref(one),
            Some(Multiple(list)) => list.as_slice(),
            None => &[],
        };
        for rename in renames {
            let (from, to) = (names::part(&rename.ident), names::part(&rename.alias));
            if let Found::Assumed(inputs) = part.find(&from, &self.columns) {
                part.open.iter_mut().for_each(|o| o.without.push(from.as_str().into()));
                part.columns.push(Output::named(to, inputs));
            } else if let Some(column) = part.columns.iter_mut().find(|c| c.is(&from)) {
                column.name = Some(to.into());
            }
        }
    }

    fn group_by(&mut self, select: &Select, scope: &mut Scope, relation: &Relation) {
        scope.aliases_first = false;
        match &select.group_by {
            GroupByExpr::All(_) => {
                for column in &relation.columns {
                    if !column.inputs.iter().any(|(_, how)| matches!(how, How::Aggregate(_))) {
                        self.uses(&column.inputs, Usage::Group);
                    }
                }
            }
            GroupByExpr::Expressions(list, _) => {
                for e in list {
                    self.by_position_or_expr(scope, &relation.columns, e, Usage::Group);
                }
            }
        }
    }

    /// `ORDER BY 2`, `GROUP BY 1`, or any expression.
    pub fn by_position_or_expr(&mut self, scope: &Scope, outputs: &[Output], e: &Expr, usage: Usage) {
        if let Expr::Value(v) = e
            && let Value::Number(n, _) = &v.value
        {
            let at = n.to_string().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            if let Some(output) = at.and_then(|at| outputs.get(at)) {
                self.uses(&output.inputs.clone(), usage);
            }
            return;
        }
        self.expr(scope, e, usage);
    }
}

/// The name that an expression without alias has: the column's own.
pub(crate) fn implied_name(e: &Expr) -> Option<String> {
    match e {
        Expr::Identifier(ident) => Some(names::part(ident)),
        Expr::CompoundIdentifier(idents) => idents.last().map(names::part),
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => implied_name(inner),
        Expr::CompoundFieldAccess { access_chain, .. } => match access_chain.last()? {
            AccessExpr::Dot(field) => implied_name(field),
            AccessExpr::Subscript(_) => None,
        },
        _ => None,
    }
}

/// Adds what a relation offers through `*`, but for merged columns.
fn add(part: &mut Relation, named: &Named, merged: &[Name]) {
    let is_merged = |c: &&Output| merged.iter().any(|m| c.is(m));
    part.columns.extend(named.relation.columns.iter().filter(|c| !is_merged(c)).cloned());
    part.open.extend(named.relation.open.iter().cloned().map(|mut open| {
        open.without.extend(merged.iter().cloned());
        open
    }));
    if let Some(any) = &named.relation.any {
        part.any.get_or_insert_default().add(any);
    }
}

/// `* EXCEPT (…)`, `* EXCLUDE …`.
fn leave_out(part: &mut Relation, options: &WildcardAdditionalOptions) {
    let mut out: Vec<Name> = Vec::new();
    if let Some(except) = &options.opt_except {
        out.extend([&except.first_element].into_iter().chain(&except.additional_elements).map(|i| Name::from(names::part(i))));
    }
    match &options.opt_exclude {
        Some(ExcludeSelectItem::Single(name)) => out.extend(names::last(name).map(Name::from)),
        Some(ExcludeSelectItem::Multiple(list)) => out.extend(list.iter().filter_map(names::last).map(Name::from)),
        None => {}
    }
    part.leave_out(&out);
}
