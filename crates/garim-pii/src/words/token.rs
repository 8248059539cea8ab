//! A text's words, with what the dictionaries know of each.

use crate::{
    cell::{Sort, sort},
    dict::{self, Key, Senses},
};

/// Most words that are looked up in one cell: what comes later in a text does not change what it is.
pub(crate) const MAX_WORDS: usize = 12;

/// A word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word<'a> {
    /// As it stands.
    pub text: &'a str,
    /// What it may be.
    pub senses: Senses,
    /// Characters.
    pub chars: usize,
    /// Whether it is a number.
    pub number: bool,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether a full stop follows.
    pub stop: bool,
}

impl Word<'_> {
    /// Whether it is written in capitals.
    pub fn shouted(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_uppercase())
    }
}

/// The words of a cell and how many there are in all.
pub(crate) struct Words<'a> {
    list: [Word<'a>; MAX_WORDS],
    kept: usize,
    /// How many there are, also those that are not kept.
    pub total: usize,
    /// What the whole cell is, where it has four words at most.
    pub whole: Senses,
}

impl<'a> Words<'a> {
    /// Cuts a text into words and looks each up.
    pub fn of(text: &'a str) -> Self {
        let mut words = Words { list: [Word::default(); MAX_WORDS], kept: 0, total: 0, whole: 0 };
        let mut whole = Key::EMPTY;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let kind = sort(c);
            if !is_word(kind) {
                continue;
            }
            let mut word = Word { chars: 1, number: kind == Sort::Digit, capital: c.is_uppercase(), ..Word::default() };
            let mut key = Key::EMPTY.with(c);
            let mut end = start + c.len_utf8();
            whole = if words.total > 0 { whole.with(' ').with(c) } else { whole.with(c) };
            while let Some((at, next)) =
                chars.next_if(|(_, n)| is_word(sort(*n)) || matches!(n, '\'' | '’' | '\u{300}'..='\u{36f}'))
            {
                key = key.with(next);
                whole = whole.with(next);
                word.chars += 1;
                word.number &= next.is_ascii_digit();
                end = at + next.len_utf8();
            }
            word.stop = chars.peek().is_some_and(|(_, n)| *n == '.');
            word.text = text.get(start..end).unwrap_or_default();
            word.senses = if word.number { 0 } else { dict::senses(key) };
            words.push(word);
        }
        if words.total <= 4 {
            words.whole = dict::senses(whole);
        }
        words
    }

    fn push(&mut self, word: Word<'a>) {
        if let Some(place) = self.list.get_mut(self.kept) {
            *place = word;
            self.kept += 1;
        }
        self.total += 1;
    }

    /// Those that are kept.
    pub fn list(&self) -> &[Word<'a>] {
        &self.list[..self.kept]
    }

    /// How many have one of some senses.
    pub fn with(&self, senses: Senses) -> usize {
        self.list().iter().filter(|w| w.senses & senses != 0).count()
    }
}

fn is_word(kind: Sort) -> bool {
    matches!(
        kind,
        Sort::Digit | Sort::Lower | Sort::Upper | Sort::Hangul | Sort::Han | Sort::Kana | Sort::Latin | Sort::OtherLetter
    )
}
