//! One pass over a cell: how many characters of each sort, its digits, its groups.

/// Sorts of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Sort {
    Digit,
    Lower,
    Upper,
    Space,
    Hyphen,
    Dot,
    Slash,
    Colon,
    At,
    Comma,
    Paren,
    Plus,
    Underscore,
    Star,
    Sign,
    Hangul,
    Han,
    Kana,
    Latin,
    OtherLetter,
}

/// How many sorts there are.
const SORTS: usize = Sort::OtherLetter as usize + 1;
/// Most digits that are kept: no number here is longer.
const MAX_DIGITS: usize = 24;
/// Most groups of digits that are told apart.
const MAX_GROUPS: usize = 8;

/// What one pass over a cell tells.
#[derive(Debug, Clone)]
pub(crate) struct Scan<'a> {
    /// The cell, cleaned.
    pub text: &'a str,
    /// Characters.
    pub chars: usize,
    counts: [u16; SORTS],
    digits: [u8; MAX_DIGITS],
    /// All digits, also those that are not kept.
    pub digit_count: usize,
    groups: [u8; MAX_GROUPS],
    group_count: usize,
    /// A hash of the sorts of its characters, one by one: `AB-12` and `XY-34` share it.
    pub pattern: u64,
}

/// Sorts of the ASCII characters.
const ASCII: [Sort; 128] = {
    let mut sorts = [Sort::Sign; 128];
    let mut at = 0;
    while at < 128 {
        sorts[at] = match at as u8 {
            b'0'..=b'9' => Sort::Digit,
            b'a'..=b'z' => Sort::Lower,
            b'A'..=b'Z' => Sort::Upper,
            b' ' | b'\t' | b'\n' | b'\r' => Sort::Space,
            b'-' => Sort::Hyphen,
            b'.' => Sort::Dot,
            b'/' => Sort::Slash,
            b':' => Sort::Colon,
            b'@' => Sort::At,
            b',' => Sort::Comma,
            b'(' | b')' => Sort::Paren,
            b'+' => Sort::Plus,
            b'_' => Sort::Underscore,
            b'*' => Sort::Star,
            _ => Sort::Sign,
        };
        at += 1;
    }
    sorts
};

/// The sort of a character.
pub(crate) fn sort(c: char) -> Sort {
    match c {
        '\0'..='\x7f' => ASCII[c as usize],
        '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' => Sort::Hangul,
        '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Sort::Kana,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '々' => Sort::Han,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if !matches!(c, '×' | '÷') => Sort::Latin,
        '●' | '＊' | '○' => Sort::Star,
        other if other.is_alphabetic() => Sort::OtherLetter,
        other if other.is_whitespace() => Sort::Space,
        _ => Sort::Sign,
    }
}

impl<'a> Scan<'a> {
    /// Looks at every character once.
    pub fn of(text: &'a str) -> Self {
        let mut scan = Scan {
            text,
            chars: 0,
            counts: [0; SORTS],
            digits: [0; MAX_DIGITS],
            digit_count: 0,
            groups: [0; MAX_GROUPS],
            group_count: 0,
            pattern: 0xcbf2_9ce4_8422_2325,
        };
        let mut before = None;
        for c in text.chars() {
            let sort = sort(c);
            scan.count(c, sort, before);
            before = Some(sort);
        }
        scan
    }

    fn count(&mut self, c: char, sort: Sort, before: Option<Sort>) {
        self.chars += 1;
        self.counts[sort as usize] = self.counts[sort as usize].saturating_add(1);
        if sort == Sort::Digit {
            if let Some(place) = self.digits.get_mut(self.digit_count) {
                *place = c as u8 - b'0';
            }
            self.digit_count += 1;
            if before != Some(Sort::Digit) {
                self.group_count += 1;
            }
            if let Some(group) = self.groups.get_mut(self.group_count - 1) {
                *group = group.saturating_add(1);
            }
        }
        self.pattern = (self.pattern ^ sort as u64).wrapping_mul(0x100_0000_01b3);
    }

    /// How many characters of a sort.
    pub fn n(&self, sort: Sort) -> usize {
        usize::from(self.counts[sort as usize])
    }

    /// How many characters of these sorts.
    pub fn all(&self, sorts: &[Sort]) -> usize {
        sorts.iter().map(|s| self.n(*s)).sum()
    }

    /// Whether it holds nothing but these sorts.
    pub fn only(&self, sorts: &[Sort]) -> bool {
        self.all(sorts) == self.chars
    }

    /// The digits, as far as they are kept.
    pub fn digits(&self) -> &[u8] {
        &self.digits[..self.digit_count.min(MAX_DIGITS)]
    }

    /// The lengths of its groups of digits; empty where there are more than are told apart.
    pub fn groups(&self) -> &[u8] {
        if self.group_count > MAX_GROUPS { &[] } else { &self.groups[..self.group_count] }
    }

    /// Letters of any script.
    pub fn letters(&self) -> usize {
        self.all(&[Sort::Lower, Sort::Upper, Sort::Hangul, Sort::Han, Sort::Kana, Sort::Latin, Sort::OtherLetter])
    }

    /// Letters of Latin scripts.
    pub fn latin(&self) -> usize {
        self.all(&[Sort::Lower, Sort::Upper, Sort::Latin])
    }

    /// The first byte.
    pub fn first(&self) -> u8 {
        self.text.as_bytes().first().copied().unwrap_or_default()
    }
}
