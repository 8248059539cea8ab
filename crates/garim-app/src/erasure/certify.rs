//! The certificate: what was scanned, what is gone, what is out of reach; signed.

use garim_core::{
    Error, Result,
    authz::Caller,
    erasure::{Certificate, FileLinks, SignedCertificate},
    request::{Request, Step},
    time::Timestamp,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{App, requests::out_of_reach};

/// The version of the certificate's format.
const FORMAT: u32 = 1;

/// The person's own copy: the certificate with the salt that ties it to them.
#[derive(Debug, Clone, Serialize)]
pub struct PersonCopy {
    /// The certificate.
    #[serde(flatten)]
    pub certificate: SignedCertificate,
}

impl App {
    /// The person's own copy of a certificate: `receipt` is what filing gave them.
    pub async fn person_copy(&self, caller: &Caller, id: &str, receipt: &str) -> Result<PersonCopy> {
        let mut certificate = self.certificate(caller, id).await?;
        certificate.salt = Some(receipt.trim().to_owned());
        Ok(PersonCopy { certificate })
    }

    pub(crate) async fn certify(&self, request: &Request) -> Result<String> {
        let links = self.linkage(request).await?;
        let (commitment, salt) = self.ports.vault.commitment(request.id).await?;
        let destroyed = self.ports.vault.kept_for(request.id, "destroyed").await?.unwrap_or_default();
        let destroyed = String::from_utf8_lossy(&destroyed).into_owned();
        let mut counts = destroyed.split(' ').map(|n| n.parse().unwrap_or(0));
        let (keys, vault_values) = (counts.next().unwrap_or(0), counts.next().unwrap_or(0));
        let certificate = Certificate {
            format: FORMAT,
            request: request.id,
            subject_commitment: hex(&commitment),
            approved_at: self.approved_at(request).await?,
            erased_at: self.now(),
            scanned: self.scan_back(request).await?,
            vault_values,
            keys,
            linkage_hashes: links.files.iter().map(|f| salted(&salt, f)).collect(),
            out_of_reach: out_of_reach(),
        };
        let signature = self.ports.vault.sign(&certificate.signed_bytes()).await?;
        let signed = SignedCertificate {
            certificate,
            signature: hex(&signature.signature),
            public_key: hex(&signature.public_key),
            salt: None,
        };
        let mut tx = self.ports.store.begin().await?;
        tx.requests().keep_certificate(request.id, &signed).await?;
        tx.commit().await?;
        Ok("the certificate is signed".to_owned())
    }

    /// Approval is recorded by the freeze that follows it at once.
    async fn approved_at(&self, request: &Request) -> Result<Timestamp> {
        let mut tx = self.ports.store.read().await?;
        let steps = tx.requests().steps(request.id).await?;
        let freeze = steps.iter().find(|(s, _, _)| *s == Step::Freeze).map(|(_, at, _)| *at);
        freeze.ok_or_else(|| Error::internal("certifying", "the freeze is not recorded"))
    }
}

fn salted(salt: &[u8; 32], file: &FileLinks) -> String {
    let entry = format!("{}/{}/{}", file.dataset, file.dt, file.path);
    hex(&Sha256::new().chain_update(salt).chain_update(entry).finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
