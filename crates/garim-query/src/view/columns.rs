//! The columns of a table under a view.

use arrow_schema::{DataType, Field};
use garim_core::{
    class::{Class, Treatment},
    name::ColumnName,
    schema::{Column, LogicalType, Role, Schema},
    subject::Kind,
    view::{Mask, Sight, TableView},
};
use garim_lake::layout;

/// How a column's value is made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    /// As the lake holds it.
    AsStored,
    /// A pseudonym in 32 hex digits.
    Hex,
    /// `***` where there is a value; the vault is not asked.
    Hidden,
    /// The stored value as text, through a mask.
    Masked(Mask),
    /// A value of the vault.
    Revealed {
        /// The identifier column with the person's pseudonym; for an identifier, itself.
        of: ColumnName,
        /// The vault kind.
        kind: Kind,
        /// The mask; `None`: as it is, in the column's own type.
        mask: Option<Mask>,
    },
}

/// One column that a statement may name.
#[derive(Debug, Clone)]
pub(crate) struct ViewColumn {
    /// Its name in the lake and in the statement.
    pub name: ColumnName,
    /// The column's own type, before protection.
    pub logical: LogicalType,
    /// The type in the lake.
    pub stored: DataType,
    /// How its value is made.
    pub shown: Shown,
}

impl ViewColumn {
    /// The field that a statement sees.
    pub fn field(&self) -> Field {
        let seen = match &self.shown {
            Shown::AsStored => self.stored.clone(),
            Shown::Revealed { mask: None, .. } => clear_type(self),
            _ => DataType::Utf8,
        };
        Field::new(self.name.as_str(), seen, true)
    }

    /// The stored columns that its value is made from.
    pub fn reads(&self) -> Vec<ColumnName> {
        match &self.shown {
            Shown::Revealed { of, .. } if *of != self.name => vec![self.name.clone(), of.clone()],
            _ => vec![self.name.clone()],
        }
    }
}

/// The type of a value that is shown as it is: the one that the lake would store it in, were it not protected.
fn clear_type(column: &ViewColumn) -> DataType {
    let plain = Column {
        name: column.name.clone(),
        logical: column.logical,
        required: false,
        optional: false,
        class: Class::None,
        role: Role::Neutral,
    };
    layout::physical(&plain).unwrap_or(DataType::Utf8)
}

/// Every column of the lake as it is stored, for pipelines. Sealed columns are absent.
pub(crate) fn physical(schema: &Schema) -> Vec<ViewColumn> {
    schema.columns.iter().filter_map(|c| column(c, Shown::AsStored)).collect()
}

/// The columns that a view leaves. Denied and sealed ones are absent: naming them is like naming what never was.
pub(crate) fn visible(schema: &Schema, view: &TableView) -> Vec<ViewColumn> {
    schema.columns.iter().filter_map(|c| column(c, shown(schema, c, view.sight(&c.name))?)).collect()
}

fn column(column: &Column, shown: Shown) -> Option<ViewColumn> {
    let stored = layout::physical(column)?;
    Some(ViewColumn { name: column.name.clone(), logical: column.logical, stored, shown })
}

/// What a sight makes of a column; `None`: it is absent. Where a sight does not fit the column, less is shown.
fn shown(schema: &Schema, column: &Column, sight: Sight) -> Option<Shown> {
    match (column.treatment(), sight) {
        (_, Sight::Denied) | (Treatment::Sealed, _) => None,
        (_, Sight::Masked(mask)) if !mask.needs_value() => Some(Shown::Hidden),
        (Treatment::Identifier, Sight::Pseudonym) => Some(Shown::Hex),
        (Treatment::Identifier, Sight::Clear) => Some(revealed(column.name.clone(), Kind::id(), None)),
        (Treatment::Identifier, Sight::Masked(mask)) => Some(revealed(column.name.clone(), Kind::id(), Some(mask))),
        (_, Sight::Pseudonym) => None,
        (Treatment::Protected, Sight::Clear) => person(schema, column).map(|(of, kind)| revealed(of, kind, None)),
        (Treatment::Protected, Sight::Masked(mask)) => {
            Some(person(schema, column).map_or(Shown::Hidden, |(of, kind)| revealed(of, kind, Some(mask))))
        }
        (Treatment::Plain | Treatment::Quasi, Sight::Clear) => Some(Shown::AsStored),
        (Treatment::Plain | Treatment::Quasi, Sight::Masked(mask)) => Some(Shown::Masked(mask)),
    }
}

fn revealed(of: ColumnName, kind: Kind, mask: Option<Mask>) -> Shown {
    Shown::Revealed { of, kind, mask }
}

/// The identifier column with a protected value's person. Values of nobody (their subject is the dataset's day) cannot be
/// revealed yet.
fn person(schema: &Schema, column: &Column) -> Option<(ColumnName, Kind)> {
    let Role::BelongsTo { of: Some(of), kind } = &column.role else { return None };
    schema.identifiers().any(|c| &c.name == of).then(|| (of.clone(), kind.clone()))
}
