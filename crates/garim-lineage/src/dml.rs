//! Statements: what each writes, and from what.

use sqlparser::ast::{
    Assignment, AssignmentTarget, Delete, Expr, FromTable, Insert, OnInsert, Query, SetExpr, Statement, TableFactor, TableObject,
    TableWithJoins, Update, UpdateTableFromKind,
};

use crate::{
    Kind, Usage,
    analyser::Analyser,
    flow::Shape,
    names,
    relation::{Output, Relation, same},
    scope::{Named, Scope},
};

impl Analyser<'_> {
    /// Analyses a statement and says what kind it is.
    pub fn statement(&mut self, statement: &Statement) -> Kind {
        match statement {
            Statement::Query(query) => self.query_statement(query),
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => self.update(update),
            Statement::Delete(delete) => self.delete(delete),
            Statement::Merge(merge) => self.merge(merge),
            Statement::CreateTable(create) => self.create_table(create),
            Statement::CreateView(create) => self.create_view(create),
            Statement::Directory { source, .. } => self.query_statement(source),
            _ => Kind::Other,
        }
    }

    /// A query whose result goes to whoever asked, SELECT … INTO, or `WITH … INSERT`.
    fn query_statement(&mut self, query: &Query) -> Kind {
        if let SetExpr::Insert(s) | SetExpr::Update(s) | SetExpr::Delete(s) | SetExpr::Merge(s) = query.body.as_ref() {
            let in_sight = self.ctes.len();
            if let Some(with) = &query.with {
                self.with(with, None);
            }
            let kind = self.deeper(|a| a.statement(s)).unwrap_or(Kind::Other);
            self.ctes.truncate(in_sight);
            return kind;
        }
        let relation = self.query(query, None);
        let mut first = query.body.as_ref();
        while let SetExpr::SetOperation { left, .. } = first {
            first = left;
        }
        let into = if let SetExpr::Select(select) = first { select.into.as_ref() } else { None };
        if self.in_routine && into.is_some() && self.dialect != crate::Dialect::MsSql {
            self.note("a value goes into a variable, and is not followed".to_owned());
            return Kind::Select;
        }
        match into.map(|i| self.table(&i.name)) {
            Some(table) => {
                self.writes(&table);
                self.deliver(&relation, Some(&table), None);
                Kind::CreateTable
            }
            None => {
                self.deliver(&relation, None, None);
                Kind::Select
            }
        }
    }

    fn insert(&mut self, insert: &Insert) -> Kind {
        if insert.multi_table_insert_type.is_some() {
            return self.insert_all(insert);
        }
        let TableObject::TableName(name) = &insert.table else {
            self.note("the target of the insert is no table".to_owned());
            return Kind::Insert;
        };
        let table = self.table(name);
        self.writes(&table);
        let mut relation = insert.source.as_ref().map(|q| self.query(q, None)).unwrap_or_default();
        if !insert.assignments.is_empty() {
            relation = self.assigned(&insert.assignments);
        }
        let columns = self.insert_columns(insert, &table);
        self.deliver(&relation, Some(&table), columns.as_deref());
        self.on_insert(insert, &table);
        self.output_into(insert.output.as_ref(), &table);
        Kind::Insert
    }

    /// `INSERT … SET a = 1, b = 2`.
    fn assigned(&mut self, assignments: &[Assignment]) -> Relation {
        let scope = Scope::default();
        let mut columns = Vec::new();
        for a in assignments {
            let inputs = self.expr(&scope, &a.value, Usage::Value);
            columns.extend(targets(a).into_iter().map(|(_, name)| Output::named(name, inputs.clone())));
        }
        Relation::of(columns)
    }

    /// The columns that an INSERT writes, in the order in which the source brings them: those that it lists, or the table's,
    /// with Hive's dynamic partition columns at the end and its static ones left out.
    fn insert_columns(&self, insert: &Insert, table: &[String]) -> Option<Vec<String>> {
        if insert.columns.is_empty() && !insert.assignments.is_empty() {
            return None;
        }
        let (mut fixed, mut dynamic) = (Vec::new(), Vec::new());
        for e in insert.partitioned.iter().flatten() {
            match e {
                Expr::Identifier(ident) => dynamic.push(names::part(ident)),
                Expr::BinaryOp { left, .. } => {
                    if let Expr::Identifier(ident) = left.as_ref() {
                        fixed.push(names::part(ident));
                    }
                }
                _ => {}
            }
        }
        let listed: Vec<String> =
            insert.columns.iter().filter_map(names::last).chain(insert.after_columns.iter().map(names::part)).collect();
        let mut columns = if listed.is_empty() { self.schemas.columns(table)? } else { listed };
        let is_dynamic = |c: &String| dynamic.iter().any(|d| same(d, c));
        if insert.columns.is_empty() || !columns.iter().any(is_dynamic) {
            columns.retain(|c| !fixed.iter().any(|f| same(f, c)) && !is_dynamic(c));
            columns.extend(dynamic);
        }
        Some(columns)
    }

    /// ON CONFLICT DO UPDATE, ON DUPLICATE KEY UPDATE: what is assigned from the target's own columns.
    fn on_insert(&mut self, insert: &Insert, table: &[String]) {
        use sqlparser::ast::OnConflictAction::DoUpdate;
        let (assignments, selection) = match &insert.on {
            Some(OnInsert::DuplicateKeyUpdate(list)) => (list, None),
            Some(OnInsert::OnConflict(conflict)) => match &conflict.action {
                DoUpdate(update) => (&update.assignments, update.selection.as_ref()),
                _ => return,
            },
            _ => return,
        };
        let mut scope = Scope::default();
        let own = insert.table_alias.as_ref().map_or_else(|| table.to_vec(), |a| vec![names::part(&a.alias)]);
        scope.relations.push(Named::new(own, self.stored(table)));
        // `excluded` is the row that was to be inserted: its values are the source's, which flow already.
        let excluded = Relation { any: Some(crate::flow::Inputs::new()), ..Relation::default() };
        scope.relations.push(Named::new(vec!["excluded".to_owned()], excluded).hidden());
        self.assign(&scope, assignments, table);
        if let Some(e) = selection {
            self.condition(&scope, e, Usage::Filter);
        }
        self.shape_target(table);
    }

    fn update(&mut self, update: &Update) -> Kind {
        let mut scope = Scope::default();
        let from = match &update.from {
            Some(UpdateTableFromKind::BeforeSet(list) | UpdateTableFromKind::AfterSet(list)) => list.as_slice(),
            None => &[],
        };
        let named = self.target_of(&update.table.relation, from);
        if let Some((table, own, in_from)) = named {
            self.writes(&table);
            if !in_from {
                let mut named = Named::new(own, self.stored(&table));
                named.own.clone_from(&table);
                scope.relations.push(named);
            }
        }
        for join in &update.table.joins {
            self.from(&TableWithJoins { relation: join.relation.clone(), joins: Vec::new() }, &mut scope);
            self.join_condition(&join.join_operator, &scope);
        }
        for item in from {
            self.from(item, &mut scope);
        }
        let Some(table) = self.written.last().cloned() else {
            self.note("the target of the update is no table".to_owned());
            return Kind::Update;
        };
        self.assign(&scope, &update.assignments, &table);
        if let Some(e) = &update.selection {
            self.condition(&scope, e, Usage::Filter);
        }
        self.shape_target(&table);
        self.output_into(update.output.as_ref(), &table);
        Kind::Update
    }

    /// The ON of a join whose tables are in scope already.
    fn join_condition(&mut self, operator: &sqlparser::ast::JoinOperator, scope: &Scope) {
        use sqlparser::ast::{JoinConstraint::On, JoinOperator as J};
        if let J::Join(On(e)) | J::Inner(On(e)) | J::Left(On(e)) | J::LeftOuter(On(e)) | J::Right(On(e)) | J::RightOuter(On(e)) =
            operator
        {
            self.condition(scope, e, Usage::JoinKey);
        }
    }

    /// The table that is written, the name it goes by, and whether FROM brings it: in `UPDATE x SET … FROM t x` it is `t`.
    fn target_of(&self, factor: &TableFactor, from: &[TableWithJoins]) -> Option<(Vec<String>, Vec<String>, bool)> {
        let TableFactor::Table { name, alias, .. } = factor else { return None };
        let table = self.table(name);
        let short = names::parts(name, self.dialect);
        let factors = from.iter().flat_map(|t| std::iter::once(&t.relation).chain(t.joins.iter().map(|j| &j.relation)));
        for factor in factors {
            if let TableFactor::Table { name: real, alias: Some(a), .. } = factor
                && short.len() == 1
                && same(&names::part(&a.name), &short[0])
            {
                return Some((self.table(real), short, true));
            }
        }
        let own = alias.as_ref().map_or_else(|| table.clone(), |a| vec![names::part(&a.name)]);
        Some((table, own, false))
    }

    /// SET: each value flows into the column that it is assigned to.
    pub fn assign(&mut self, scope: &Scope, assignments: &[Assignment], table: &[String]) {
        for a in assignments {
            let parts = targets(a);
            if let (Expr::Tuple(values), true) = (&a.value, parts.len() > 1) {
                for ((_, name), value) in parts.iter().zip(values) {
                    let inputs = self.expr(scope, value, Usage::Value);
                    self.flows(&inputs, Some(table), name);
                }
                continue;
            }
            if let (Expr::Subquery(query), true) = (&a.value, parts.len() > 1) {
                let relation = self.query(query, Some(scope));
                self.shape.extend(relation.shape.iter().cloned());
                for ((_, name), column) in parts.iter().zip(&relation.columns) {
                    self.flows(&column.inputs, Some(table), name);
                }
                continue;
            }
            let inputs = self.expr(scope, &a.value, Usage::Value);
            for (qualifier, name) in &parts {
                let named = scope.relation(qualifier).filter(|_| !qualifier.is_empty());
                match (named, qualifier.first()) {
                    // MySQL writes several tables at once.
                    (Some(named), _) if !named.own.is_empty() && named.own != table => {
                        self.writes(&named.own);
                        self.flows(&inputs, Some(&named.own), name);
                    }
                    // `SET address.city = …` writes a field of `address`.
                    (None, Some(column)) if table.last().is_none_or(|t| !same(t, column)) => {
                        self.flows(&inputs, Some(table), column);
                    }
                    _ => self.flows(&inputs, Some(table), name),
                }
            }
        }
        self.output.extend(assignments.iter().flat_map(targets).map(|(_, name)| name));
        let mut seen = std::collections::BTreeSet::new();
        self.output.retain(|name| seen.insert(name.clone()));
    }

    /// What shaped the rows so far shapes the target.
    pub fn shape_target(&mut self, table: &[String]) {
        let shape: Shape = std::mem::take(&mut self.shape);
        self.shapes(&shape, Some(table));
    }

    fn delete(&mut self, delete: &Delete) -> Kind {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let mut scope = Scope::default();
        let target = match (delete.tables.first(), from.first()) {
            (Some(name), _) => {
                let short = TableFactor::Table {
                    name: name.clone(),
                    alias: None,
                    args: None,
                    with_hints: Vec::new(),
                    version: None,
                    with_ordinality: false,
                    partitions: Vec::new(),
                    json_path: None,
                    sample: None,
                    index_hints: Vec::new(),
                };
                from.iter().for_each(|item| self.from(item, &mut scope));
                self.target_of(&short, from).map(|(table, ..)| table)
            }
            (None, Some(item)) => {
                let named = self.target_of(&item.relation, &[]);
                if let Some((table, own, _)) = &named {
                    let relation = self.stored(table);
                    scope.relations.push(Named::new(own.clone(), relation));
                }
                named.map(|(table, ..)| table)
            }
            (None, None) => None,
        };
        let Some(table) = target else {
            self.note("the target of the delete is no table".to_owned());
            return Kind::Delete;
        };
        self.writes(&table);
        self.read.retain(|t| *t != table);
        for item in delete.using.iter().flatten() {
            self.from(item, &mut scope);
        }
        if let Some(e) = &delete.selection {
            self.condition(&scope, e, Usage::Filter);
        }
        self.shape_target(&table);
        self.output_into(delete.output.as_ref(), &table);
        Kind::Delete
    }
}

/// The columns that an assignment writes: with its qualifier, and alone.
pub(crate) fn targets(a: &Assignment) -> Vec<(Vec<String>, String)> {
    let split = |name: &sqlparser::ast::ObjectName| -> Option<(Vec<String>, String)> {
        let mut parts: Vec<String> = name.0.iter().filter_map(|p| p.as_ident()).map(names::part).collect();
        let last = parts.pop()?;
        Some((parts, last))
    };
    match &a.target {
        AssignmentTarget::ColumnName(name) => split(name).into_iter().collect(),
        AssignmentTarget::Tuple(list) => list.iter().filter_map(split).collect(),
    }
}
