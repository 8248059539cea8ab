//! Checks certificates and the audit log offline: with a file and a public key, on a machine that holds nothing else.
//!
//! It refuses to know: the lake, the query engine, the vault, the store, any network. It trusts nothing in what it is
//! given, and every check says in words what it proves and what it does not.

mod audit;
mod certificate;
mod hex;

#[cfg(test)]
mod tests;

pub use audit::{AuditReport, Broken, verify_audit};
pub use certificate::{CERTIFICATE_FORMAT, Report, read_certificate, verify_certificate, verify_commitment};
