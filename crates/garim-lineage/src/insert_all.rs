//! INSERT into several tables at once, and what other statements write beside their target.

use sqlparser::ast::{Insert, MultiTableInsertIntoClause, MultiTableInsertValue, OutputClause, SelectItem, Statement};

use crate::{
    Kind, Usage,
    analyser::Analyser,
    names,
    relation::Relation,
    scope::{Named, Scope},
};

impl Analyser<'_> {
    /// `INSERT ALL|FIRST [WHEN … THEN] INTO a (…) VALUES (…) INTO b … query`: each INTO takes from the same query.
    pub fn insert_all(&mut self, insert: &Insert) -> Kind {
        let source = insert.source.as_ref().map(|q| self.query(q, None)).unwrap_or_default();
        let shape = source.shape.clone();
        let mut scope = Scope::default();
        scope.relations.push(Named::new(Vec::new(), source));
        self.shape = shape;
        for when in &insert.multi_table_when_clauses {
            self.condition(&scope, &when.condition, Usage::Filter);
        }
        let whens = insert.multi_table_when_clauses.iter().flat_map(|w| &w.into_clauses);
        let clauses = insert.multi_table_into_clauses.iter().chain(whens).chain(insert.multi_table_else_clause.iter().flatten());
        let shape = std::mem::take(&mut self.shape);
        for clause in clauses {
            self.insert_one(clause, &scope, &shape);
        }
        Kind::Insert
    }

    fn insert_one(&mut self, clause: &MultiTableInsertIntoClause, scope: &Scope, shape: &crate::flow::Shape) {
        let table = self.table(&clause.table_name);
        self.writes(&table);
        let listed: Vec<String> = clause.columns.iter().map(names::part).collect();
        let columns = if listed.is_empty() { self.schemas.columns(&table) } else { Some(listed) };
        let mut made = match &clause.values {
            None => Relation { shape: Default::default(), ..(*scope.relations[0].relation).clone() },
            Some(values) => {
                let mut made = Relation::default();
                for value in &values.values {
                    match value {
                        MultiTableInsertValue::Expr(e) => self.item(&SelectItem::UnnamedExpr(e.clone()), scope, &mut made),
                        MultiTableInsertValue::Default => made.columns.push(crate::relation::Output::default()),
                    }
                }
                made
            }
        };
        made.shape = shape.clone();
        self.deliver(&made, Some(&table), columns.as_deref());
    }

    /// `OUTPUT inserted.a, deleted.b INTO t`: values of the target's rows go into another table.
    pub fn output_into(&mut self, output: Option<&OutputClause>, target: &[String]) {
        let Some(OutputClause::Output { select_items, into_table: Some(into), .. }) = output else { return };
        let into = self.table(&into.name);
        self.writes(&into);
        let made = self.rows_of(target, select_items);
        let columns = self.schemas.columns(&into);
        self.deliver(&made, Some(&into), columns.as_deref());
        self.reads(target);
    }

    /// Items over the rows that a statement wrote or removed.
    fn rows_of(&mut self, target: &[String], items: &[SelectItem]) -> Relation {
        let mut scope = Scope::default();
        let rows = std::rc::Rc::new(self.stored(target));
        let mut named = Named::shared(target.to_vec(), rows.clone());
        named.own = target.to_vec();
        scope.relations.push(named);
        for name in ["inserted", "deleted", "new", "old"] {
            scope.relations.push(Named::shared(vec![name.to_owned()], rows.clone()).hidden());
        }
        let mut made = Relation::default();
        for item in items {
            self.item(item, &scope, &mut made);
        }
        made
    }

    /// A statement within a WITH: what it returns of the rows that it wrote or removed.
    pub fn returned(&mut self, statement: &Statement) -> Relation {
        self.statement(statement);
        let Some(target) = self.written.last().cloned() else { return Relation::default() };
        let items = match statement {
            Statement::Insert(s) => s.returning.as_ref(),
            Statement::Update(s) => s.returning.as_ref(),
            Statement::Delete(s) => s.returning.as_ref(),
            _ => None,
        };
        match items {
            Some(items) => {
                self.reads(&target);
                self.rows_of(&target, items)
            }
            None => self.stored(&target),
        }
    }
}
