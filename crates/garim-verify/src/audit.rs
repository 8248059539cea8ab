//! The audit log: every record chained to the one before.

use garim_core::audit::AuditRecord;

/// An unbroken chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Records.
    pub records: u64,
    /// The last record's number; `None` if there is no record.
    pub last: Option<i64>,
    /// The last record's hash. Whoever kept an earlier one elsewhere can tell that the log was not cut or written anew
    /// since; without it the chain cannot.
    pub head: String,
}

/// Where the chain breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A record is missing, was added, or stands elsewhere.
    #[error("record {found} follows where record {expected} should; records are missing or were moved")]
    Gap {
        /// The number that should come.
        expected: i64,
        /// The number that came.
        found: i64,
    },
    /// A record, or one before it, is not what it was.
    #[error("record {number} does not have the hash that it was written with; it or one before it was changed")]
    Changed {
        /// The first record that does not fit.
        number: i64,
    },
}

/// Chains the records again, from the first one on. `records` are (number, record, hash) in order; numbers begin at 1 and
/// have no gaps.
///
/// # Errors
/// The first place at which the chain breaks.
pub fn verify_audit(records: impl IntoIterator<Item = (i64, AuditRecord, String)>) -> Result<AuditReport, Broken> {
    let mut report = AuditReport { records: 0, last: None, head: String::new() };
    for (number, record, hash) in records {
        let expected = report.last.map_or(1, |last| last.saturating_add(1));
        if number != expected {
            return Err(Broken::Gap { expected, found: number });
        }
        if record.chained(&report.head) != hash {
            return Err(Broken::Changed { number });
        }
        report = AuditReport { records: report.records + 1, last: Some(number), head: hash };
    }
    Ok(report)
}
