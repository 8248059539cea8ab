//! Staging.

use std::sync::Arc;

use garim_core::{Error, Result};
use garim_ports::{Input, Progress, Staging, Vault, WritePlan};

use crate::LocalLake;

pub(crate) async fn stage(
    _lake: &LocalLake,
    _plan: &WritePlan,
    _input: Input,
    _vault: Arc<dyn Vault>,
    _progress: Arc<dyn Progress>,
) -> Result<Staging> {
    Err(Error::internal("staging", "not there yet"))
}
