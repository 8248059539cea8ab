//! What evidence weighs, in log-odds: the numbers by which a verdict can be followed on paper.

/// Of columns about which nothing is known, few hold a given kind.
pub(crate) const PRIOR: f64 = -3.0;
/// A name that hints, makes likely, says plainly.
pub(crate) const NAME: [f64; 4] = [0.0, 1.2, 2.8, 5.0];
/// A name that says so while the values are something else.
pub(crate) const NAME_BELIED: f64 = -2.0;
/// Every value has a form that nothing else has.
pub(crate) const VALUES: f64 = 9.0;
/// A name that plainly says something else, against values of a form that others have too, a step of its plainness.
pub(crate) const AGAINST_SOFT: f64 = 2.0;
/// The same against three groups of digits, which invoices and parts have too.
pub(crate) const AGAINST_PAPERS: f64 = 2.2;
/// The same against values of a form that few others have.
pub(crate) const AGAINST_FIRM: f64 = 1.6;
/// The same against values with a check or a form of their own.
pub(crate) const AGAINST_HARD: f64 = 0.5;
/// The name plainly says another kind, and the values may be of that kind.
pub(crate) const OTHER_KIND: f64 = 1.5;
/// Each other column of the table that tells of a person makes the next one a little likelier, up to three.
pub(crate) const NEIGHBOUR: f64 = 0.4;

/// How much of its weight evidence has by the share of values that show it. Sources are dirty: nine in ten are a column of it,
/// one in ten is a sign, one in fifty is chance or a note.
pub(crate) fn by_share(share: f64) -> f64 {
    const STEPS: &[(f64, f64)] =
        &[(0.0, 0.0), (0.02, 0.03), (0.1, 0.2), (0.25, 0.45), (0.5, 0.75), (0.8, 0.95), (0.95, 1.0), (1.0, 1.0)];
    let at = STEPS.iter().rposition(|(s, _)| share >= *s).unwrap_or_default().min(STEPS.len() - 2);
    let ((s0, w0), (s1, w1)) = (STEPS[at], STEPS[at + 1]);
    w0 + (w1 - w0) * ((share - s0) / (s1 - s0)).clamp(0.0, 1.0)
}

/// How much of its weight evidence has by the number of values behind it.
pub(crate) fn by_number(values: u64) -> f64 {
    match values {
        0 => 0.0,
        1 => 0.5,
        2 => 0.65,
        3..=4 => 0.8,
        5..=9 => 0.9,
        _ => 1.0,
    }
}
