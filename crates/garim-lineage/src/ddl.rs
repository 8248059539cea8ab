//! CREATE TABLE and CREATE VIEW.

use sqlparser::ast::{CreateTable, CreateTableLikeKind, CreateView};

use crate::{Kind, analyser::Analyser, names};

impl Analyser<'_> {
    /// CREATE TABLE: AS SELECT, CLONE, or only its columns.
    pub fn create_table(&mut self, create: &CreateTable) -> Kind {
        let table = self.table(&create.name);
        self.writes(&table);
        let columns: Vec<String> = create.columns.iter().map(|c| names::part(&c.name)).collect();
        if let Some(query) = &create.query {
            let relation = self.query(query, None);
            self.deliver(&relation, Some(&table), Some(columns.as_slice()).filter(|c| !c.is_empty()));
        } else if let Some(source) = &create.clone {
            let source = self.table(source);
            self.reads(&source);
            let relation = self.stored(&source);
            self.deliver(&relation, Some(&table), None);
        } else if let Some(CreateTableLikeKind::Plain(like) | CreateTableLikeKind::Parenthesized(like)) = &create.like {
            let source = self.table(&like.name);
            self.output = self.schemas.columns(&source).unwrap_or_default();
        } else {
            self.output = columns;
        }
        Kind::CreateTable
    }

    /// CREATE VIEW: what it offers flows into it.
    pub fn create_view(&mut self, create: &CreateView) -> Kind {
        let view = self.table(create.to.as_ref().unwrap_or(&create.name));
        self.writes(&view);
        let columns: Vec<String> = create.columns.iter().map(|c| names::part(&c.name)).collect();
        let relation = self.query(&create.query, None);
        self.deliver(&relation, Some(&view), Some(columns.as_slice()).filter(|c| !c.is_empty()));
        Kind::CreateView
    }
}
