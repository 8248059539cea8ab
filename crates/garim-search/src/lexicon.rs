//! What business words mean to each other: the shipped list, read once.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use garim_core::{Error, Result};
use serde::Deserialize;

use crate::{
    query::typo,
    text::{stop::is_stop, words::Splitter},
};

/// Longest phrase, in words that say something.
pub(crate) const MAX_PHRASE: usize = 6;

/// How one phrase stands for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// Another spelling of the same word: `cust` for `customer`.
    Short,
    /// An acronym and what it stands for.
    Long,
    /// The catalog's own glossary says so.
    Glossary,
    /// Another word of much the same meaning, or of the other language.
    Same,
}

/// A phrase that stands for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alternative {
    /// Its words.
    pub words: Vec<String>,
    /// How.
    pub meaning: Meaning,
}

/// `lexicon.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    same: Vec<Vec<String>>,
    short: BTreeMap<String, Vec<String>>,
    long: BTreeMap<String, Vec<String>>,
}

/// Phrases by their keys.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    phrases: HashMap<String, Vec<Alternative>>,
    words: HashMap<String, ()>,
}

impl Lexicon {
    /// The one that is shipped.
    pub fn shipped() -> Result<&'static Self> {
        static SHIPPED: OnceLock<Result<Lexicon, String>> = OnceLock::new();
        let made = SHIPPED.get_or_init(|| {
            let shipped: Shipped = toml::from_str(include_str!("../lexicon.toml")).map_err(|e| e.to_string())?;
            Ok(Self::of(shipped))
        });
        made.as_ref().map_err(|why| Error::internal("reading the lexicon", why.as_str()))
    }

    fn of(shipped: Shipped) -> Self {
        let mut lexicon = Self::default();
        let mut splitter = Splitter::new();
        for list in &shipped.same {
            lexicon.join(list, Meaning::Same, &mut splitter);
        }
        let phrases = |map: BTreeMap<String, Vec<String>>| map.into_iter().map(|(one, more)| [vec![one], more].concat());
        for list in phrases(shipped.short) {
            // Two short ways of one word are found by each other; the same short way of two words is not.
            lexicon.join(&list, Meaning::Short, &mut splitter);
        }
        for list in phrases(shipped.long) {
            lexicon.join(&list, Meaning::Long, &mut splitter);
        }
        lexicon
    }

    fn join(&mut self, list: &[String], meaning: Meaning, splitter: &mut Splitter) {
        let phrases: Vec<(String, Vec<String>)> = list.iter().map(|phrase| phrase_of(phrase, splitter)).collect();
        for (at, (key, words)) in phrases.iter().enumerate() {
            if let [one] = words.as_slice() {
                self.words.insert(one.clone(), ());
            }
            let known = self.phrases.entry(key.clone()).or_default();
            for (_, words) in phrases.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, p)| p) {
                if !known.iter().any(|a| a.words == *words) {
                    known.push(Alternative { words: words.clone(), meaning });
                }
            }
        }
    }

    /// What stands for a phrase, by its key.
    pub fn alternatives(&self, key: &str) -> &[Alternative] {
        self.phrases.get(key).map_or(&[], Vec::as_slice)
    }

    /// The word nearest to one, with its distance in keys.
    pub fn nearest(&self, word: &str) -> Option<(u8, &str)> {
        let near = self.words.keys().filter_map(|own| Some((typo::distance(word, own)?, own.as_str())));
        near.min()
    }

    /// Whether it has a word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }
}

/// A phrase's key, and its words: those that say something, stems in the key, spaces nowhere.
pub(crate) fn phrase_of(phrase: &str, splitter: &mut Splitter) -> (String, Vec<String>) {
    let words = splitter.words(phrase).parts;
    let said: Vec<_> = words.iter().filter(|w| !is_stop(&w.text)).collect();
    let said = if said.is_empty() { words.iter().collect() } else { said };
    (said.iter().map(|w| w.stem.as_str()).collect(), said.iter().map(|w| w.text.clone()).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_for_each_other_in_both_languages() {
        let lexicon = Lexicon::shipped().unwrap();
        let mut splitter = Splitter::new();
        for (asked, stands) in [
            ("매출", "revenue"),
            ("customers", "고객"),
            ("customer", "cust"),
            ("daily active users", "dau"),
            ("일간활성사용자", "dau"),
            ("DAU", "daily active users"),
        ] {
            let (key, _) = phrase_of(asked, &mut splitter);
            let found: Vec<String> = lexicon.alternatives(&key).iter().map(|a| a.words.join(" ")).collect();
            assert!(found.iter().any(|f| f == stands), "{asked}: {found:?}");
        }
        assert!(lexicon.alternatives("zebrafish").is_empty());
    }
}
