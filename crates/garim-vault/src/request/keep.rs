//! What is kept for a request, sealed under the request's own key: gone with that key.

use garim_core::{Entity, Error, Result, name::RequestId};
use sqlx::{Connection, Row, SqliteConnection};

use crate::{
    crypt::{Cipher, FORMAT, unwrap},
    local::LocalVault,
    sql::failed,
};

/// Of the vault's own blobs; callers' names are prefixed, so that they cannot meet.
const CALLERS: &str = "kept/";

/// A request whose key is there.
pub(crate) struct Open<'a> {
    vault: &'a LocalVault,
    id: RequestId,
    cipher: Cipher,
}

const KEY: &str = "SELECT wrapped, commitment FROM request_vault WHERE request = $1";
const GET: &str = "SELECT sealed FROM request_blob WHERE request = $1 AND name = $2";
const PUT: &str = "
INSERT INTO request_blob (request, name, sealed)
VALUES ($1, $2, $3)
ON CONFLICT (request, name) DO UPDATE SET sealed = excluded.sealed";

/// What a request's key is bound to.
pub(crate) fn key_aad(vault: &LocalVault, id: RequestId) -> Vec<u8> {
    [&[FORMAT, b'r'], &vault.project[..], id.uuid().as_bytes()].concat()
}

impl<'a> Open<'a> {
    /// With a key that was made just now.
    pub(crate) fn with(vault: &'a LocalVault, id: RequestId, cipher: Cipher) -> Self {
        Self { vault, id, cipher }
    }

    /// The request, if it was filed and is not closed.
    pub(crate) async fn find(vault: &'a LocalVault, conn: &mut SqliteConnection, id: RequestId) -> Result<Option<Self>> {
        let query = sqlx::query(KEY).bind(id.uuid().as_bytes().to_vec());
        let Some(row) = query.fetch_optional(conn).await.map_err(failed("reading a request's key"))? else {
            return Ok(None);
        };
        let key = unwrap(&vault.master.wrapping, row.get(0), row.get(1), &key_aad(vault, id))?;
        Ok(Some(Self::with(vault, id, key.cipher())))
    }

    /// The request, or "not found".
    pub(crate) async fn load(vault: &'a LocalVault, conn: &mut SqliteConnection, id: RequestId) -> Result<Self> {
        Self::find(vault, conn, id).await?.ok_or_else(|| Error::not_found(Entity::Request, id))
    }

    /// Keeps bytes; replaces what was there.
    pub(crate) async fn put(&self, conn: &mut SqliteConnection, name: &str, plain: &[u8]) -> Result<()> {
        let sealed = self.cipher.seal(plain, &self.aad(name))?;
        let query = sqlx::query(PUT).bind(self.id.uuid().as_bytes().to_vec()).bind(name).bind(sealed);
        query.execute(conn).await.map_err(failed("keeping what a request needs"))?;
        Ok(())
    }

    /// What is kept under a name.
    pub(crate) async fn get(&self, conn: &mut SqliteConnection, name: &str) -> Result<Option<Vec<u8>>> {
        let query = sqlx::query_scalar::<_, Vec<u8>>(GET).bind(self.id.uuid().as_bytes().to_vec()).bind(name);
        let sealed = query.fetch_optional(conn).await.map_err(failed("reading what a request needs"))?;
        sealed.map(|s| self.cipher.open(&s, &self.aad(name))).transpose()
    }

    fn aad(&self, name: &str) -> Vec<u8> {
        [&[FORMAT, b'b'], &self.vault.project[..], self.id.uuid().as_bytes(), name.as_bytes()].concat()
    }
}

/// See [`garim_ports::Vault::keep_for`].
pub(crate) async fn keep_for(vault: &LocalVault, id: RequestId, name: &str, bytes: &[u8]) -> Result<()> {
    let failed = failed("keeping what a request needs");
    let mut writers = vault.database.writers.lock().await;
    let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    Open::load(vault, &mut tx, id).await?.put(&mut tx, &format!("{CALLERS}{name}"), bytes).await?;
    tx.commit().await.map_err(&failed)
}

/// See [`garim_ports::Vault::kept_for`]. Nothing is kept for a request that has ended.
pub(crate) async fn kept_for(vault: &LocalVault, id: RequestId, name: &str) -> Result<Option<Vec<u8>>> {
    let mut conn = vault.database.readers.acquire().await.map_err(failed("reading what a request needs"))?;
    match Open::find(vault, &mut conn, id).await? {
        Some(open) => open.get(&mut conn, &format!("{CALLERS}{name}")).await,
        None => Ok(None),
    }
}
