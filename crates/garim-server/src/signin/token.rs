//! Tokens: 32 random bytes, shown once, kept as SHA-256.

use garim_app::App;
use garim_core::{Error, Result, name::PrincipalName};
use garim_ports::Session;
use sha2::{Digest, Sha256};

/// How long a session lasts at most, in seconds: a working day.
const SESSION_SECONDS: i64 = 12 * 3600;

/// A new token.
pub(crate) fn token() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::internal("making a token", e))?;
    Ok(hex(&bytes))
}

/// What is kept of a token.
pub(crate) fn hashed(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Begins a session for a user; gives its token.
pub(crate) async fn begin(app: &App, user: &PrincipalName) -> Result<String> {
    let token = token()?;
    let created = app.clock().now();
    let session =
        Session { token_hash: hashed(&token), user: user.clone(), created, expires: created.plus_seconds(SESSION_SECONDS) };
    let mut tx = app.store().begin().await?;
    tx.sessions().begin(&session).await?;
    tx.commit().await?;
    Ok(token)
}
