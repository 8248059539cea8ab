//! From here on the person counts as suppressed, whether we hold anything of theirs or not.

use garim_core::{Result, name::RequestId};
use sqlx::Connection;

use super::{destroy::remembered, file::subject_of, keep::Open};
use crate::{local::LocalVault, sql::failed, standing};

const FREEZE: &str = "INSERT INTO frozen (lookup, request) VALUES ($1, $2) ON CONFLICT (lookup, request) DO NOTHING";

const FREEZE_KEYS: &str = "
UPDATE subject_key
SET frozen = 1
WHERE pseudonym IN (SELECT pseudonym FROM subject_lookup WHERE lookup = $1)";

/// See [`garim_ports::Vault::freeze`].
pub(crate) async fn freeze(vault: &LocalVault, id: RequestId) -> Result<()> {
    let failed = failed("freezing a subject");
    let mut writers = vault.database.writers.lock().await;
    let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    let open = Open::load(vault, &mut tx, id).await?;
    if remembered(&open, &mut tx).await?.is_some() {
        return Ok(());
    }
    let lookup = vault.master.lookup(&subject_of(&open, &mut tx).await?);
    let query = sqlx::query(FREEZE).bind(&lookup[..]).bind(id.uuid().as_bytes().to_vec());
    if query.execute(&mut *tx).await.map_err(&failed)?.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query(FREEZE_KEYS).bind(&lookup[..]).execute(&mut *tx).await.map_err(&failed)?;
    standing::froze(&mut tx).await?;
    tx.commit().await.map_err(&failed)
}
