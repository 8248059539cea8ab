//! The vault on this machine: a SQLite file, a root key beside it, a ledger elsewhere.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex as StdMutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use ed25519_dalek::{Signer, SigningKey};
use garim_core::{
    Error, Result,
    name::{DatasetName, RequestId, RunId},
    subject::{Ordinal, Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{Address, Clock, Destroyed, NewValue, Opener, SealScope, Sealer, Signature, Token, TokenAsk, Vault};
use sqlx::{Connection, SqliteConnection};
use zeroize::Zeroizing;

use crate::{
    compact,
    crypt::{Key, cannot_open, fill, same},
    database::Database,
    keys::Master,
    request, root,
    sql::{failed, fixed},
    standing::Standing,
};

/// Where a vault lives.
#[derive(Debug, Clone)]
pub struct LocalVaultConfig {
    /// The database, such as `.garim/vault.db`.
    pub database: PathBuf,
    /// The root key's file, such as `.garim/root.key`: made with mode 0600 on the first open.
    pub root_key: PathBuf,
    /// The ledger, such as `.garim-ledger`: outside what is backed up with the rest. Made by the first erasure.
    pub ledger: PathBuf,
}

/// Keeps subject keys and protected values in SQLite. Cheap to share behind an `Arc`; no `Debug`.
pub struct LocalVault {
    pub(crate) master: Master,
    /// Bound into everything that is sealed: a row carried into another project's vault does not open there.
    pub(crate) project: [u8; 16],
    pub(crate) database: Database,
    pub(crate) ledger: PathBuf,
    signing: SigningKey,
    standing: StdMutex<Arc<Standing>>,
    unsynced: AtomicBool,
}

impl LocalVault {
    /// Opens the vault, making database and root key if neither is there.
    ///
    /// # Errors
    /// *Invalid* if the root key is missing beside an existing database, may be read by others, or belongs to another
    /// vault.
    pub async fn open(config: LocalVaultConfig, clock: Arc<dyn Clock>) -> Result<Self> {
        let root = root::load(&config.root_key, !config.database.exists())?;
        let master = Master::derive(&root)?;
        let database = Database::open(&config.database, clock.now()).await?;
        let (project, signing) = first_things(&mut database.writers.lock().await.careful, &master).await?;
        Ok(Self {
            master,
            project,
            database,
            ledger: config.ledger,
            signing,
            standing: StdMutex::new(Arc::new(Standing::unknown())),
            unsynced: AtomicBool::new(false),
        })
    }

    /// Who is frozen and who was erased, as of this connection's transaction.
    pub(crate) async fn standing(&self, conn: &mut SqliteConnection) -> Result<Arc<Standing>> {
        let known = self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let now = Standing::now(conn, &known).await?;
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = now.clone();
        Ok(now)
    }

    /// A run has committed something that a power cut could still take.
    pub(crate) fn wrote(&self) {
        self.unsynced.store(true, Ordering::Release);
    }

    /// Makes everything durable that runs have written. Before an answer on which a commit of the lake relies.
    pub(crate) async fn sync(&self) -> Result<()> {
        if self.unsynced.swap(false, Ordering::AcqRel)
            && let Err(e) = self.database.sync().await
        {
            self.wrote();
            return Err(e);
        }
        Ok(())
    }
}

/// Reads the project's number and signing key; makes them on the first open. Refuses a root key of another vault.
async fn first_things(conn: &mut SqliteConnection, master: &Master) -> Result<([u8; 16], SigningKey)> {
    const BYTES: &str = "SELECT bytes FROM meta WHERE name = $1";
    let failed = failed("opening the vault");
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
    let check: Option<Vec<u8>> = sqlx::query_scalar(BYTES).bind("root_check").fetch_optional(&mut *tx).await.map_err(&failed)?;
    match check {
        Some(check) if same(&check, &master.check) => {}
        Some(_) => return Err(Error::invalid("the root key belongs to another vault; put back the one that was made with it")),
        None => make(&mut tx, master).await?,
    }
    let project: Vec<u8> = sqlx::query_scalar(BYTES).bind("project").fetch_one(&mut *tx).await.map_err(&failed)?;
    let sealed: Vec<u8> = sqlx::query_scalar(BYTES).bind("signing").fetch_one(&mut *tx).await.map_err(&failed)?;
    tx.commit().await.map_err(&failed)?;
    let seed = Zeroizing::new(master.signing.open(&sealed, b"signing")?);
    let seed: &[u8; 32] = seed.as_slice().try_into().map_err(|_| cannot_open())?;
    Ok((fixed(&project)?, SigningKey::from_bytes(seed)))
}

async fn make(conn: &mut SqliteConnection, master: &Master) -> Result<()> {
    const INSERT: &str = "INSERT INTO meta (name, number, bytes) VALUES ($1, $2, $3)";
    let mut project = vec![0; 16];
    fill(&mut project)?;
    let signing = master.signing.seal(Key::random()?.bytes(), b"signing")?;
    let secrets = [("root_check", master.check.to_vec()), ("project", project), ("signing", signing)];
    let counters = ["freeze_epoch", "standing", "subjects", "synced"].map(|name| (name, None));
    for (name, bytes) in secrets.into_iter().map(|(n, b)| (n, Some(b))).chain(counters) {
        let number = bytes.is_none().then_some(0_i64);
        let query = sqlx::query(INSERT).bind(name).bind(number).bind(bytes);
        query.execute(&mut *conn).await.map_err(failed("making the vault"))?;
    }
    Ok(())
}

#[async_trait]
impl Vault for LocalVault {
    async fn tokenise(&self, run: RunId, asks: &[TokenAsk]) -> Result<Vec<Token>> {
        self.tokenise_batch(run, asks).await
    }

    async fn put(&self, run: RunId, day: Day, values: &[NewValue<'_>]) -> Result<Vec<Ordinal>> {
        self.put_batch(run, day, values).await
    }

    async fn reveal(&self, addresses: &[Address]) -> Result<Vec<Option<Vec<u8>>>> {
        self.reveal_batch(addresses).await
    }

    async fn keep(&self, run: RunId) -> Result<()> {
        self.keep_run(run).await
    }

    async fn forget(&self, run: RunId) -> Result<()> {
        self.forget_run(run).await
    }

    async fn sealer(&self, scope: &SealScope) -> Result<Box<dyn Sealer>> {
        self.begin_seal(scope).await
    }

    async fn opener(&self, scope: &SealScope) -> Result<Box<dyn Opener>> {
        self.begin_open(scope).await
    }

    /// Also makes durable what runs have written so far: the lake's commit comes next.
    async fn freeze_epoch(&self) -> Result<u64> {
        const EPOCH: &str = "SELECT number FROM meta WHERE name = 'freeze_epoch'";
        self.sync().await?;
        let read = sqlx::query_scalar::<_, i64>(EPOCH).fetch_one(&self.database.readers).await;
        Ok(read.map_err(failed("reading the vault"))?.unsigned_abs())
    }

    async fn file(&self, request: RequestId, subject: &SubjectId) -> Result<()> {
        request::file(self, request, subject).await
    }

    async fn pseudonyms(&self, request: RequestId) -> Result<Vec<Pseudonym>> {
        request::pseudonyms(self, request).await
    }

    async fn count_values(&self, request: RequestId) -> Result<u64> {
        request::count_values(self, request).await
    }

    async fn commitment(&self, request: RequestId) -> Result<([u8; 32], [u8; 32])> {
        request::commitment(self, request).await
    }

    async fn freeze(&self, request: RequestId) -> Result<()> {
        request::freeze(self, request).await
    }

    async fn keep_for(&self, request: RequestId, name: &str, bytes: &[u8]) -> Result<()> {
        request::keep_for(self, request, name, bytes).await
    }

    async fn kept_for(&self, request: RequestId, name: &str) -> Result<Option<Vec<u8>>> {
        request::kept_for(self, request, name).await
    }

    async fn enter_ledger(&self, request: RequestId, day: Day) -> Result<()> {
        request::enter_ledger(self, request, day).await
    }

    async fn destroy(&self, request: RequestId, day: Day) -> Result<Destroyed> {
        request::destroy(self, request, day).await
    }

    async fn remove_values(&self, request: RequestId) -> Result<u64> {
        request::remove_values(self, request).await
    }

    async fn close(&self, request: RequestId) -> Result<()> {
        request::close(self, request).await
    }

    async fn destroy_seal(&self, dataset: &DatasetName, day: Day) -> Result<()> {
        self.destroy_seal_key(dataset, day).await
    }

    async fn compact(&self) -> Result<()> {
        compact::within(&self.database, compact::PATIENCE).await
    }

    async fn sign(&self, bytes: &[u8]) -> Result<Signature> {
        let signature = self.signing.sign(bytes).to_bytes().to_vec();
        Ok(Signature { signature, public_key: self.signing.verifying_key().to_bytes().to_vec() })
    }

    async fn census(&self) -> Result<Vec<(String, u64, u64)>> {
        self.count_kinds().await
    }
}
