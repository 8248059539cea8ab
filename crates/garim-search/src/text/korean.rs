//! Korean without a dictionary: pairs of syllables, and particles that are taken off.

use super::keys::is_hangul;

/// Particles and endings that people put after a noun, the longest first.
const PARTICLES: [&str; 43] = [
    "이라는",
    "에서는",
    "으로는",
    "에게서",
    "이란",
    "라는",
    "에서",
    "에게",
    "으로",
    "까지",
    "부터",
    "에는",
    "보다",
    "처럼",
    "마다",
    "별로",
    "들의",
    "들은",
    "들을",
    "들이",
    "이나",
    "하고",
    "대로",
    "만큼",
    "인가",
    "이야",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
    "란",
    "들",
    "별",
    "뿐",
];
/// Fewest syllables that must be left of a word: `나이` is no `나` with a particle.
const LEFT_OVER: usize = 2;

/// Whether a word is Hangul throughout.
pub(crate) fn is_korean(word: &str) -> bool {
    !word.is_empty() && word.chars().all(is_hangul)
}

/// A word without its particle, if it may have one.
pub(crate) fn stripped(word: &str) -> Option<&str> {
    if !is_korean(word) {
        return None;
    }
    let left = PARTICLES.iter().filter_map(|p| word.strip_suffix(p));
    left.into_iter().find(|rest| rest.chars().count() >= LEFT_OVER)
}

/// Pairs of neighbouring syllables: they find `상세` inside `주문상세내역`.
pub(crate) fn pairs(word: &str) -> Vec<String> {
    let all: Vec<char> = word.chars().collect();
    if is_korean(word) { all.windows(2).map(|w| w.iter().collect()).collect() } else { Vec::new() }
}

/// Pairs of a word that has more than one: a word of two syllables is its own pair.
pub(crate) fn pairs_within(word: &str) -> Vec<String> {
    if word.chars().nth(2).is_some() { pairs(word) } else { Vec::new() }
}

/// The first consonants of a word's syllables: `ㅁㅊ` for `매출`. None for words of one syllable, which share them with too many.
pub(crate) fn consonants(word: &str) -> Option<String> {
    const LETTERS: [char; 19] =
        ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
    let first = |c: char| {
        let at = u32::from(c).checked_sub(u32::from('가'))? / SYLLABLES_OF_A_CONSONANT;
        LETTERS.get(at as usize).copied()
    };
    let made: String = word.chars().map(first).collect::<Option<_>>()?;
    word.chars().nth(1).is_some().then_some(made)
}

/// Syllables that begin with one consonant.
const SYLLABLES_OF_A_CONSONANT: u32 = 588;

/// Whether a word is nothing but first consonants: `ㅁㅊ`.
pub(crate) fn is_consonants(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(|c| ('ㄱ'..='ㅎ').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_go_and_nouns_stay() {
        for (word, left) in [
            ("매출을", Some("매출")),
            ("매출에서는", Some("매출")),
            ("나이", None),
            ("회의", None),
            ("매출", None),
            ("sum을", None),
        ] {
            assert_eq!(stripped(word), left, "{word}");
        }
        assert_eq!(pairs("주문상세"), ["주문", "문상", "상세"]);
        assert!(pairs("abc").is_empty());
        assert_eq!(consonants("매출").as_deref(), Some("ㅁㅊ"));
        assert_eq!(consonants("주문a"), None);
        assert!(is_consonants("ㅁㅊ") && !is_consonants("ㅁ") && !is_consonants("ㅠㅠ"));
    }
}
