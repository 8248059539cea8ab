//! Passwords: Argon2id.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use garim_core::{Error, Result};

/// Shortest password, in characters (NIST SP 800-63B asks for 8 at least, 15 where it stands alone).
pub(crate) const MIN_PASSWORD: usize = 12;
/// Longest, in bytes: hashing must not be a way to keep the server busy.
const MAX_PASSWORD: usize = 1024;

/// The hash to keep.
pub(crate) fn hash(password: &str) -> Result<String> {
    if password.chars().count() < MIN_PASSWORD || password.len() > MAX_PASSWORD {
        return Err(Error::invalid(format!(
            "a password has at least {MIN_PASSWORD} characters and at most {MAX_PASSWORD} bytes"
        )));
    }
    let hashed = Argon2::default().hash_password(password.as_bytes()).map_err(|e| Error::internal("hashing a password", e))?;
    Ok(hashed.to_string())
}

/// Whether a password is the one that was hashed. Without a hash the same work is done, so that timing tells no names.
pub(crate) fn matches(password: &str, kept: Option<&str>) -> bool {
    if password.len() > MAX_PASSWORD {
        return false;
    }
    match kept.and_then(|k| PasswordHash::new(k).ok()) {
        Some(hash) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        None => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    }
}
