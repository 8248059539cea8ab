//! Erasure: the plan that lineage gives, the linkage set that is written down before, and the certificate.

mod certificate;
mod linkage;
mod plan;

pub use certificate::{Certificate, Scanned, SignedCertificate};
pub use linkage::{FileLinks, LinkageSet};
pub use plan::{ErasurePlan, PlannedDataset, Reach};
