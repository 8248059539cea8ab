//! What people chose when they asked: counted by question and asset, fading with time, nobody's name with it.
//!
//! A share is bounded and smoothed, so that one person's click moves little and a habit moves no more than so much; newcomers
//! have a floor, so that what was never shown gets its chance.

use crate::time::Timestamp;

/// What opening a hit is worth.
pub const OPENED: f64 = 1.0;
/// What querying it afterwards is worth besides: whoever opens a page may go back, whoever queries has found.
pub const QUERIED: f64 = 4.0;
/// After so many days a choice counts half: catalogs change, and so do habits.
const HALF_LIFE_DAYS: f64 = 60.0;
/// So many choices that never happened stand against those that did: few say little.
const DOUBT: f64 = 4.0;
/// What the single words of a question are believed, beside the question itself.
const WORDS: f64 = 0.5;
/// Microseconds of a day.
const DAY_MICROS: f64 = 86_400_000_000.0;

/// A question as it is counted: what is asked for, apart from its form and order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// All of it; empty where nothing is asked for.
    pub whole: String,
    /// Each of its words.
    pub words: Vec<String>,
}

impl Question {
    /// Under what it is counted, the whole first.
    pub fn keys(&self) -> Vec<String> {
        let whole = Some(&self.whole).filter(|w| !w.is_empty());
        whole.into_iter().chain(&self.words).cloned().collect()
    }
}

/// How often an asset was chosen for a question, fading.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The asset, as the index knows it.
    pub asset: String,
    /// How much, as of that time.
    pub weight: f64,
    /// When it was chosen last.
    pub at: Timestamp,
}

impl Choice {
    /// What is left of it.
    pub fn now(&self, now: Timestamp) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "days")]
        let days = (now.micros() - self.at.micros()).max(0) as f64 / DAY_MICROS;
        self.weight * (-days / HALF_LIFE_DAYS).exp2()
    }

    /// With another choice upon it.
    pub fn again(&self, worth: f64, now: Timestamp) -> Self {
        Self { asset: self.asset.clone(), weight: self.now(now) + worth, at: now }
    }
}

/// Which part of those who asked a question chose an asset, from 0 to 1. `chosen` goes with [`Question::keys`].
pub fn shares(chosen: &[Vec<Choice>], now: Timestamp) -> Vec<(String, f32)> {
    let Some((whole, words)) = chosen.split_first() else { return Vec::new() };
    let mut all: std::collections::BTreeMap<&str, f64> = of(whole, now);
    let mut by_word: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
    for choices in words {
        for (asset, share) in of(choices, now) {
            *by_word.entry(asset).or_default() += share;
        }
    }
    let count = f64::from(u32::try_from(words.len().max(1)).unwrap_or(u32::MAX));
    for (asset, share) in by_word {
        let slot = all.entry(asset).or_default();
        *slot = slot.max(WORDS * share / count);
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let share = |(asset, share): (&str, f64)| (asset.to_owned(), share as f32);
    all.into_iter().map(share).collect()
}

fn of(choices: &[Choice], now: Timestamp) -> std::collections::BTreeMap<&str, f64> {
    let all: f64 = choices.iter().map(|c| c.now(now)).sum();
    choices.iter().map(|c| (c.asset.as_str(), c.now(now) / (all + DOUBT))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    fn choice(asset: &str, weight: f64) -> Choice {
        Choice { asset: asset.to_owned(), weight, at: Timestamp::from_micros(0) }
    }

    fn share(of: &[(String, f32)], asset: &str) -> f32 {
        of.iter().find(|(a, _)| a == asset).map_or(0.0, |(_, s)| *s)
    }

    #[test]
    fn few_choices_say_little_and_many_no_more_than_all() {
        let now = Timestamp::from_micros(0);
        let one = shares(&[vec![choice("a", 1.0)]], now);
        let many = shares(&[vec![choice("a", 1000.0), choice("b", 10.0)]], now);
        assert!(share(&one, "a") < 0.25, "{one:?}");
        assert!(share(&many, "a") > 0.9 && share(&many, "a") < 1.0, "{many:?}");
        assert!(share(&many, "b") < share(&one, "a"), "who is chosen by few of many is no habit");
        assert!(shares(&[], now).is_empty());
    }

    #[test]
    fn words_say_half_of_what_the_question_itself_says() {
        let now = Timestamp::from_micros(0);
        let habit = vec![choice("a", 100.0)];
        let asked = shares(std::slice::from_ref(&habit), now);
        let by_words = shares(&[vec![], habit.clone(), habit.clone()], now);
        let by_one = shares(&[vec![], habit, vec![]], now);
        assert!((share(&by_words, "a") - share(&asked, "a") / 2.0).abs() < 1e-6, "{by_words:?}");
        assert!((share(&by_one, "a") - share(&asked, "a") / 4.0).abs() < 1e-6, "{by_one:?}");
    }

    #[test]
    fn choices_fade_and_come_back() {
        let old = choice("a", 8.0);
        let later = Timestamp::from_micros(120 * DAY);
        assert!((old.now(later) - 2.0).abs() < 1e-9);
        let again = old.again(OPENED, later);
        assert!((again.weight - 3.0).abs() < 1e-9 && again.at == later);
        assert!((old.now(Timestamp::from_micros(-DAY)) - 8.0).abs() < 1e-9, "clocks may go back");
    }
}
