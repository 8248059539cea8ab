//! Sealed files: chunks of AES-256-GCM under a key of the file's own, which derives from the dataset's key of that day.
//!
//! A file is `GSF1` ‖ salt (32) ‖ key commitment (32), then frames of length (4) ‖ last (1) ‖ ciphertext with tag. The salt
//! is random, so the key is the file's own and the chunk's number can be the nonce. Scope, number and last flag are bound
//! into every chunk; a file without a last chunk does not open.

use garim_core::{Error, Result, name::DatasetName, time::Day};
use garim_ports::{Opener, SealScope, Sealer};
use sqlx::{Connection, Row, SqliteConnection};
use zeroize::Zeroizing;

use crate::{
    crypt::{Cipher, FORMAT, Key, NONCE, cannot_open, fill, same, unwrap, wrap},
    local::LocalVault,
    sql::{failed, number_of},
};

const MAGIC: &[u8; 4] = b"GSF1";
const SALT: usize = 32;
const HEADER: usize = MAGIC.len() + SALT + 32;

const GET: &str = "SELECT wrapped, commitment FROM seal_key WHERE dataset = $1 AND day = $2";
const PUT: &str = "INSERT INTO seal_key (dataset, day, wrapped, commitment) VALUES ($1, $2, $3, $4)";
const DESTROY: &str = "DELETE FROM seal_key WHERE dataset = $1 AND day = $2";

impl LocalVault {
    /// See [`garim_ports::Vault::sealer`]. Makes the day's key with the first file.
    pub(crate) async fn begin_seal(&self, scope: &SealScope) -> Result<Box<dyn Sealer>> {
        let failed = failed("making a key for a sealed file");
        let mut writers = self.database.writers.lock().await;
        let mut tx = writers.careful.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let key = match self.seal_key(&mut tx, scope).await? {
            Some(key) => key,
            None => {
                let key = Key::random()?;
                let wrapped = wrap(&self.master.wrapping, &key, &self.seal_aad(scope))?;
                let query = sqlx::query(PUT).bind(scope.dataset.to_string()).bind(number_of(scope.day));
                query.bind(wrapped.sealed).bind(wrapped.commitment).execute(&mut *tx).await.map_err(&failed)?;
                key
            }
        };
        tx.commit().await.map_err(&failed)?;
        let mut salt = [0; SALT];
        fill(&mut salt)?;
        let (cipher, commitment) = file_key(&key, &salt)?;
        let header = [&MAGIC[..], &salt, &commitment].concat();
        Ok(Box::new(Sealing { cipher, scope: scope_aad(&self.project, scope), header, next: Some(0) }))
    }

    /// See [`garim_ports::Vault::opener`]. Without the day's key everything fails as a forged file does.
    pub(crate) async fn begin_open(&self, scope: &SealScope) -> Result<Box<dyn Opener>> {
        let mut conn = self.database.readers.acquire().await.map_err(failed("reading a key"))?;
        let key = self.seal_key(&mut conn, scope).await?.ok_or_else(cannot_open)?;
        Ok(Box::new(Opening { key, scope: scope_aad(&self.project, scope) }))
    }

    /// See [`garim_ports::Vault::destroy_seal`]. Idempotent.
    pub(crate) async fn destroy_seal_key(&self, dataset: &DatasetName, day: Day) -> Result<()> {
        let mut writers = self.database.writers.lock().await;
        let query = sqlx::query(DESTROY).bind(dataset.to_string()).bind(number_of(day));
        query.execute(&mut writers.careful).await.map_err(failed("destroying a key"))?;
        Ok(())
    }

    async fn seal_key(&self, conn: &mut SqliteConnection, scope: &SealScope) -> Result<Option<Key>> {
        let query = sqlx::query(GET).bind(scope.dataset.to_string()).bind(number_of(scope.day));
        let row = query.fetch_optional(conn).await.map_err(failed("reading a key"))?;
        row.map(|r| unwrap(&self.master.wrapping, r.get(0), r.get(1), &self.seal_aad(scope))).transpose()
    }

    fn seal_aad(&self, scope: &SealScope) -> Vec<u8> {
        let of = format!("{}\0{}", scope.dataset, scope.day.dt());
        [&[FORMAT, b'f'], &self.project[..], of.as_bytes()].concat()
    }
}

/// The file's own key, and what commits to it.
fn file_key(day: &Key, salt: &[u8]) -> Result<(Cipher, [u8; 32])> {
    let key = day.expand(&[b"file", salt])?;
    Ok((key.cipher(), *key.expand(&[b"commitment"])?.bytes()))
}

/// Names hold no 0, so the parts cannot run into each other.
fn scope_aad(project: &[u8; 16], scope: &SealScope) -> Vec<u8> {
    let of = format!("{}\0{}\0{}\0", scope.dataset, scope.day.dt(), scope.file);
    [&[FORMAT, b'c'], &project[..], of.as_bytes()].concat()
}

fn chunk_aad(scope: &[u8], number: u64, last: bool) -> Vec<u8> {
    [scope, &number.to_be_bytes(), &[u8::from(last)]].concat()
}

fn nonce(number: u64) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce[NONCE - 8..].copy_from_slice(&number.to_be_bytes());
    nonce
}

struct Sealing {
    cipher: Cipher,
    scope: Vec<u8>,
    header: Vec<u8>,
    /// The next chunk's number; `None` after the last.
    next: Option<u64>,
}

impl Sealer for Sealing {
    fn seal(&mut self, chunk: &[u8], last: bool) -> Result<Vec<u8>> {
        let ended = || Error::internal("sealing a file", "its last chunk was sealed already");
        let number = self.next.take().ok_or_else(ended)?;
        let sealed = self.cipher.seal_with(nonce(number), chunk, &chunk_aad(&self.scope, number, last))?;
        let length = u32::try_from(sealed.len() - NONCE).map_err(|e| Error::internal("sealing a file", e))?;
        let mut out = std::mem::take(&mut self.header);
        out.extend_from_slice(&length.to_be_bytes());
        out.push(u8::from(last));
        out.extend_from_slice(&sealed[NONCE..]);
        self.next = (!last).then_some(number + 1);
        Ok(out)
    }
}

struct Opening {
    key: Key,
    scope: Vec<u8>,
}

impl Opener for Opening {
    fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>> {
        let (header, mut rest) = sealed.split_at_checked(HEADER).ok_or_else(cannot_open)?;
        let (magic, header) = header.split_at(MAGIC.len());
        let (salt, commitment) = header.split_at(SALT);
        let (cipher, expected) = file_key(&self.key, salt)?;
        if magic != MAGIC || !same(commitment, &expected) {
            return Err(cannot_open());
        }
        let mut plain = Zeroizing::new(Vec::with_capacity(rest.len()));
        for number in 0.. {
            let (last, chunk, after) = frame(rest).ok_or_else(cannot_open)?;
            let framed = [&nonce(number)[..], chunk].concat();
            let opened = Zeroizing::new(cipher.open(&framed, &chunk_aad(&self.scope, number, last))?);
            plain.extend_from_slice(&opened);
            rest = after;
            if last {
                break;
            }
        }
        if rest.is_empty() { Ok(std::mem::take(&mut *plain)) } else { Err(cannot_open()) }
    }
}

/// Last flag, ciphertext, what follows.
fn frame(bytes: &[u8]) -> Option<(bool, &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (&last, rest) = rest.split_first()?;
    let (chunk, after) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    (last <= 1).then_some((last == 1, chunk, after))
}
