//! Views: what one principal may see of one table. Policy chooses, query compiles, and both must agree with the
//! reference implementations on plain values that stand here.

mod mask;

use serde::{Deserialize, Serialize};

pub use mask::Mask;

use crate::name::{ColumnName, DatasetName};

/// What one principal may see of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// The value.
    Clear,
    /// The value through a mask.
    Masked(Mask),
    /// The subject's pseudonym, as 32 hex digits.
    Pseudonym,
    /// Not in `*`, an error by name.
    Denied,
}

/// Which rows are left. Closed, so that it can be compiled above the scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFilter {
    /// Every row.
    All,
    /// No row.
    Nothing,
}

/// What one principal may see of one table, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableView {
    /// The table.
    pub dataset: DatasetName,
    /// Each column of its schema with what is seen of it.
    pub columns: Vec<(ColumnName, Sight)>,
    /// Which rows.
    pub rows: RowFilter,
    /// The ids of the policies that decided.
    pub policies: Vec<String>,
}

impl TableView {
    /// What is seen of a column; a column that the view does not know is denied.
    pub fn sight(&self, column: &ColumnName) -> Sight {
        self.columns.iter().find(|(c, _)| c == column).map_or(Sight::Denied, |(_, s)| *s)
    }
}
