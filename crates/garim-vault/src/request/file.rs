//! A request is filed: its subject is kept sealed until it ends.

use garim_core::{
    Entity, Error, Result,
    name::{RequestId, SubjectType},
    subject::{Pseudonym, SubjectId},
};
use sha2::{Digest, Sha256};
use sqlx::{Connection, SqliteConnection};
use zeroize::Zeroizing;

use super::keep::{Open, key_aad};
use crate::{
    crypt::{Key, cannot_open, fill, wrap},
    keys::Lookup,
    local::LocalVault,
    sql::{failed, fixed},
};

const SUBJECT: &str = "subject";
const SALT: &str = "salt";

const INSERT: &str = "INSERT INTO request_vault (request, wrapped, commitment) VALUES ($1, $2, $3)";
const PSEUDONYMS: &str = "SELECT pseudonym FROM subject_lookup WHERE lookup = $1 ORDER BY generation";

/// See [`garim_ports::Vault::file`]. The same request for the same subject again changes nothing.
pub(crate) async fn file(vault: &LocalVault, id: RequestId, subject: &SubjectId) -> Result<()> {
    let failed = failed("filing a request");
    let mut writers = vault.database.writers.lock().await;
    let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    if let Some(open) = Open::find(vault, &mut tx, id).await? {
        return match subject_of(&open, &mut tx).await? == *subject {
            true => Ok(()),
            false => Err(Error::AlreadyExists { entity: Entity::Request, name: id.to_string() }),
        };
    }
    let key = Key::random()?;
    let wrapped = wrap(&vault.master.wrapping, &key, &key_aad(vault, id))?;
    let query = sqlx::query(INSERT).bind(id.uuid().as_bytes().to_vec()).bind(wrapped.sealed).bind(wrapped.commitment);
    query.execute(&mut *tx).await.map_err(&failed)?;
    let open = Open::with(vault, id, key.cipher());
    let mut salt = Zeroizing::new([0; 32]);
    fill(salt.as_mut())?;
    open.put(&mut tx, SALT, &salt[..]).await?;
    open.put(&mut tx, SUBJECT, &plain(subject)).await?;
    tx.commit().await.map_err(&failed)
}

/// Type ‖ 0 ‖ id.
fn plain(subject: &SubjectId) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([subject.subject_type().as_str().as_bytes(), &[0], subject.reveal().as_bytes()].concat())
}

/// Whom a request is about.
pub(super) async fn subject_of(open: &Open<'_>, conn: &mut SqliteConnection) -> Result<SubjectId> {
    let kept = Zeroizing::new(open.get(conn, SUBJECT).await?.ok_or_else(cannot_open)?);
    let text = std::str::from_utf8(&kept).map_err(|_| cannot_open())?;
    let (kind, id) = text.split_once('\0').ok_or_else(cannot_open)?;
    let kind = SubjectType::new(kind).map_err(|_| cannot_open())?;
    SubjectId::from_text(kind, id).map_err(|_| cannot_open())
}

/// See [`garim_ports::Vault::commitment`]: the commitment, then the salt.
pub(crate) async fn commitment(vault: &LocalVault, id: RequestId) -> Result<([u8; 32], [u8; 32])> {
    let mut conn = vault.database.readers.acquire().await.map_err(failed("reading a request"))?;
    let open = Open::load(vault, &mut conn, id).await?;
    let salt: [u8; 32] = fixed(&open.get(&mut conn, SALT).await?.ok_or_else(cannot_open)?)?;
    let subject = subject_of(&open, &mut conn).await?;
    Ok((Sha256::new().chain_update(salt).chain_update(&*plain(&subject)).finalize().into(), salt))
}

/// See [`garim_ports::Vault::pseudonyms`].
pub(crate) async fn pseudonyms(vault: &LocalVault, id: RequestId) -> Result<Vec<Pseudonym>> {
    let mut conn = vault.database.readers.acquire().await.map_err(failed("reading a request"))?;
    let open = Open::load(vault, &mut conn, id).await?;
    let lookup = vault.master.lookup(&subject_of(&open, &mut conn).await?);
    pseudonyms_of(&mut conn, &lookup).await
}

/// One for each generation that lives.
pub(super) async fn pseudonyms_of(conn: &mut SqliteConnection, lookup: &Lookup) -> Result<Vec<Pseudonym>> {
    let query = sqlx::query_scalar::<_, Vec<u8>>(PSEUDONYMS).bind(&lookup[..]);
    let rows = query.fetch_all(conn).await.map_err(failed("reading pseudonyms"))?;
    rows.iter().map(|p| fixed(p).map(Pseudonym::new)).collect()
}
