//! The columns of one analysis by number: names are kept once, and compared as numbers.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use garim_core::lineage::{Direct, Indirect, Transformation};

use crate::{
    Column,
    flow::{COUNT, COUNT_DISTINCT, How},
};

/// A column of a stored table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ColumnId(u32);

/// A stored table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TableId(u32);

#[derive(Default)]
struct Inner {
    tables: Vec<Vec<String>>,
    columns: Vec<(TableId, Rc<str>)>,
    by_name: HashMap<(TableId, Rc<str>), ColumnId>,
    /// Aggregates, after the two that have fixed numbers.
    functions: Vec<String>,
}

/// All that were met so far. Lookups go on while the rest of the analysis is borrowed, so that it changes from within.
#[derive(Default)]
pub(crate) struct Columns(RefCell<Inner>);

impl Columns {
    /// A table's number.
    pub fn table(&self, name: &[String]) -> TableId {
        let mut inner = self.0.borrow_mut();
        // Statements read a handful of tables: looking through them costs less than hashing.
        let at = inner.tables.iter().position(|t| t == name).unwrap_or_else(|| {
            inner.tables.push(name.to_vec());
            inner.tables.len() - 1
        });
        TableId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// A table's name.
    pub fn table_name(&self, table: TableId) -> Vec<String> {
        self.0.borrow().tables[table.0 as usize].clone()
    }

    /// A column's number.
    pub fn column(&self, table: TableId, name: &str) -> ColumnId {
        let key = (table, Rc::from(name));
        let mut inner = self.0.borrow_mut();
        if let Some(id) = inner.by_name.get(&key) {
            return *id;
        }
        let id = ColumnId(u32::try_from(inner.columns.len()).unwrap_or(u32::MAX));
        inner.columns.push(key.clone());
        inner.by_name.insert(key, id);
        id
    }

    /// The table of a column.
    pub fn table_of(&self, column: ColumnId) -> TableId {
        self.0.borrow().columns[column.0 as usize].0
    }

    /// A column by its names.
    pub fn named(&self, column: ColumnId) -> Column {
        let inner = self.0.borrow();
        let (table, name) = &inner.columns[column.0 as usize];
        Column { table: inner.tables[table.0 as usize].clone(), name: name.to_string() }
    }

    /// An aggregate's number.
    pub fn function(&self, name: &str) -> How {
        How::Aggregate(match name {
            "count" => COUNT,
            "count_distinct" | "approx_distinct" => COUNT_DISTINCT,
            _ => {
                let mut inner = self.0.borrow_mut();
                let at = inner.functions.iter().position(|f| f == name).unwrap_or_else(|| {
                    inner.functions.push(name.to_owned());
                    inner.functions.len() - 1
                });
                u16::try_from(at).unwrap_or(u16::MAX - 2) + 2
            }
        })
    }

    /// What an edge of this kind says.
    pub fn transformation(&self, how: How) -> Transformation {
        Transformation::Direct(match how {
            How::Identity => Direct::Identity,
            How::Expression => Direct::Expression,
            How::Masked => Direct::Masked,
            How::Unresolved => Direct::Unresolved,
            How::Conditional => return Transformation::Indirect(Indirect::Conditional),
            How::Window => return Transformation::Indirect(Indirect::Window),
            How::Aggregate(COUNT) => Direct::Aggregate { function: "count".to_owned() },
            How::Aggregate(COUNT_DISTINCT) => Direct::Aggregate { function: "count_distinct".to_owned() },
            How::Aggregate(n) => {
                Direct::Aggregate { function: self.0.borrow().functions.get(n as usize - 2).cloned().unwrap_or_default() }
            }
        })
    }
}
