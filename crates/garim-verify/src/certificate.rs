//! A certificate of erasure: its signature, what it claims, and whom it is about.

use ed25519_dalek::{Signature, VerifyingKey};
use garim_core::{
    Error, Result,
    erasure::{Certificate, SignedCertificate},
    name::{RequestId, SubjectType},
    subject::SubjectId,
    time::Timestamp,
};
use sha2::{Digest, Sha256};

use crate::hex;

/// The version of the format that this verifier reads.
pub const CERTIFICATE_FORMAT: u32 = 1;

/// What a valid certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The request.
    pub request: RequestId,
    /// When it was complete in the live systems.
    pub erased_at: Timestamp,
    /// Datasets that were read back.
    pub datasets: usize,
    /// Files that were read back.
    pub files: u64,
    /// Rows that were read back.
    pub rows: u64,
    /// Keys destroyed.
    pub keys: u64,
    /// Values removed from the vault.
    pub vault_values: u64,
    /// The key that signed, hex.
    pub public_key: String,
    /// Whether that is the key that the caller expected. If `false`, none was given: the signature then only proves that
    /// whoever wrote the certificate held this key.
    pub key_expected: bool,
    /// What is out of reach, in words.
    pub out_of_reach: Vec<String>,
}

/// Reads a certificate from JSON, spaced as one likes. What stands there has to be all of it, spelt as it was signed: a field
/// that nobody signed, or a second spelling of one, could mislead whoever reads the file itself.
///
/// # Errors
/// *Invalid* if it is not such a JSON.
pub fn read_certificate(json: &[u8]) -> Result<SignedCertificate> {
    let unread =
        |e: serde_json::Error| Error::invalid(format!("this is not a certificate: line {}, column {}", e.line(), e.column()));
    let signed: SignedCertificate = serde_json::from_slice(json).map_err(unread)?;
    let stands: serde_json::Value = serde_json::from_slice(json).map_err(unread)?;
    if serde_json::to_value(&signed).map_err(unread)? == stands {
        Ok(signed)
    } else {
        Err(Error::invalid("the certificate has fields that are not signed, or spells some in another way than was signed"))
    }
}

/// Checks the signature and what is claimed. `expected_public_key` is the one that the operator published (32 bytes);
/// without it anybody could have signed, and [`Report::key_expected`] says so.
///
/// # Errors
/// *Invalid* if the format is unknown, the key is another one, the signature is not good, or the certificate admits that
/// the subject was still found.
pub fn verify_certificate(signed: &SignedCertificate, expected_public_key: Option<&[u8]>) -> Result<Report> {
    let certificate = &signed.certificate;
    if certificate.format != CERTIFICATE_FORMAT {
        return Err(Error::invalid(format!(
            "certificate format {} is not known; this verifier reads format {CERTIFICATE_FORMAT}",
            certificate.format
        )));
    }
    let key: [u8; 32] = hex::bytes(&signed.public_key).ok_or_else(|| Error::invalid("the public key is not 64 hex digits"))?;
    if expected_public_key.is_some_and(|expected| expected != key) {
        return Err(Error::invalid("the certificate was signed with another key than the one that was expected"));
    }
    let signature = hex::bytes(&signed.signature).ok_or_else(|| Error::invalid("the signature is not 128 hex digits"))?;
    let bad = |_| Error::invalid("the signature is not good: the certificate was changed, or another key signed it");
    let key = VerifyingKey::from_bytes(&key).map_err(bad)?;
    // Strict: no small-order keys and no second spelling of a signature.
    key.verify_strict(&certificate.signed_bytes(), &Signature::from_bytes(&signature)).map_err(bad)?;
    if let Some(scanned) = certificate.scanned.iter().find(|s| s.found > 0) {
        return Err(Error::invalid(format!("the subject was still found in `{}`: that is no erasure", scanned.dataset)));
    }
    Ok(report(signed, expected_public_key.is_some()))
}

fn report(signed: &SignedCertificate, key_expected: bool) -> Report {
    let certificate: &Certificate = &signed.certificate;
    Report {
        request: certificate.request,
        erased_at: certificate.erased_at,
        datasets: certificate.scanned.len(),
        files: certificate.scanned.iter().map(|s| s.files).fold(0, u64::saturating_add),
        rows: certificate.scanned.iter().map(|s| s.rows).fold(0, u64::saturating_add),
        keys: certificate.keys,
        vault_values: certificate.vault_values,
        public_key: signed.public_key.clone(),
        key_expected,
        out_of_reach: certificate.out_of_reach.clone(),
    }
}

/// Whether the certificate is about this person: SHA-256 over salt ‖ type ‖ 0 ‖ canonical id. `salt` is 64 hex digits from
/// the person's own copy. It says nothing about the signature.
///
/// # Errors
/// *Invalid* if the salt cannot be read, or the certificate is about somebody else (which of the two parts differs cannot
/// be told).
pub fn verify_commitment(certificate: &Certificate, salt: &str, subject: &SubjectType, id: &str) -> Result<()> {
    let salt: [u8; 32] = hex::bytes(salt).ok_or_else(|| Error::invalid("the salt is not 64 lowercase hex digits"))?;
    let subject = SubjectId::from_text(subject.clone(), id).map_err(|e| Error::invalid(e.to_string()))?;
    let digest = Sha256::new()
        .chain_update(salt)
        .chain_update(subject.subject_type().as_str())
        .chain_update([0])
        .chain_update(subject.reveal())
        .finalize();
    match hex::bytes::<32>(&certificate.subject_commitment) {
        Some(committed) if committed == <[u8; 32]>::from(digest) => Ok(()),
        _ => Err(Error::invalid("the certificate is not about this subject, or the salt is another one")),
    }
}
