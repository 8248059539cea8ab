//! Removing what no version may name again.

use std::sync::Arc;

use garim_core::{Error, Result, name::DatasetName};
use garim_ports::{Purged, Vault};

use crate::LocalLake;

pub(crate) async fn purge(_lake: &LocalLake, _dataset: &DatasetName, _vault: Arc<dyn Vault>) -> Result<Purged> {
    Err(Error::internal("purging", "not there yet"))
}
