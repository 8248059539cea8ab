//! Governed plans: the sole home of DataFusion. Queries see each table through a view, at the scan; pipeline SQL sees what
//! the lake stores, and is refused where it would make of identifiers or protected values what nobody could protect.
//!
//! It refuses to know who somebody is and why a view is as it is (policy decides), what a table is called on disk (the lake
//! does), how a value is kept (the vault does) and where lineage goes. No message of DataFusion ever leaves it.

mod deep;
mod failure;
pub mod limits;
mod prepare;
mod run;
mod scan;
mod session;
mod transform;
mod view;
mod worker;

use std::sync::Arc;

use async_trait::async_trait;
use garim_core::{Result, authz::Permit, time::Zone, view::TableView};
use garim_lake::LocalLake;
use garim_ports::{Engine, InputTable, Prepared, Rows, Transform, Transformed, Vault};

use prepare::LocalPrepared;

/// Runs SQL in this process, on the lake.
#[derive(Debug, Clone)]
pub struct LocalEngine {
    lake: LocalLake,
}

impl LocalEngine {
    /// Over a lake.
    pub fn new(lake: LocalLake) -> Self {
        Self { lake }
    }
}

#[async_trait]
impl Engine for LocalEngine {
    fn prepare(&self, text: &str) -> Result<Arc<dyn Prepared>> {
        Ok(Arc::new(prepare::prepare(text)?))
    }

    async fn run(
        &self,
        prepared: &dyn Prepared,
        tables: Vec<(InputTable, TableView)>,
        vault: Arc<dyn Vault>,
        _permit: &Permit,
        zone: Zone,
        row_limit: usize,
    ) -> Result<Rows> {
        run::run(&self.lake, LocalPrepared::of(prepared)?, tables, vault, zone, row_limit).await
    }

    async fn transform(&self, prepared: &dyn Prepared, transform: Transform) -> Result<Transformed> {
        transform::transform(&self.lake, LocalPrepared::of(prepared)?, transform).await
    }
}
