//! The spellings under which words are looked for, in terms of the index.

use std::{collections::HashMap, ops::Range};

use crate::{
    disk::{
        mask::PLACES,
        schema::{CONSONANTS, INITIALS, PAIR, STEM, WHOLE},
    },
    rank::weights::Levels,
    text::{korean, words::Word},
};

/// Longest word that may be the initials of a name.
const MAX_INITIALS: usize = 6;

/// The index's terms that a search reads, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Leaves {
    pub terms: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Leaves {
    /// The number of a term.
    pub fn number(&mut self, term: String) -> usize {
        *self.numbers.entry(term).or_insert_with_key(|term| {
            self.terms.push(term.clone());
            self.terms.len() - 1
        })
    }
}

/// Terms that together are a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    /// All of them, in one place.
    pub leaves: Vec<usize>,
    /// How much of the word that is, from 0 to 1.
    pub level: f32,
}

/// One word: any of its choices.
pub(crate) type Piece = Vec<Choice>;

/// One spelling: all its pieces, in one place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    pub pieces: Vec<Piece>,
    /// How much of what was asked it is, from 0 to 1.
    pub level: f32,
    /// For explanations; `None` where it is what was typed.
    pub read: Option<String>,
}

/// One word of a query, under all its spellings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// As typed, for explanations.
    pub shown: String,
    /// The word.
    pub word: Word,
    /// As typed first.
    pub forms: Vec<Form>,
    /// How many forms are as typed.
    pub typed: usize,
    /// Whether a document should have it.
    pub required: bool,
    /// No visible document has it in any form.
    pub unknown: bool,
    /// How much it tells.
    pub idf: f32,
}

/// A spelling of several words at once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Span {
    /// The groups that it covers.
    pub covers: Range<usize>,
    pub form: Form,
}

impl Form {
    /// How well the places of a document answer: for each place from 0 to 1. `masks` holds the places of each leaf.
    pub fn levels(&self, masks: &[u8]) -> [f32; PLACES] {
        let mut levels = [self.level; PLACES];
        for piece in &self.pieces {
            let mut best = [0.0_f32; PLACES];
            for choice in piece {
                let places = choice.leaves.iter().fold(u8::MAX, |all, leaf| all & masks.get(*leaf).copied().unwrap_or(0));
                for (_, best) in best.iter_mut().enumerate().filter(|(place, _)| places & (1 << place) != 0) {
                    *best = best.max(choice.level);
                }
            }
            for (level, best) in levels.iter_mut().zip(best) {
                *level = level.min(self.level * best);
            }
        }
        levels
    }
}

/// Makes forms of words.
pub(crate) struct Former<'a> {
    pub leaves: &'a mut Leaves,
    pub levels: &'a Levels,
}

impl Former<'_> {
    /// A word as it may stand in documents: itself, by its stem, inside another, as the initials of a name.
    pub fn piece(&mut self, word: &Word, typed: bool) -> Piece {
        let mut choices = vec![self.choice(vec![word.text.clone()], 1.0)];
        if word.text.is_ascii() {
            // What only means the same is taken for itself and its plural: `rating` is no `rate`.
            let inflected = typed || word.text.strip_prefix(&word.stem).is_some_and(|rest| matches!(rest, "" | "s" | "es" | "e"));
            if !inflected {
                return choices;
            }
            choices.push(self.choice(vec![format!("{STEM}{}", word.stem)], self.levels.stem));
            if word.stem != word.text {
                choices.push(self.choice(vec![word.stem.clone()], self.levels.stem));
            }
            if typed && (2..=MAX_INITIALS).contains(&word.text.len()) {
                choices.push(self.choice(vec![format!("{INITIALS}{}", word.text)], self.levels.initials));
            }
        } else {
            let pairs = korean::pairs(&word.text);
            if !pairs.is_empty() {
                let pairs = pairs.iter().map(|p| format!("{PAIR}{p}")).collect();
                choices.push(self.choice(pairs, self.levels.inside));
            }
        }
        choices
    }

    fn choice(&mut self, terms: Vec<String>, level: f32) -> Choice {
        Choice { leaves: terms.into_iter().map(|t| self.leaves.number(t)).collect(), level }
    }

    /// A form of words.
    pub fn form(&mut self, words: &[Word], level: f32, read: Option<String>) -> Form {
        let typed = read.is_none();
        Form { pieces: words.iter().map(|w| self.piece(w, typed)).collect(), level, read }
    }

    /// An identifier of several parts, whole.
    pub fn whole(&mut self, whole: &str) -> usize {
        self.leaves.number(format!("{WHOLE}{whole}"))
    }

    /// First consonants of a word.
    pub fn consonants(&mut self, word: &str, level: f32) -> Form {
        let choice = self.choice(vec![format!("{CONSONANTS}{word}")], 1.0);
        Form { pieces: vec![vec![choice]], level, read: None }
    }

    /// Any pair of a word's syllables.
    pub fn around(&mut self, word: &str, level: f32) -> Form {
        let pairs = korean::pairs(word);
        let mut piece: Piece = pairs.iter().map(|p| self.choice(vec![format!("{PAIR}{p}")], 1.0)).collect();
        piece.extend(pairs.into_iter().map(|p| self.choice(vec![p], 1.0)).collect::<Vec<_>>());
        Form { pieces: vec![piece], level, read: None }
    }
}
