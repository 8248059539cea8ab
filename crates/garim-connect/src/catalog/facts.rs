//! From what was found to facts.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use garim_core::{
    imported::{DatasetKey, Fact, ImportedColumn, ImportedDataset, Lifecycle, Reference},
    time::Timestamp,
};
use garim_lineage::Dialect;
use garim_ports::{Known, Tally};

use super::{Found, views};
use crate::{
    openlineage::address,
    usage::{Names, folded},
};

/// Makes facts of what a database says.
pub(crate) struct Facts {
    pub namespace: String,
    pub dialect: Dialect,
    pub now: Timestamp,
    pub known: Arc<dyn Known>,
}

impl Facts {
    /// Names as statements have them.
    pub fn names(&self) -> Names {
        Names {
            namespace: self.namespace.clone(),
            dialect: self.dialect,
            known: Arc::clone(&self.known),
            database: None,
            schema: None,
            met: RefCell::default(),
        }
    }

    /// The dataset of a name in parts.
    pub fn key(&self, parts: &[String]) -> Option<DatasetKey> {
        let folded: Vec<String> = parts.iter().map(|p| folded(p, self.dialect)).collect();
        DatasetKey::of_parts(&self.namespace, &folded).ok()
    }

    /// Datasets, and the edges of the views among them.
    pub fn of(&self, found: &[Found], tally: &mut Tally) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut columns: HashMap<DatasetKey, Vec<String>> = HashMap::new();
        for one in found {
            tally.records += 1;
            let Some(dataset) = self.dataset(one) else {
                tally.not_understood("the table has a name that cannot be kept", "the database");
                continue;
            };
            columns.insert(dataset.key.clone(), one.columns.iter().map(|c| c.name.clone()).collect());
            facts.push(Fact::Dataset(dataset));
        }
        let schemas = views::Columns { names: self.names(), by_key: columns };
        for one in found.iter().filter(|f| f.view.is_some()) {
            facts.extend(self.key(&one.parts).map(|key| views::read(&schemas, &key, one, self.now, tally)).into_iter().flatten());
        }
        facts
    }

    fn dataset(&self, found: &Found) -> Option<ImportedDataset> {
        let column = |c: &super::FoundColumn| ImportedColumn {
            name: c.name.clone(),
            data_type: c.data_type.clone(),
            description: c.comment.clone(),
            nullable: c.nullable,
            partition: c.partition,
            tags: Vec::new(),
        };
        let reference = |k: &super::ForeignKey| {
            let to = self.key(&k.to)?;
            Some(Reference { columns: k.columns.clone(), to: k.to_columns.iter().map(|c| to.column(c.clone())).collect() })
        };
        Some(ImportedDataset {
            kind: found.kind,
            description: found.comment.clone(),
            columns: Some(found.columns.iter().map(column).collect()),
            owners: found.owner.clone().map(|o| vec![o]),
            primary_key: Some(found.primary_key.clone()),
            references: Some(found.foreign_keys.iter().filter_map(reference).collect()),
            location: found.location.as_deref().map(address),
            rows: found.rows,
            bytes: found.bytes,
            changed: found.changed,
            lifecycle: Some(Lifecycle::Exists),
            revision: found.revision.clone(),
            ..ImportedDataset::new(self.key(&found.parts)?, self.now)
        })
    }
}
