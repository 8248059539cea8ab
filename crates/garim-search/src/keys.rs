//! Words as keys of a Korean keyboard: `매출` and `aocnf` are the same keys, and a half-typed syllable is a prefix.

/// Keys of initial consonants, in Unicode's order. Shifted keys are folded: people hold shift by mistake.
const INITIAL: [&str; 19] = ["r", "r", "s", "e", "e", "f", "a", "q", "q", "t", "t", "d", "w", "w", "c", "z", "x", "v", "g"];
/// Keys of vowels.
const VOWEL: [&str; 21] =
    ["k", "o", "i", "o", "j", "p", "u", "p", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"];
/// Keys of final consonants, the first for none.
const FINAL: [&str; 28] = [
    "", "r", "r", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "t", "d", "w",
    "c", "z", "x", "v", "g",
];
/// Keys of single letters, from `ㄱ` (U+3131) to `ㅣ` (U+3163).
const LETTER: [&str; 51] = [
    "r", "r", "rt", "s", "sw", "sg", "e", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "q", "qt", "t", "t", "d",
    "w", "w", "c", "z", "x", "v", "g", "k", "o", "i", "o", "j", "p", "u", "p", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl",
    "b", "m", "ml", "l",
];
/// The first syllable, `가`.
const FIRST_SYLLABLE: u32 = 0xAC00;
/// How many syllables there are.
const SYLLABLES: u32 = 11_172;
/// The first single letter, `ㄱ`.
const FIRST_LETTER: u32 = 0x3131;

/// The keys that type a text; what is no Hangul stays, in lower case.
pub(crate) fn keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        let code = u32::from(c);
        if let Some(at) = code.checked_sub(FIRST_SYLLABLE).filter(|at| *at < SYLLABLES) {
            out.push_str(INITIAL[(at / 588) as usize]);
            out.push_str(VOWEL[(at % 588 / 28) as usize]);
            out.push_str(FINAL[(at % 28) as usize]);
        } else if let Some(letter) = code.checked_sub(FIRST_LETTER).and_then(|at| LETTER.get(at as usize)) {
            out.push_str(letter);
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Whether a character is written in Hangul: a syllable or a single letter.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | 'ㄱ'..='ㅣ')
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn syllables_letters_and_half_typed_ones_are_keys() {
        assert_eq!(keys("매출"), "aocnf");
        assert_eq!(keys("ㄱㄷㅍ두ㅕㄷ"), "revenue");
        assert!(keys("매출").starts_with(&keys("맻")));
        assert!(keys("매출").starts_with(&keys("매ㅊ")));
        assert_eq!(keys("값"), "rkqt");
        assert_eq!(keys("뜻"), keys("듯"));
    }
}
