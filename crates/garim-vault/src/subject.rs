//! A subject's key, and what derives from it: pseudonym, value key, equality tags.

use garim_core::{
    Result,
    subject::{Kind, Ordinal, Pseudonym},
};

use crate::{
    crypt::{Cipher, FORMAT, Hasher, Key, Wrapped, unwrap, wrap},
    keys::Master,
};

/// Where one person has one pseudonym. A project has one zone so far; the name is bound so that a second one can come.
const ZONE: &[u8] = b"default";

/// The version of a subject's key: it never rotates within a generation so far, but is bound into every value.
const KEY_VERSION: u32 = 1;

/// Bytes of an equality tag: within one subject and kind 128 bits are far more than enough.
pub(crate) const TAG: usize = 16;

/// A subject's key in the clear: alive for one call only. No `Debug`.
pub(crate) struct SubjectKey {
    key: Key,
    /// Derived from the key.
    pub(crate) pseudonym: Pseudonym,
    /// 1 at first; one more after each erasure.
    pub(crate) generation: u32,
}

impl SubjectKey {
    /// A fresh key with its pseudonym.
    pub(crate) fn make(generation: u32) -> Result<Self> {
        let key = Key::random()?;
        let derived = key.expand(&[b"pseudonym", &[0], ZONE, &[0], &generation.to_be_bytes()])?;
        let mut pseudonym = [0; 16];
        pseudonym.copy_from_slice(&derived.bytes()[..16]);
        Ok(Self { key, pseudonym: Pseudonym::new(pseudonym), generation })
    }

    /// Sealed for the table.
    pub(crate) fn wrap(&self, master: &Master, project: &[u8; 16]) -> Result<Wrapped> {
        wrap(&master.wrapping, &self.key, &key_aad(project, &self.pseudonym, self.generation))
    }

    /// From the table; its commitment is checked before anything is opened with it.
    pub(crate) fn unwrap(
        master: &Master,
        project: &[u8; 16],
        pseudonym: Pseudonym,
        generation: u32,
        sealed: &[u8],
        commitment: &[u8],
    ) -> Result<Self> {
        let key = unwrap(&master.wrapping, sealed, commitment, &key_aad(project, &pseudonym, generation))?;
        Ok(Self { key, pseudonym, generation })
    }

    /// Seals and opens this subject's values.
    pub(crate) fn values(&self) -> Result<Cipher> {
        Ok(self.key.expand(&[b"value"])?.cipher())
    }

    /// Makes equality tags.
    pub(crate) fn equality(&self) -> Result<Equality> {
        Ok(Equality(self.key.expand(&[b"equality"])?.hasher()))
    }

    /// What is bound to a value: moved anywhere else, it does not open.
    pub(crate) fn value_aad(&self, project: &[u8; 16], kind: &Kind, ordinal: Ordinal) -> Vec<u8> {
        let kind = kind.as_str().as_bytes();
        let mut aad = Vec::with_capacity(64 + kind.len());
        aad.extend_from_slice(&[FORMAT, b'v']);
        aad.extend_from_slice(project);
        aad.extend_from_slice(self.pseudonym.bytes());
        aad.extend_from_slice(&self.generation.to_be_bytes());
        aad.extend_from_slice(&ordinal.to_be_bytes());
        aad.extend_from_slice(&KEY_VERSION.to_be_bytes());
        aad.extend_from_slice(kind);
        aad
    }
}

/// Tells equal values of one subject without opening any. No `Debug`.
pub(crate) struct Equality(Hasher);

impl Equality {
    /// The tag of a value of a kind.
    pub(crate) fn tag(&self, kind: &Kind, bytes: &[u8]) -> [u8; TAG] {
        let mut tag = [0; TAG];
        tag.copy_from_slice(&self.0.mac(&[kind.as_str().as_bytes(), &[0], bytes])[..TAG]);
        tag
    }
}

fn key_aad(project: &[u8; 16], pseudonym: &Pseudonym, generation: u32) -> Vec<u8> {
    let mut aad = vec![FORMAT, b'k'];
    aad.extend_from_slice(project);
    aad.extend_from_slice(pseudonym.bytes());
    aad.extend_from_slice(&generation.to_be_bytes());
    aad
}
