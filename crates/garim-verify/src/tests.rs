#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ed25519_dalek::{Signer, SigningKey};
use garim_core::{
    audit::AuditRecord,
    erasure::{Certificate, Scanned, SignedCertificate},
    name::{DatasetName, PrincipalName, RequestId, SubjectType},
    time::Timestamp,
};
use sha2::{Digest, Sha256};

use crate::{Broken, read_certificate, verify_audit, verify_certificate, verify_commitment};

const SALT: [u8; 32] = [7; 32];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn certificate(found: u64) -> Certificate {
    let commitment = Sha256::new().chain_update(SALT).chain_update(b"customer\x0042").finalize();
    Certificate {
        format: 1,
        request: "0192f0c1-2345-7abc-8def-0123456789ab".parse::<RequestId>().unwrap(),
        subject_commitment: hex(&commitment),
        approved_at: Timestamp::from_micros(1),
        erased_at: Timestamp::from_micros(2),
        scanned: vec![Scanned { dataset: DatasetName::new("shop", "user").unwrap(), version: 3, files: 2, rows: 10, found }],
        vault_values: 4,
        keys: 1,
        linkage_hashes: vec!["ab".into()],
        out_of_reach: vec!["exported files".into()],
    }
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn signed(certificate: Certificate) -> SignedCertificate {
    let signature = hex(&key().sign(&certificate.signed_bytes()).to_bytes());
    SignedCertificate { certificate, signature, public_key: hex(key().verifying_key().as_bytes()), salt: Some(hex(&SALT)) }
}

#[test]
fn a_signed_certificate_is_good_with_the_published_key_and_says_so() {
    let report = verify_certificate(&signed(certificate(0)), Some(key().verifying_key().as_bytes())).unwrap();
    assert_eq!((report.datasets, report.files, report.rows, report.keys, report.vault_values), (1, 2, 10, 1, 4));
    assert!(report.key_expected);
    assert!(!verify_certificate(&signed(certificate(0)), None).unwrap().key_expected);
}

#[test]
fn a_certificate_that_somebody_else_signed_is_rejected() {
    let other = SigningKey::from_bytes(&[8; 32]);
    assert!(verify_certificate(&signed(certificate(0)), Some(other.verifying_key().as_bytes())).is_err());
    assert!(verify_certificate(&signed(certificate(0)), Some(b"short")).is_err());
}

#[test]
fn a_certificate_that_admits_findings_is_none() {
    let error = verify_certificate(&signed(certificate(1)), None).unwrap_err().to_string();
    assert!(error.contains("`shop.user`"), "{error}");
}

#[test]
fn a_flip_in_any_byte_of_the_json_is_rejected() {
    let json = serde_json::to_vec(&signed(certificate(0))).unwrap();
    let expected = key().verifying_key();
    let whole = |json: &[u8]| -> bool {
        let Ok(signed) = read_certificate(json) else { return false };
        let salt = signed.salt.clone().unwrap_or_default();
        verify_certificate(&signed, Some(expected.as_bytes())).is_ok()
            && verify_commitment(&signed.certificate, &salt, &SubjectType::new("customer").unwrap(), "42").is_ok()
    };
    assert!(whole(&json));
    for at in 0..json.len() {
        // The lowest bit, and the one that makes a letter large or small.
        for bit in [0, 5] {
            let mut other = json.clone();
            other[at] ^= 1 << bit;
            assert!(!whole(&other), "byte {at}, bit {bit} of {}", String::from_utf8_lossy(&json));
        }
    }
}

#[test]
fn a_certificate_may_be_spaced_but_not_added_to() {
    let signed = signed(certificate(0));
    let pretty = serde_json::to_string_pretty(&signed).unwrap();
    assert_eq!(read_certificate(pretty.as_bytes()).unwrap(), signed);
    let added = pretty.replacen("\"format\": 1", "\"format\": 1, \"note\": \"all backups too\"", 1);
    assert!(read_certificate(added.as_bytes()).is_err());
}

#[test]
fn the_commitment_names_one_person_only() {
    let (certificate, customer) = (certificate(0), SubjectType::new("customer").unwrap());
    verify_commitment(&certificate, &hex(&SALT), &customer, " 42 ").unwrap();
    assert!(verify_commitment(&certificate, &hex(&SALT), &customer, "43").is_err());
    assert!(verify_commitment(&certificate, &hex(&SALT), &SubjectType::new("seller").unwrap(), "42").is_err());
    assert!(verify_commitment(&certificate, &hex(&[8; 32]), &customer, "42").is_err());
    assert!(verify_commitment(&certificate, "not hex", &customer, "42").is_err());
}

fn log(len: i64) -> Vec<(i64, AuditRecord, String)> {
    let mut head = String::new();
    let record = |n| AuditRecord {
        at: Timestamp::from_micros(n),
        who: PrincipalName::new("kim").unwrap(),
        purpose: "reporting".into(),
        action: "read".into(),
        resource: "shop.user".into(),
        policies: vec!["p1".into()],
        detail: format!("{n} rows"),
    };
    (1..=len)
        .map(|n| {
            head = record(n).chained(&head);
            (n, record(n), head.clone())
        })
        .collect()
}

#[test]
fn a_whole_log_is_whole() {
    let log = log(5);
    let report = verify_audit(log.clone()).unwrap();
    assert_eq!((report.records, report.last, report.head), (5, Some(5), log[4].2.clone()));
    assert_eq!(verify_audit([]).unwrap().records, 0);
}

#[test]
fn a_changed_record_a_removed_one_and_two_swapped_ones_show() {
    let mut changed = log(5);
    changed[2].1.detail = "0 rows".into();
    assert_eq!(verify_audit(changed), Err(Broken::Changed { number: 3 }));

    let mut removed = log(5);
    removed.remove(2);
    assert_eq!(verify_audit(removed), Err(Broken::Gap { expected: 3, found: 4 }));

    let mut renumbered = log(5);
    renumbered.remove(2);
    renumbered[2].0 = 3;
    renumbered[3].0 = 4;
    assert_eq!(verify_audit(renumbered), Err(Broken::Changed { number: 3 }));

    let mut swapped = log(5);
    swapped.swap(1, 2);
    assert_eq!(verify_audit(swapped), Err(Broken::Gap { expected: 2, found: 3 }));

    let beheaded = log(5).split_off(1);
    assert_eq!(verify_audit(beheaded), Err(Broken::Gap { expected: 1, found: 2 }));
}
