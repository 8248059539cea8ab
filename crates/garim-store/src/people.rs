//! Counting different people without keeping who they are: a keyed hash of the name, under a key of this catalog.

use garim_core::{Error, Result, name::PrincipalName};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::SqlitePool;

use crate::convert::failed;

/// Where the key stands in `meta`.
const KEY_NAME: &str = "people_key";

/// As long as the hash: more would add nothing.
const KEY_BYTES: usize = 32;

/// Before a question: no name has such a letter.
const QUESTION: char = '\u{1}';

const KEEP_KEY: &str = "
INSERT INTO meta (
    name,
    value
)
VALUES ($1, $2)
ON CONFLICT (name) DO NOTHING
";

const READ_KEY: &str = "
SELECT
    value
FROM meta
WHERE name = $1
";

/// The key. No `Debug`: it would undo the hashes.
pub(crate) struct PeopleKey(Vec<u8>);

impl PeopleKey {
    /// The keyed hash of a name, in hex.
    pub(crate) fn hash(&self, who: &PrincipalName) -> Result<String> {
        self.keyed(who.as_str().as_bytes())
    }

    /// The keyed hash of what somebody asked for, in hex; never that of a name.
    pub(crate) fn hash_question(&self, question: &str) -> Result<String> {
        self.keyed(format!("{QUESTION}{question}").as_bytes())
    }

    fn keyed(&self, text: &[u8]) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|e| Error::internal("counting people", e.to_string()))?;
        mac.update(text);
        Ok(mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect())
    }
}

/// The catalog's key; made at the first opening.
pub(crate) async fn key(writer: &SqlitePool) -> Result<PeopleKey> {
    let doing = "reading the catalog's key";
    let mut fresh = [0u8; KEY_BYTES];
    getrandom::fill(&mut fresh).map_err(|e| Error::internal(doing, e))?;
    sqlx::query(KEEP_KEY).bind(KEY_NAME).bind(fresh.as_slice()).execute(writer).await.map_err(failed(doing))?;
    let (kept,): (Vec<u8>,) = sqlx::query_as(READ_KEY).bind(KEY_NAME).fetch_one(writer).await.map_err(failed(doing))?;
    Ok(PeopleKey(kept))
}
