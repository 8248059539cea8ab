//! The words of `names.txt`, read once.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::words::split;
use crate::kind::Kind;

const TEXT: &str = include_str!("names.txt");

/// What a phrase says: a kind, or that it is not personal; and how plainly, from 1 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Says {
    /// None where it speaks against personal data.
    pub kind: Option<Kind>,
    /// 1 to 3.
    pub strength: u8,
}

/// The lexicon.
#[derive(Default)]
pub(crate) struct Lexicon {
    synonyms: HashMap<&'static str, &'static str>,
    /// Phrases of Latin words, joined by spaces.
    pub phrases: HashMap<String, Vec<Says>>,
    /// Phrases in other scripts.
    pub wide: Vec<(String, Says)>,
    lists: HashMap<&'static str, HashSet<&'static str>>,
    known: HashSet<String>,
}

/// The one lexicon.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// Lists of words that are no phrases.
const LISTS: &[&str] = &["tail", "head", "things", "people", "around"];
/// Short words that may be a part of a word without separators.
const SHORT_PARTS: &[&str] = &["no", "nm", "hp", "id", "ip", "dt", "nr", "pw", "tel", "cd"];
/// Longest word that is taken apart, in bytes.
const MAX_COMPOUND: usize = 32;

impl Lexicon {
    fn read() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let lines = || TEXT.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).filter_map(|l| l.split_once(": "));
        for (head, words) in lines().filter(|(head, _)| !head.starts_with('=')) {
            let words = words.split(", ").map(str::trim);
            match LISTS.iter().find(|l| **l == head) {
                Some(list) => lexicon.lists.entry(list).or_default().extend(words),
                None => lexicon.synonyms.extend(words.map(|w| (w, head))),
            }
        }
        let lists = lexicon.lists.values().flatten().chain(lexicon.synonyms.keys()).chain(lexicon.synonyms.values());
        lexicon.known = lists.map(|w| (*w).to_owned()).collect();
        for (head, phrases) in lines().filter_map(|(head, phrases)| Some((head.strip_prefix("= ")?, phrases))) {
            let says = says(head);
            phrases.split(", ").for_each(|p| lexicon.phrase(p.trim(), says));
        }
        lexicon
    }

    fn phrase(&mut self, phrase: &str, says: Says) {
        let parts = split(phrase);
        if !parts.wide.is_empty() {
            let whole: String = phrase.chars().filter(|c| !c.is_whitespace()).collect();
            self.wide.push((whole.to_lowercase(), says));
            return;
        }
        self.known.extend(parts.latin.iter().cloned());
        let words: Vec<&str> = parts.latin.iter().map(|w| self.synonym(w)).collect();
        let held = self.phrases.entry(words.join(" ")).or_default();
        if !held.iter().any(|h| h.kind == says.kind) {
            held.push(says);
        }
    }

    /// A word as the one that stands for all of its kind.
    fn synonym<'a>(&'a self, word: &'a str) -> &'a str {
        self.synonyms.get(word).copied().unwrap_or(word)
    }

    /// Whether a word is on one of the lists.
    pub fn lists(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.contains(word))
    }

    /// Whether a text without separators ends with a word of one of the lists.
    pub fn ends_as(&self, list: &str, text: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.iter().any(|w| !w.is_ascii() && text.ends_with(w)))
    }

    /// The words of a name as the lexicon knows them: synonyms replaced, numbers behind words dropped, compounds taken apart.
    pub fn words(&self, latin: &[String]) -> Vec<String> {
        let mut words = Vec::new();
        for word in latin {
            let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
            if self.known.contains(word.as_str()) {
                words.push(self.synonym(word).to_owned());
            } else if self.known.contains(bare) {
                words.push(self.synonym(bare).to_owned());
            } else if let Some(parts) = self.apart(bare) {
                words.extend(parts.into_iter().map(|p| self.synonym(p).to_owned()));
            } else if !bare.is_empty() {
                words.push(bare.to_owned());
            }
        }
        words
    }

    /// A word without separators as the fewest known words: `custnm`, `emailaddr`.
    fn apart<'a>(&self, word: &'a str) -> Option<Vec<&'a str>> {
        if word.len() > MAX_COMPOUND || !word.is_ascii() || word.len() < 4 {
            return None;
        }
        let mut best: Vec<Option<Vec<&'a str>>> = vec![None; word.len() + 1];
        best[0] = Some(Vec::new());
        for end in 2..=word.len() {
            for start in 0..end {
                let part = &word[start..end];
                let counts = part.len() >= 3 || SHORT_PARTS.contains(&part);
                let Some(front) = best[start].as_ref().filter(|_| counts && self.known.contains(part)) else { continue };
                if best[end].as_ref().is_none_or(|held| front.len() + 1 < held.len()) {
                    let mut parts = front.clone();
                    parts.push(part);
                    best[end] = Some(parts);
                }
            }
        }
        best.pop().flatten()
    }
}

/// `email 3` or `none 2`. A head that nobody knows speaks for nothing; the test below finds it.
fn says(head: &str) -> Says {
    let (kind, strength) = head.rsplit_once(' ').unwrap_or((head, "0"));
    Says { kind: kind_of(kind), strength: strength.parse().unwrap_or_default() }
}

fn kind_of(name: &str) -> Option<Kind> {
    match name {
        "national_id" => Some(Kind::NationalId),
        "age" => Some(Kind::Age),
        "region" => Some(Kind::Region),
        "special" => Some(Kind::Special),
        other => Kind::ALL.iter().copied().find(|k| k.label() == Some(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_head_is_a_kind() {
        for head in TEXT.lines().filter_map(|l| l.strip_prefix("= ")).filter_map(|l| l.split_once(": ")).map(|(head, _)| head) {
            let says = says(head);
            assert!((1..=3).contains(&says.strength) && (says.kind.is_some() || head.starts_with("none ")), "{head}");
        }
    }

    #[test]
    fn compounds_are_taken_apart_and_words_are_not() {
        let of = |word: &str| LEXICON.words(&[word.to_owned()]).join(" ");
        assert_eq!(of("custnm"), "customer name");
        assert_eq!(of("emailaddr"), "email address");
        assert_eq!(of("hpno"), "mobile number");
        assert_eq!(of("tel1"), "phone");
        assert_eq!(of("usage"), "usage");
        assert_eq!(of("c17"), "c");
    }
}
