//! From log-odds to a confidence that means what it says.

/// What was right of what was told, by log-odds: fitted on half of some 2,400 told columns of public tables and of messy ones,
/// judged on the other half. What a name says alone stays below nine in ten: it must not overrule somebody who has looked.
const STEPS: &[(f64, f64)] = &[
    (0.0, 0.5),
    (0.3, 0.66),
    (0.8, 0.78),
    (1.2, 0.85),
    (2.0, 0.885),
    (2.4, 0.91),
    (2.9, 0.935),
    (3.5, 0.955),
    (4.2, 0.975),
    (5.2, 0.99),
    (7.0, MOST),
];

/// Nothing is certain.
const MOST: f64 = 0.995;

/// The confidence at some log-odds.
pub(crate) fn confidence(odds: f64) -> f64 {
    let Some(at) = STEPS.iter().rposition(|(from, _)| odds >= *from) else { return 1.0 / (1.0 + (-odds).exp()) };
    let (from, low) = STEPS[at];
    STEPS.get(at + 1).map_or(MOST, |(to, high)| low + (high - low) * (odds - from) / (to - from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rises_with_the_odds_and_is_never_certain() {
        let all: Vec<f64> = (-40..=120).map(|odds| confidence(f64::from(odds) / 10.0)).collect();
        assert!(all.windows(2).all(|pair| pair[0] <= pair[1]), "{all:?}");
        assert!(all[0] < 0.02 && all[40] == 0.5 && all[160] == MOST);
    }

    #[test]
    fn a_name_alone_is_not_told_at_nine_in_ten() {
        let plain = super::super::weights::PRIOR + super::super::weights::NAME[3];
        assert!((0.85..0.9).contains(&confidence(plain)));
    }
}
