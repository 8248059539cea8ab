//! A column's name in words: at separators, in camel case, between scripts; without accents, in small letters.

use crate::cell::{Sort, sort};

/// Longest name that is read, in characters.
const MAX_NAME: usize = 128;

/// The Latin words of a name, and what it holds in other scripts without separators.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    /// Words of a-z and digits.
    pub latin: Vec<String>,
    /// Hangul, Kanji and Kana, joined.
    pub wide: String,
}

/// Splits a name.
pub(crate) fn split(name: &str) -> Split {
    let mut split = Split::default();
    let mut word = String::new();
    let mut before = Sort::Space;
    let mut chars = name.chars().take(MAX_NAME).peekable();
    while let Some(c) = chars.next() {
        let kind = sort(c);
        let hump = kind == Sort::Upper && (before == Sort::Lower || before == Sort::Digit);
        // `IPAddress`: the last capital of a run begins the next word.
        let last = kind == Sort::Upper && before == Sort::Upper && chars.peek().is_some_and(|n| sort(*n) == Sort::Lower);
        if !latin(kind) || hump || last || (kind == Sort::Digit) != (before == Sort::Digit) && before == Sort::Digit {
            end(&mut split.latin, &mut word);
        }
        if latin(kind) {
            plain(c, &mut word);
        } else if matches!(kind, Sort::Hangul | Sort::Han | Sort::Kana | Sort::OtherLetter) || c == 'ー' {
            split.wide.push(c);
        }
        before = kind;
    }
    end(&mut split.latin, &mut word);
    split
}

fn latin(kind: Sort) -> bool {
    matches!(kind, Sort::Lower | Sort::Upper | Sort::Digit | Sort::Latin)
}

fn end(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// A letter without its accent; German ones as they are written without.
fn plain(c: char, word: &mut String) {
    for low in c.to_lowercase() {
        match low {
            'a'..='z' | '0'..='9' => word.push(low),
            'à' | 'á' | 'â' | 'ã' | 'å' => word.push('a'),
            'ä' | 'æ' => word.push_str("ae"),
            'ç' | 'č' => word.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ě' => word.push('e'),
            'ì' | 'í' | 'î' | 'ï' => word.push('i'),
            'ñ' | 'ń' => word.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => word.push('o'),
            'ö' | 'œ' => word.push_str("oe"),
            'ù' | 'ú' | 'û' => word.push('u'),
            'ü' => word.push_str("ue"),
            'ß' => word.push_str("ss"),
            'ą' | 'ă' => word.push('a'),
            'ć' => word.push('c'),
            'đ' | 'ď' => word.push('d'),
            'ę' => word.push('e'),
            'ğ' => word.push('g'),
            'ı' | 'ị' | 'ỉ' => word.push('i'),
            'ł' => word.push('l'),
            'ř' => word.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => word.push('s'),
            'ť' | 'ţ' | 'ț' => word.push('t'),
            'ů' | 'ű' | 'ư' => word.push('u'),
            'ý' => word.push('y'),
            'ź' | 'ż' | 'ž' => word.push('z'),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        for (name, words, wide) in [
            ("u_email", "u email", ""),
            ("userEmail", "user email", ""),
            ("PhoneNo", "phone no", ""),
            ("clientIPAddress", "client ip address", ""),
            ("tel1", "tel1", ""),
            ("고객_hp번호", "hp", "고객번호"),
            ("Prénom", "prenom", ""),
            ("FÜHRERSCHEIN-NR", "fuehrerschein nr", ""),
            ("c17", "c17", ""),
            ("ipv4Addr", "ipv4 addr", ""),
        ] {
            let found = split(name);
            assert_eq!((found.latin.join(" ").as_str(), found.wide.as_str()), (words, wide), "{name}");
        }
    }
}
