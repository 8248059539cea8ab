//! Other words for what is asked: the glossary's, the lexicon's, and neighbours written as one word.

use super::{
    Asked,
    form::{Former, Group, Span},
};
use crate::{
    lexicon::{Alternative, Lexicon, MAX_PHRASE, Meaning},
    rank::weights::Levels,
    text::{
        korean,
        words::{Splitter, Word},
    },
};

/// Most other spellings of one phrase.
const MOST: usize = 12;
/// Longest acronym.
const MAX_ACRONYM: usize = 6;
/// Fewest syllables of a Korean word that is made of several.
const MIN_COMPOUND: usize = 4;
/// Most neighbouring words that may be one.
const MAX_JOINED: usize = 3;

/// What gives other words: the lexicon, and the glossary of what the caller may discover.
pub(crate) struct Meanings<'a> {
    pub lexicon: &'a Lexicon,
    pub glossary: &'a dyn Fn(&str) -> Vec<Alternative>,
    pub levels: &'a Levels,
}

impl Meanings<'_> {
    /// What stands for a phrase, by its key.
    pub fn of(&self, key: &str) -> Vec<Alternative> {
        let mut all = (self.glossary)(key);
        for one in self.lexicon.alternatives(key) {
            if !all.iter().any(|a| a.words == one.words) {
                all.push(one.clone());
            }
        }
        all.truncate(MOST);
        all
    }

    /// Gives what is asked its other words.
    pub fn expand(&self, asked: &mut Asked, splitter: &mut Splitter) {
        let stems: Vec<String> = asked.groups.iter().map(|g| bare(g, splitter).stem).collect();
        for from in 0..stems.len() {
            for to in from + 1..=stems.len().min(from + MAX_PHRASE) {
                let key = stems[from..to].concat();
                for alternative in self.of(&key) {
                    self.add(asked, from, to, &alternative, splitter);
                }
            }
            for to in from + 2..=stems.len().min(from + MAX_JOINED) {
                self.join(asked, from, to, splitter);
            }
        }
    }

    fn add(&self, asked: &mut Asked, from: usize, to: usize, alternative: &Alternative, splitter: &mut Splitter) {
        let words: Vec<Word> = alternative.words.iter().map(|w| splitter.word(w.clone())).collect();
        let mut former = Former { leaves: &mut asked.leaves, levels: self.levels };
        // A phrase of fewer words says less, unless it is an acronym: `active users` is not all of `daily active users`.
        let acronym = words.len() == 1 && alternative.words.iter().all(|w| w.is_ascii() && w.len() <= MAX_ACRONYM);
        let share =
            f32::from(u8::try_from(words.len()).unwrap_or(u8::MAX)) / f32::from(u8::try_from(to - from).unwrap_or(u8::MAX));
        let share = if acronym || self.is_one(&words) { 1.0 } else { share.min(1.0) };
        let level = self.level(alternative.meaning) * share;
        let form = former.form(&words, level, Some(alternative.words.join(" ")));
        match asked.groups.get_mut(from) {
            Some(group) if to == from + 1 => group.forms.push(form),
            _ => asked.spans.push(Span { covers: from..to, form }),
        }
    }

    /// Neighbours as one word: `회원 가입` as `회원가입`.
    fn join(&self, asked: &mut Asked, from: usize, to: usize, splitter: &mut Splitter) {
        let text: String = asked.groups[from..to].iter().map(|g| bare(g, splitter).text).collect();
        let one_script = text.is_ascii() || korean::is_korean(&text);
        if one_script {
            let word = splitter.word(text.clone());
            let mut former = Former { leaves: &mut asked.leaves, levels: self.levels };
            let form = former.form(&[word], self.levels.joined, Some(text));
            asked.spans.push(Span { covers: from..to, form });
        }
    }

    /// Whether words are a single Korean compound, which is as long as several.
    fn is_one(&self, words: &[Word]) -> bool {
        matches!(words, [one] if korean::is_korean(&one.text) && one.text.chars().count() >= MIN_COMPOUND)
    }

    fn level(&self, meaning: Meaning) -> f32 {
        match meaning {
            Meaning::Short => self.levels.short,
            Meaning::Long => self.levels.long,
            Meaning::Glossary => self.levels.glossary,
            Meaning::Same => self.levels.same,
        }
    }
}

/// A group's word without its particle.
pub(crate) fn bare(group: &Group, splitter: &mut Splitter) -> Word {
    match korean::stripped(&group.word.text) {
        Some(bare) => splitter.word(bare.to_owned()),
        None => group.word.clone(),
    }
}
