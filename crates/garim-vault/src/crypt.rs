//! AES-256-GCM with a random nonce in front, HMAC-SHA256, HKDF-SHA256. Nothing here knows what is sealed.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use garim_core::{Error, Result};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a nonce.
pub(crate) const NONCE: usize = 12;

/// The version of every sealed format; bound into every associated data.
pub(crate) const FORMAT: u8 = 1;

/// 32 secret bytes: wiped when dropped, without `Debug` and without `Clone`.
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// From bytes that the caller wipes.
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// Fresh from the operating system.
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        fill(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// From what was unwrapped.
    fn from_slice(bytes: &[u8]) -> Result<Self> {
        bytes.try_into().map(|b: &[u8; 32]| Self::new(b)).map_err(|_| cannot_open())
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HKDF-Expand for a use: this key is uniformly random already.
    pub(crate) fn expand(&self, info: &[&[u8]]) -> Result<Key> {
        let mut out = Zeroizing::new([0; 32]);
        let hkdf = Hkdf::<Sha256>::from_prk(self.bytes()).map_err(|e| Error::internal("deriving a key", e))?;
        hkdf.expand_multi_info(info, out.as_mut()).map_err(|e| Error::internal("deriving a key", e))?;
        Ok(Key(out))
    }

    /// For many keyed hashes: the key is worked in once.
    pub(crate) fn hasher(&self) -> Hasher {
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(self.bytes());
        Hasher(Hmac::new((&*block).into()))
    }

    /// For sealing and opening.
    pub(crate) fn cipher(&self) -> Cipher {
        Cipher(Aes256Gcm::new(self.bytes().into()))
    }
}

/// HMAC-SHA256 with its key worked in.
pub(crate) struct Hasher(Hmac<Sha256>);

impl Hasher {
    /// Over the parts. The caller separates them.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A key's schedule; wiped when dropped.
pub(crate) struct Cipher(Aes256Gcm);

impl Cipher {
    /// Nonce ‖ ciphertext ‖ tag, under a nonce that was never used with this key.
    pub(crate) fn seal_with(&self, nonce: [u8; NONCE], plain: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
        let sealed = self.0.encrypt(&nonce.into(), Payload { msg: plain, aad }).map_err(|e| Error::internal("sealing", e))?;
        let mut out = Vec::with_capacity(NONCE + sealed.len());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Nonce ‖ ciphertext ‖ tag, under a random nonce.
    pub(crate) fn seal(&self, plain: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        fill(&mut nonce)?;
        self.seal_with(nonce, plain, aad)
    }

    /// What was sealed, or one error whatever was wrong.
    pub(crate) fn open(&self, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE>().ok_or_else(cannot_open)?;
        self.0.decrypt(nonce.into(), Payload { msg, aad }).map_err(|_| cannot_open())
    }
}

/// A key wrapped under another, and a commitment to the one key that it may open to: AES-GCM alone does not commit.
pub(crate) struct Wrapped {
    /// The sealed key.
    pub(crate) sealed: Vec<u8>,
    /// HKDF of the key itself over the associated data.
    pub(crate) commitment: Vec<u8>,
}

/// Wraps a key for a use.
pub(crate) fn wrap(under: &Cipher, key: &Key, aad: &[u8]) -> Result<Wrapped> {
    Ok(Wrapped { sealed: under.seal(key.bytes(), aad)?, commitment: commit(key, aad)?.to_vec() })
}

/// Unwraps a key and checks its commitment before anything is opened with it.
pub(crate) fn unwrap(under: &Cipher, sealed: &[u8], commitment: &[u8], aad: &[u8]) -> Result<Key> {
    let plain = Zeroizing::new(under.open(sealed, aad)?);
    let key = Key::from_slice(&plain)?;
    if same(&commit(&key, aad)?, commitment) { Ok(key) } else { Err(cannot_open()) }
}

fn commit(key: &Key, aad: &[u8]) -> Result<[u8; 32]> {
    Ok(*key.expand(&[b"commitment", aad])?.bytes())
}

/// Equality in a time that does not depend on where the difference is.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |seen, (x, y)| seen | (x ^ y)) == 0
}

/// Randomness from the operating system.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|e| Error::internal("drawing random bytes", e))
}

/// The one error for everything that does not open: no oracle.
pub(crate) fn cannot_open() -> Error {
    Error::internal("opening what the vault sealed", "not authentic, or its key is not here")
}
