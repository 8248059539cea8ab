//! How a word is written for look-up: lower case, without marks, kana as katakana; and its hash.

/// Letters U+00C0 to U+017F without their marks; `.` where the letter has none of its own.
const PLAIN: &[u8; 192] = b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll\
lllnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// A running hash of a folded word (FNV-1a): two words with one hash are not a danger here, and 64 bits make them rare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u64);

impl Key {
    /// Of nothing.
    pub const EMPTY: Key = Key(0xcbf2_9ce4_8422_2325);

    /// With one character more, folded.
    pub fn with(self, c: char) -> Key {
        match c {
            'a'..='z' | '0'..='9' | ' ' => self.byte(c as u8),
            'A'..='Z' => self.byte(c as u8 | 0x20),
            '\'' | '’' | '`' | '\u{300}'..='\u{36f}' => self,
            'ß' => self.byte(b's').byte(b's'),
            'æ' | 'Æ' => self.byte(b'a').byte(b'e'),
            'œ' | 'Œ' => self.byte(b'o').byte(b'e'),
            'þ' | 'Þ' => self.byte(b't').byte(b'h'),
            '\u{c0}'..='\u{17f}' => self.byte(PLAIN[c as usize - 0xc0]),
            // Hiragana as katakana.
            '\u{3041}'..='\u{3096}' => self.wide(c as u32 + 0x60),
            other => self.wide(other as u32),
        }
    }

    /// Of a whole word.
    pub fn of(word: &str) -> Key {
        word.chars().fold(Key::EMPTY, Key::with)
    }

    /// The hash.
    pub fn hash(self) -> u64 {
        self.0
    }

    fn byte(self, b: u8) -> Key {
        Key((self.0 ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
    }

    fn wide(self, code: u32) -> Key {
        Key((self.0 ^ u64::from(code)).wrapping_mul(0x100_0000_01b3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_kana_do_not_part_words() {
        for (left, right) in [
            ("Müller", "muller"),
            ("GROSSE", "große"),
            ("Łukasz", "lukasz"),
            ("O'Brien", "obrien"),
            ("さとう", "サトウ"),
            ("Éloïse", "eloise"),
            ("Žižek", "zizek"),
            ("Čapek", "capek"),
            ("Şahin", "sahin"),
            ("Œuvre", "oeuvre"),
            ("e\u{301}", "e"),
            ("Ñandú", "nandu"),
            ("Øystein", "oystein"),
            ("Đorđe", "dorde"),
            ("Işık", "isik"),
            ("Ångström", "angstrom"),
            ("Ýrr", "yrr"),
        ] {
            assert_eq!(Key::of(left), Key::of(right), "{left} {right}");
        }
        assert_ne!(Key::of("kim"), Key::of("kin"));
    }
}
