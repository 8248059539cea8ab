//! MERGE: a source is matched with a target, and rows are updated, inserted or deleted.

use sqlparser::ast::{Assignment, Merge, MergeAction, MergeInsertExpr, MergeInsertKind, TableFactor};

use crate::{
    Kind, Usage,
    analyser::Analyser,
    names,
    scope::{Named, Scope},
};

/// Stands for `*` in `UPDATE SET *`, on both sides of the sign.
pub(crate) const ALL_COLUMNS: &str = "__all_columns__";

impl Analyser<'_> {
    /// Edges of a MERGE: the condition is a join, the clauses' conditions are filters.
    pub fn merge(&mut self, merge: &Merge) -> Kind {
        let TableFactor::Table { name, alias, .. } = &merge.table else {
            self.note("the target of the merge is no table".to_owned());
            return Kind::Merge;
        };
        let table = self.table(name);
        self.writes(&table);
        let mut scope = Scope::default();
        let own = alias.as_ref().map_or_else(|| table.clone(), |a| vec![names::part(&a.name)]);
        scope.relations.push(Named::new(own, self.stored(&table)));
        self.factor(&merge.source, &mut scope, false);
        self.condition(&scope, &merge.on, Usage::JoinKey);
        for clause in &merge.clauses {
            if let Some(e) = &clause.predicate {
                self.condition(&scope, e, Usage::Filter);
            }
            match &clause.action {
                MergeAction::Update(update) if is_all(&update.assignments) => self.whole_row(&scope, &table),
                MergeAction::Update(update) => {
                    self.assign(&scope, &update.assignments, &table);
                    for e in update.update_predicate.iter().chain(&update.delete_predicate) {
                        self.condition(&scope, e, Usage::Filter);
                    }
                }
                MergeAction::Insert(insert) => self.merge_insert(insert, &scope, &table),
                MergeAction::Delete { .. } => {}
            }
        }
        self.shape_target(&table);
        Kind::Merge
    }

    fn merge_insert(&mut self, insert: &MergeInsertExpr, scope: &Scope, table: &[String]) {
        let listed: Vec<String> = insert.columns.iter().filter_map(names::last).collect();
        let columns = if listed.is_empty() { self.schemas.columns(table).unwrap_or_default() } else { listed };
        match &insert.kind {
            MergeInsertKind::Values(values) => {
                // The target's row does not exist yet: an unqualified name in VALUES is the source's.
                let mut source = Scope::default();
                source.relations.extend(scope.relations.iter().skip(1).cloned());
                for row in &values.rows {
                    if columns.len() != row.len() {
                        self.note(format!("{} columns are inserted from {}", columns.len(), row.len()));
                    }
                    for (column, value) in columns.iter().zip(row.iter()) {
                        let inputs = self.expr(&source, value, Usage::Value);
                        self.flows(&inputs, Some(table), column);
                    }
                }
            }
            MergeInsertKind::Row => self.whole_row(scope, table),
        }
        if let Some(e) = &insert.insert_predicate {
            self.condition(scope, e, Usage::Filter);
        }
    }
    /// The source's row as it is, each column into the one of its name.
    fn whole_row(&mut self, scope: &Scope, table: &[String]) {
        if let Some(named) = scope.relations.last() {
            let relation = (*named.relation).clone();
            self.deliver(&relation, Some(table), None);
        }
    }
}

/// `SET *`.
fn is_all(assignments: &[Assignment]) -> bool {
    matches!(assignments, [one] if crate::dml::targets(one).iter().any(|(_, name)| name == ALL_COLUMNS))
}
