//! Signals as numbers beside a document, so that ranking three hundred of them reads no text.

use garim_core::search::{AssetKind, Document};

use super::{mask::PLACES, standing};
use crate::text::words::Splitter;

/// Steps of a count's logarithm that are kept apart: neighbours differ by six in a hundred.
const STEPS: f64 = 16.0;
/// Steps of a length's logarithm.
const LENGTH_STEPS: f64 = 8.0;
/// The largest number of six bits.
const SIX: u64 = 63;
/// What a prior is worth at least, below zero, and in how many steps each point is kept.
const PRIOR_SHIFT: f64 = 40.0;
const PRIOR_STEPS: f64 = 50.0;
/// No checks are known.
const NO_CHECKS: u64 = 31;
/// Checks are kept in so many steps.
const CHECK_STEPS: f64 = 30.0;
/// No age is known.
pub(crate) const NO_AGE: u64 = u16::MAX as u64;

/// What is known of a document besides its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Signals {
    /// What it is.
    pub kind: AssetKind,
    /// See [`standing::flag`].
    pub flags: u16,
    /// Different people, each counting less the longer ago.
    pub recent: f64,
    /// Computed from it.
    pub downstream: f64,
    /// What it is computed from.
    pub upstream: f64,
    /// Share of checks that passed.
    pub checks: Option<f64>,
    /// How much the business leans on it.
    pub tier: Option<u8>,
    /// Days since its newest partition.
    pub age: Option<u32>,
    /// Different people, counted.
    pub people: u32,
}

impl Signals {
    /// Reads them off a document.
    pub fn of(document: &Document, splitter: &mut Splitter) -> Self {
        let s = &document.signals;
        Self {
            kind: document.kind,
            flags: standing::flags(document, splitter),
            recent: s.recent.map_or(f64::from(s.people), f64::from).clamp(0.0, f64::from(s.people.max(1))),
            downstream: f64::from(s.downstream),
            upstream: f64::from(s.upstream),
            checks: s.checks.map(|c| f64::from(c.clamp(0.0, 1.0))),
            tier: s.tier.filter(|t| (1..=7).contains(t)),
            age: s.age_days,
            people: s.people,
        }
    }

    /// As one number; people and age stand in columns of their own.
    pub fn pack(&self) -> u64 {
        let kind = AssetKind::ALL.iter().position(|k| *k == self.kind).unwrap_or(0) as u64;
        let checks = self.checks.map_or(NO_CHECKS, |c| whole(c * CHECK_STEPS));
        kind | u64::from(self.flags & 0xFFF) << 4
            | step(self.recent, STEPS, 255) << 16
            | step(self.downstream, STEPS, 255) << 24
            | step(self.upstream, STEPS, 255) << 32
            | checks << 40
            | u64::from(self.tier.unwrap_or(0)) << 45
    }

    /// Back from numbers.
    pub fn unpack(packed: u64, people: u64, age: u64) -> Self {
        let checks = packed >> 40 & 31;
        let tier = (packed >> 45 & 7) as u8;
        Self {
            kind: AssetKind::ALL.get((packed & 15) as usize).copied().unwrap_or_default(),
            flags: (packed >> 4 & 0xFFF) as u16,
            recent: unstep(packed >> 16 & 255, STEPS),
            downstream: unstep(packed >> 24 & 255, STEPS),
            upstream: unstep(packed >> 32 & 255, STEPS),
            checks: (checks != NO_CHECKS).then(|| float(checks) / CHECK_STEPS),
            tier: (tier > 0).then_some(tier),
            age: (age != NO_AGE).then(|| u32::try_from(age).unwrap_or(u32::MAX)),
            people: u32::try_from(people).unwrap_or(u32::MAX),
        }
    }

    /// Whether a flag stands.
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

/// What a document is worth before any word, as a number that sorts.
pub(crate) fn pack_prior(prior: f64) -> u64 {
    whole((prior + PRIOR_SHIFT) * PRIOR_STEPS).min(0xFFF)
}

/// Back from a number.
#[expect(clippy::cast_possible_truncation, reason = "twelve bits")]
pub(crate) fn prior_of(packed: u64) -> f32 {
    (float(packed) / PRIOR_STEPS - PRIOR_SHIFT) as f32
}

/// The lengths of the places as one number.
pub(crate) fn pack_lengths(lengths: &[f64; PLACES]) -> u64 {
    lengths.iter().enumerate().fold(0, |all, (at, length)| all | step(*length, LENGTH_STEPS, SIX) << (at * 6))
}

/// The length of one place.
pub(crate) fn length(packed: u64, place: usize) -> f64 {
    unstep(packed >> (place * 6) & SIX, LENGTH_STEPS)
}

fn step(n: f64, steps: f64, most: u64) -> u64 {
    whole(n.max(0.0).ln_1p() * steps).min(most)
}

fn unstep(step: u64, steps: f64) -> f64 {
    (float(step) / steps).exp_m1()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, and never below zero or near 2^32")]
fn whole(n: f64) -> u64 {
    u64::from(n.round().clamp(0.0, f64::from(u32::MAX)) as u32)
}

fn float(n: u64) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{super::standing::flag, *};

    #[test]
    fn what_is_packed_comes_back() {
        let signals = Signals {
            kind: AssetKind::Term,
            flags: flag::CERTIFIED | flag::EMPTY | flag::RAW,
            recent: 0.0,
            downstream: 0.0,
            upstream: 0.0,
            checks: Some(0.5),
            tier: Some(3),
            age: Some(400),
            people: 7,
        };
        assert_eq!(Signals::unpack(signals.pack(), 7, 400), signals);
        let many = Signals { recent: 40.0, downstream: 1000.0, checks: None, tier: None, age: None, ..signals };
        let back = Signals::unpack(many.pack(), 7, NO_AGE);
        assert!((back.recent - 40.0).abs() < 3.0 && (back.downstream - 1000.0).abs() < 60.0, "{back:?}");
        assert_eq!((back.checks, back.tier, back.age), (None, None, None));
        assert!((prior_of(pack_prior(-3.5)) + 3.5).abs() < 0.02);
        let packed = pack_lengths(&[0.0, 1.0, 2.0, 3.0, 10.0, 40.0, 200.0]);
        for (place, n) in [0.0, 1.0, 2.0, 3.0, 10.0, 40.0, 200.0].into_iter().enumerate() {
            assert!((length(packed, place) - n).abs() <= n * 0.07 + 0.1, "{place} {}", length(packed, place));
        }
    }
}
