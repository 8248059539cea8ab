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

/// The Hangul that the keys of a word type, if they type whole syllables and nothing else: `aocnf` is `매출`.
pub(crate) fn typed(keys: &str) -> Option<String> {
    let letters: Vec<u32> = keys.chars().map(letter).collect::<Option<_>>()?;
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let (syllable, next) = syllable(&letters, at)?;
        out.push(syllable);
        at = next;
    }
    Some(out)
}

/// Letters of keys, `a` to `z`, as numbers of initial consonants, or 100 and the number of a vowel.
const KEY_LETTERS: [u32; 26] =
    [6, 117, 14, 11, 3, 5, 18, 108, 102, 104, 100, 120, 118, 113, 101, 105, 7, 0, 2, 9, 106, 17, 12, 16, 112, 15];
/// Keys that shift changes.
const SHIFTED: [(char, u32); 7] = [('R', 1), ('E', 4), ('Q', 8), ('T', 10), ('W', 13), ('O', 103), ('P', 107)];
/// Where vowels begin.
const VOWELS: u32 = 100;
/// Vowels of two keys.
const TWO_VOWELS: [(u32, u32, u32); 7] =
    [(8, 0, 9), (8, 1, 10), (8, 20, 11), (13, 4, 14), (13, 5, 15), (13, 20, 16), (18, 20, 19)];
/// Initial consonants as final ones, by number; 0 where there is none.
const AS_FINAL: [u32; 19] = [1, 2, 4, 7, 0, 8, 16, 17, 0, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27];
/// Final consonants of two keys.
const TWO_FINALS: [(u32, u32, u32); 11] = [
    (1, 19, 3),
    (4, 22, 5),
    (4, 27, 6),
    (8, 1, 9),
    (8, 16, 10),
    (8, 17, 11),
    (8, 19, 12),
    (8, 25, 13),
    (8, 26, 14),
    (8, 27, 15),
    (17, 19, 18),
];

fn letter(key: char) -> Option<u32> {
    if let Some((_, letter)) = SHIFTED.iter().find(|(k, _)| *k == key) {
        return Some(*letter);
    }
    let at = u32::from(key.to_ascii_lowercase()).checked_sub(u32::from('a'))?;
    KEY_LETTERS.get(at as usize).copied()
}

/// The syllable that begins at a letter, and where the next one does.
fn syllable(letters: &[u32], at: usize) -> Option<(char, usize)> {
    let consonant = |at: usize| letters.get(at).copied().filter(|l| *l < VOWELS);
    let vowel = |at: usize| letters.get(at).and_then(|l| l.checked_sub(VOWELS));
    let initial = consonant(at)?;
    let first = vowel(at + 1)?;
    let two = vowel(at + 2).and_then(|second| TWO_VOWELS.iter().find(|t| (t.0, t.1) == (first, second)));
    let (medial, mut next) = two.map_or((first, at + 2), |t| (t.2, at + 3));
    // A consonant ends this syllable unless a vowel follows it.
    let ends = |at: usize| consonant(at).filter(|_| vowel(at + 1).is_none()).and_then(|c| AS_FINAL.get(c as usize)).copied();
    let mut last = 0;
    if let Some(one) = ends(next).filter(|f| *f > 0) {
        (last, next) = (one, next + 1);
        let both = ends(next).and_then(|second| TWO_FINALS.iter().find(|t| (t.0, t.1) == (one, second)));
        if let Some((_, _, both)) = both {
            (last, next) = (*both, next + 1);
        }
    }
    Some((char::from_u32(FIRST_SYLLABLE + initial * 588 + medial * 28 + last)?, next))
}

/// Whether a character is written in Hangul: a syllable or a single letter.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | 'ㄱ'..='ㅣ')
}

#[cfg(test)]
mod tests {
    use super::{keys, typed};

    #[test]
    fn syllables_letters_and_half_typed_ones_are_keys() {
        assert_eq!(keys("매출"), "aocnf");
        assert_eq!(keys("ㄱㄷㅍ두ㅕㄷ"), "revenue");
        assert!(keys("매출").starts_with(&keys("맻")));
        assert!(keys("매출").starts_with(&keys("매ㅊ")));
        assert_eq!(keys("값"), "rkqt");
        assert_eq!(keys("뜻"), keys("듯"));
        for word in
            ["매출", "결제", "회원가입", "활성화", "닭값", "환불", "일일매출", "원의", "쌍", "워크", "과일", "없음", "값이"]
        {
            let shifted =
                word.chars().map(|c| if c == '쌍' { "Tkd".to_owned() } else { keys(&c.to_string()) }).collect::<String>();
            assert_eq!(typed(&shifted).as_deref(), Some(word), "{shifted}");
        }
        assert_eq!(typed("revenue"), None);
        assert_eq!(typed(""), Some(String::new()));
    }
}
