//! Pipeline SQL.

use garim_core::{Error, Result};
use garim_lake::LocalLake;
use garim_ports::{Transform, Transformed};

use crate::prepare::LocalPrepared;

pub(crate) async fn transform(_: &LocalLake, _: &LocalPrepared, _: Transform) -> Result<Transformed> {
    Err(Error::internal("transforming", "not there yet"))
}
