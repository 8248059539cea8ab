//! The certificate: what was scanned, what was found, what is out of reach; signed with Ed25519 over its canonical JSON.

use serde::{Deserialize, Serialize};

use crate::{
    name::{DatasetName, RequestId},
    time::Timestamp,
};

/// What was read back in one dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    /// The dataset.
    pub dataset: DatasetName,
    /// The lake's version that was read.
    pub version: i64,
    /// Files read.
    pub files: u64,
    /// Rows read.
    pub rows: u64,
    /// Rows still holding the subject: 0, or there is no certificate.
    pub found: u64,
}

/// What is certified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The version of this format.
    pub format: u32,
    /// The request.
    pub request: RequestId,
    /// SHA-256 over salt ‖ subject type ‖ 0 ‖ id, hex. Only the person's copy holds the salt.
    pub subject_commitment: String,
    /// When the erasure was approved.
    pub approved_at: Timestamp,
    /// When it was complete in the live systems.
    pub erased_at: Timestamp,
    /// What was rewritten and read back.
    pub scanned: Vec<Scanned>,
    /// Values removed from the vault.
    pub vault_values: u64,
    /// Keys destroyed in the vault.
    pub keys: u64,
    /// Salted SHA-256 of each linkage entry, hex, for a later check without the entries.
    pub linkage_hashes: Vec<String>,
    /// What is out of reach, in words.
    pub out_of_reach: Vec<String>,
}

/// A certificate with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCertificate {
    /// What is certified.
    pub certificate: Certificate,
    /// Ed25519 over [`Certificate::signed_bytes`], hex.
    pub signature: String,
    /// The public key, hex. `garim verify` holds it against the one that the operator published.
    pub public_key: String,
    /// The salt of the commitment: only in the person's own copy.
    pub salt: Option<String>,
}

impl Certificate {
    /// The bytes that are signed: a domain prefix and the JSON in field order, without spaces.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = b"garim-certificate-v1\n".to_vec();
        // Serialising this struct to JSON cannot fail: it has no maps with odd keys and no custom serialisers that fail.
        serde_json::to_writer(&mut bytes, self).unwrap_or_default();
        bytes
    }
}
