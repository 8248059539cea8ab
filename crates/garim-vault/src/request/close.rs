//! The request has ended: its key goes, and with it everything that was kept for it.

use garim_core::{Result, name::RequestId};
use sqlx::Connection;

use super::{file::subject_of, keep::Open};
use crate::{local::LocalVault, sql::failed, standing};

const DELETE_BLOBS: &str = "DELETE FROM request_blob WHERE request = $1";
const DELETE_KEY: &str = "DELETE FROM request_vault WHERE request = $1";
const RELEASE: &str = "DELETE FROM frozen WHERE request = $1";

/// Only where no other request froze the same person.
const RELEASE_KEYS: &str = "
UPDATE subject_key
SET frozen = 0
WHERE pseudonym IN (
  SELECT pseudonym
  FROM subject_lookup
  WHERE lookup = $1 AND lookup NOT IN (SELECT lookup FROM frozen)
)";

/// See [`garim_ports::Vault::close`]. If nothing was destroyed (the request was turned down), the person is released.
pub(crate) async fn close(vault: &LocalVault, id: RequestId) -> Result<()> {
    let failed = failed("closing a request");
    let request = id.uuid().as_bytes().to_vec();
    let mut writers = vault.database.writers.lock().await;
    let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    let Some(open) = Open::find(vault, &mut tx, id).await? else { return Ok(()) };
    let released = sqlx::query(RELEASE).bind(&request[..]).execute(&mut *tx).await.map_err(&failed)?.rows_affected();
    if released > 0 {
        let lookup = vault.master.lookup(&subject_of(&open, &mut tx).await?);
        sqlx::query(RELEASE_KEYS).bind(&lookup[..]).execute(&mut *tx).await.map_err(&failed)?;
        standing::changed(&mut tx).await?;
    }
    for statement in [DELETE_BLOBS, DELETE_KEY] {
        sqlx::query(statement).bind(&request[..]).execute(&mut *tx).await.map_err(&failed)?;
    }
    tx.commit().await.map_err(&failed)
}
