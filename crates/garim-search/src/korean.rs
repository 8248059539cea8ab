//! Korean without a dictionary: pairs of syllables, and particles that are taken off.

use crate::keys::is_hangul;

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
    }
}
