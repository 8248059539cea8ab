//! A contract with what holds today: the registered columns, and the classes that were settled or decided.

use std::collections::HashMap;

use garim_core::{
    Result,
    asset::Contract,
    class::{Class, Classified},
    name::{ColumnName, DatasetName},
    view::{Sight, TableView},
};
use garim_ports::{StoredDataset, Tx};

/// A dataset with what holds for it.
pub(crate) struct Effective {
    /// The contract, with registered columns and the classes that hold.
    pub(crate) contract: Contract,
    /// As stored.
    pub(crate) stored: StoredDataset,
    /// What holds for each column, and why.
    pub(crate) classified: HashMap<ColumnName, Classified>,
}

/// Loads a dataset with what holds for it; `None` if there is none of that name.
pub(crate) async fn effective(tx: &mut dyn Tx, name: &DatasetName) -> Result<Option<Effective>> {
    let Some(stored) = tx.datasets().get(name).await? else { return Ok(None) };
    let classified: HashMap<ColumnName, Classified> = tx.columns().of(name).await?.into_iter().collect();
    let mut contract = stored.contract.clone();
    if let Some(schema) = &stored.schema {
        contract.schema = schema.schema.clone();
    }
    for column in &mut contract.schema.columns {
        // A computed column has no recorded class: what the run inherited stands in the schema.
        if let Some(held) = classified.get(&column.name) {
            column.class = held.class;
        }
    }
    Ok(Some(Effective { contract, stored, classified }))
}

impl Effective {
    /// A view of it in which columns whose class no longer fits the bytes in the lake are denied, until a job has brought
    /// the partitions in line.
    pub(crate) fn guard(&self, mut view: TableView) -> TableView {
        for (name, sight) in &mut view.columns {
            let written =
                self.stored.schema.as_ref().and_then(|s| s.schema.column(name)).map_or(Class::Unclassified, |c| c.class);
            let held = self.contract.schema.column(name).map_or(Class::Unclassified, |c| c.class);
            if written.treatment() != held.treatment() {
                *sight = Sight::Denied;
            }
        }
        view
    }
}
