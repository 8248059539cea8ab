//! From log-odds to a confidence that means what it says.

/// Nothing is certain.
const MOST: f64 = 0.995;

/// The confidence at some log-odds.
pub(crate) fn confidence(odds: f64) -> f64 {
    (1.0 / (1.0 + (-odds).exp())).min(MOST)
}
