//! The keys that derive from the root key, each for one use.

use garim_core::{Result, subject::SubjectId};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::crypt::{Cipher, Hasher, Key};

/// Finds a person's keys: the first 16 bytes of a keyed hash of type and id. 128 bits keep a collision among 10⁹ people
/// below 10⁻²⁰, and the only index in random order narrow.
pub(crate) type Lookup = [u8; 16];

/// What derives from the root key. No `Debug`.
pub(crate) struct Master {
    /// Wraps the keys of subjects, sealed files and requests.
    pub(crate) wrapping: Cipher,
    /// Wraps the seed of the signing key.
    pub(crate) signing: Cipher,
    /// Tells whether a root key belongs to a database, without opening anything.
    pub(crate) check: [u8; 32],
    lookup: Hasher,
    suppression: Hasher,
}

impl Master {
    /// Derives every key.
    pub(crate) fn derive(root: &Key) -> Result<Self> {
        let mut prk = Zeroizing::new([0; 32]);
        prk.copy_from_slice(&Hkdf::<Sha256>::extract(Some(b"garim-vault-root-v1"), root.bytes()).0);
        let prk = Key::new(&prk);
        Ok(Self {
            wrapping: prk.expand(&[b"wrapping"])?.cipher(),
            signing: prk.expand(&[b"signing"])?.cipher(),
            check: *prk.expand(&[b"check"])?.bytes(),
            lookup: prk.expand(&[b"lookup"])?.hasher(),
            suppression: prk.expand(&[b"suppression"])?.hasher(),
        })
    }

    /// Where a person's keys are found.
    pub(crate) fn lookup(&self, subject: &SubjectId) -> Lookup {
        let mut lookup = [0; 16];
        lookup.copy_from_slice(&of(&self.lookup, subject)[..16]);
        lookup
    }

    /// What stands for a person who was erased.
    pub(crate) fn suppression(&self, subject: &SubjectId) -> [u8; 32] {
        of(&self.suppression, subject)
    }
}

/// Type ‖ 0 ‖ id: a type's name holds no 0.
fn of(key: &Hasher, subject: &SubjectId) -> [u8; 32] {
    key.mac(&[subject.subject_type().as_str().as_bytes(), &[0], subject.reveal().as_bytes()])
}
