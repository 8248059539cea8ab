//! Text into words: folded, identifiers split and kept whole.

use std::collections::HashMap;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};
use unicode_normalization::UnicodeNormalization;

use super::keys::is_hangul;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// In lower case.
    pub text: String,
    /// Its English stem; the text itself where there is none.
    pub stem: String,
}

/// The words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// In order, identifiers in their parts.
    pub parts: Vec<Word>,
    /// Identifiers of several parts, whole.
    pub wholes: Vec<String>,
}

/// Stems that are remembered: the words of a catalog are few and come often.
const REMEMBERED: usize = 50_000;

/// Splits text into words. Holds the stemmer.
pub(crate) struct Splitter {
    stemmer: TextAnalyzer,
    stems: HashMap<String, String>,
}

impl Splitter {
    pub fn new() -> Self {
        let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build();
        Self { stemmer, stems: HashMap::new() }
    }

    /// The words of a text.
    pub fn words(&mut self, text: &str) -> Words {
        let folded = fold(text);
        let mut words = Words::default();
        let chunks = folded.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')));
        for chunk in chunks.map(|c| c.trim_matches(|c: char| !c.is_alphanumeric())).filter(|c| !c.is_empty()) {
            let parts = parts(chunk);
            if parts.len() > 1 {
                words.wholes.push(chunk.to_lowercase());
            }
            for part in parts {
                let word = self.word(part.to_lowercase());
                words.parts.push(word);
            }
        }
        words
    }

    /// A word with its stem.
    pub fn word(&mut self, text: String) -> Word {
        let stem = if text.is_ascii() { self.stem(&text) } else { text.clone() };
        Word { text, stem }
    }

    fn stem(&mut self, word: &str) -> String {
        if let Some(known) = self.stems.get(word) {
            return known.clone();
        }
        let stem = self.make_stem(word);
        if self.stems.len() < REMEMBERED {
            self.stems.insert(word.to_owned(), stem.clone());
        }
        stem
    }

    fn make_stem(&mut self, word: &str) -> String {
        let mut stream = self.stemmer.token_stream(word);
        if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
    }
}

/// One spelling for one text: composed, full-width letters narrow.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfc()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            '\u{C0}'..='\u{24F}' => base(c),
            c => c,
        })
        .collect()
}

/// A Latin letter without its accent.
fn base(c: char) -> char {
    let mut letters = std::iter::once(c).nfd();
    letters.next().unwrap_or(c)
}

/// A text for comparing as a whole: folded, lower case, single spaces.
pub(crate) fn norm(text: &str) -> String {
    fold(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is left of a name without separators: `daily_revenue`, `Daily Revenue` and `dailyRevenue` are one.
pub(crate) fn exact_key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a character is, for splitting identifiers.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Lower,
    Upper,
    Digit,
    Hangul,
    Other,
}

fn sort(c: char) -> Sort {
    match c {
        c if is_hangul(c) => Sort::Hangul,
        c if c.is_numeric() => Sort::Digit,
        c if c.is_uppercase() => Sort::Upper,
        c if c.is_lowercase() => Sort::Lower,
        _ => Sort::Other,
    }
}

/// The parts of an identifier: at `_`, `-` and `.`, where the script or letters and digits change, and in camel case.
fn parts(chunk: &str) -> Vec<&str> {
    chunk.split(['_', '-', '.']).filter(|p| !p.is_empty()).flat_map(camel).collect()
}

fn camel(part: &str) -> Vec<&str> {
    let all: Vec<(usize, Sort)> = part.char_indices().map(|(i, c)| (i, sort(c))).collect();
    let mut cuts = vec![0];
    for (n, window) in all.windows(2).enumerate() {
        let [(_, before), (at, now)] = window else { continue };
        // `HTTPServer`: the last capital belongs to what follows it.
        let ends_acronym =
            *before == Sort::Upper && *now == Sort::Upper && all.get(n + 2).is_some_and(|(_, s)| *s == Sort::Lower);
        let changes = before != now && !(*before == Sort::Upper && *now == Sort::Lower);
        if changes || ends_acronym {
            cuts.push(*at);
        }
    }
    cuts.push(part.len());
    cuts.windows(2).filter_map(|w| part.get(w[0]..w[1])).filter(|p| !p.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (Vec<String>, Vec<String>) {
        let words = Splitter::new().words(text);
        (words.parts.into_iter().map(|w| w.text).collect(), words.wholes)
    }

    #[test]
    fn identifiers_are_split_and_kept() {
        for (text, parts, wholes) in [
            ("shop.purchase_log", vec!["shop", "purchase", "log"], vec!["shop.purchase_log"]),
            ("dimUserV2", vec!["dim", "user", "v", "2"], vec!["dimuserv2"]),
            ("HTTPServer", vec!["http", "server"], vec!["httpserver"]),
            ("DAU는 뭐야?", vec!["dau", "는", "뭐야"], vec!["dau는"]),
            ("매출. 끝", vec!["매출", "끝"], vec![]),
            ("ＤＲ　매출", vec!["dr", "매출"], vec![]),
        ] {
            assert_eq!(
                split(text),
                (parts.into_iter().map(str::to_owned).collect(), wholes.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn decomposed_and_composed_text_is_one() {
        assert_eq!(norm("매출"), norm(&"매출".nfd().collect::<String>()));
        assert_eq!(norm("Café"), "cafe");
        assert_eq!(exact_key("mart.Daily_Revenue v2"), "martdailyrevenuev2");
    }
}
