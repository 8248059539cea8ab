//! What the project declares goes into the store, and the index hears of it.

use garim_core::{
    Result,
    asset::Contract,
    class::{Basis, Class, Classified},
    name::ColumnRef,
};

use crate::{App, metrics};

impl App {
    /// Records contracts, metrics' datasets, and the classes that contracts declare for columns nobody has decided on.
    pub(crate) async fn declare(&self) -> Result<()> {
        let now = self.now();
        let mut tx = self.ports.store.begin().await?;
        for contract in &self.project.contracts {
            tx.datasets().declare(contract, now).await?;
            for (column, classified) in declared_classes(contract, now) {
                // A run's scanner may have found more than the contract declares: the stricter of both stands.
                let held = tx.columns().of(&contract.name).await?.into_iter().find(|(c, _)| *c == column.column);
                let stricter =
                    held.is_none_or(|(_, h)| h.basis == Basis::Contract || h.class.strictness() < classified.class.strictness());
                if stricter {
                    tx.columns().settle(&column, &classified).await?;
                }
            }
        }
        for metric in &self.project.metrics {
            let contract = metrics::contract_of(&self.project, metric)?;
            tx.datasets().declare(&contract, now).await?;
            for (column, classified) in declared_classes(&contract, now) {
                tx.columns().settle(&column, &classified).await?;
            }
            tx.outbox().add(&format!("metric:{}", metric.name)).await?;
        }
        tx.commit().await
    }
}

fn declared_classes(contract: &Contract, at: garim_core::time::Timestamp) -> Vec<(ColumnRef, Classified)> {
    let classified = contract.schema.columns.iter().filter(|c| c.class != Class::Unclassified);
    let claim = |c: &garim_core::schema::Column| {
        let column = ColumnRef { dataset: contract.name.clone(), column: c.name.clone() };
        (column, Classified { class: c.class, basis: Basis::Contract, at })
    };
    classified.map(claim).collect()
}
