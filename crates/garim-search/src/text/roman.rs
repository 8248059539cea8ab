//! Korean written in Latin letters: `maechul` for `매출`, `jumun` for `주문`. People spell by ear, so a spelling has several
//! readings; the catalog says which of them is a word.

/// Initial consonants with what is written for them, the longest spellings first. Numbers are Unicode's.
const INITIALS: [(&str, &[u32]); 27] = [
    ("kk", &[1]),
    ("gg", &[1]),
    ("tt", &[4]),
    ("dd", &[4]),
    ("pp", &[8]),
    ("bb", &[8]),
    ("ss", &[10]),
    ("jj", &[13]),
    ("tch", &[13, 14]),
    ("ch", &[14, 12]),
    ("sh", &[9]),
    ("g", &[0]),
    ("k", &[0, 15]),
    ("n", &[2]),
    ("d", &[3]),
    ("t", &[3, 16]),
    ("r", &[5]),
    ("l", &[5]),
    ("m", &[6]),
    ("b", &[7]),
    ("p", &[17, 7]),
    ("s", &[9, 10]),
    ("j", &[12]),
    ("c", &[14, 15]),
    ("h", &[18]),
    ("z", &[12]),
    ("", &[11]),
];
/// Vowels, the longest spellings first.
const VOWELS: [(&str, &[u32]); 31] = [
    ("yeo", &[6]),
    ("yae", &[3]),
    ("wae", &[10]),
    ("eui", &[19]),
    ("you", &[17, 6]),
    ("woo", &[13]),
    ("ae", &[1, 5]),
    ("eo", &[4]),
    ("ya", &[2]),
    ("ye", &[7]),
    ("wa", &[9]),
    ("oe", &[11]),
    ("yo", &[12, 6]),
    ("wo", &[14]),
    ("we", &[15, 11, 10]),
    ("wi", &[16]),
    ("yu", &[17, 6]),
    ("eu", &[18]),
    ("ui", &[19]),
    ("oo", &[13]),
    ("ee", &[20]),
    ("ei", &[5]),
    ("ai", &[1]),
    ("uh", &[4]),
    ("ou", &[4, 8]),
    ("a", &[0]),
    ("e", &[5, 1]),
    ("o", &[8, 4]),
    ("u", &[13, 4, 18]),
    ("i", &[20]),
    ("y", &[20]),
];
/// Final consonants.
const FINALS: [(&str, &[u32]); 18] = [
    ("ng", &[21]),
    ("gk", &[1]),
    ("ss", &[20]),
    ("ck", &[1]),
    ("k", &[1, 24, 2]),
    ("g", &[1]),
    ("n", &[4]),
    ("t", &[19, 7, 25, 22, 23, 20]),
    ("d", &[7]),
    ("l", &[8]),
    ("r", &[8]),
    ("m", &[16]),
    ("p", &[17, 26]),
    ("b", &[17]),
    ("s", &[19]),
    ("j", &[22]),
    ("h", &[27]),
    ("", &[0]),
];
/// Most readings that are followed at once.
const MOST: usize = 400;
/// Longest and shortest word that is read, in letters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=24;
/// Most readings that are given.
const GIVEN: usize = 6;

/// A reading as far as it goes.
#[derive(Clone)]
struct Reading {
    text: String,
    at: usize,
    /// How far it is from the usual spelling.
    odd: u32,
}

/// Korean readings of a word, the most usual first, of two syllables or more. `known` says of two neighbouring syllables
/// whether any word has them, so that only readings that may be words are followed.
pub(crate) fn readings(word: &str, mut known: impl FnMut(&str) -> bool) -> Vec<String> {
    if !LENGTHS.contains(&word.len()) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut open = vec![Reading { text: String::new(), at: 0, odd: 0 }];
    let mut done: Vec<Reading> = Vec::new();
    while !open.is_empty() {
        let mut next = Vec::new();
        for reading in &open {
            grow(word, reading, &mut known, &mut next);
        }
        next.sort_by_key(|r| r.odd);
        next.truncate(MOST);
        let (whole, more): (Vec<_>, Vec<_>) = next.into_iter().partition(|r| r.at == word.len());
        done.extend(whole);
        open = more;
    }
    done.sort_by(|a, b| a.odd.cmp(&b.odd).then_with(|| a.text.cmp(&b.text)));
    done.dedup_by(|a, b| a.text == b.text);
    done.retain(|r| r.text.chars().nth(1).is_some());
    done.truncate(GIVEN);
    done.into_iter().map(|r| r.text).collect()
}

/// A reading with every syllable that may come next.
fn grow(word: &str, reading: &Reading, known: &mut impl FnMut(&str) -> bool, next: &mut Vec<Reading>) {
    let rest = &word[reading.at..];
    let before = reading.text.chars().next_back();
    for (initial, initials) in INITIALS.iter().filter(|(s, _)| rest.starts_with(s)) {
        let rest = &rest[initial.len()..];
        for (vowel, vowels) in VOWELS.iter().filter(|(s, _)| rest.starts_with(s)) {
            let rest = &rest[vowel.len()..];
            for (last, lasts) in FINALS.iter().filter(|(s, _)| rest.starts_with(s)) {
                let at = reading.at + initial.len() + vowel.len() + last.len();
                for (i, v, f) in spellings(initials, vowels, lasts) {
                    let Some(syllable) = char::from_u32(0xAC00 + i.1 * 588 + v.1 * 28 + f.1) else { continue };
                    let pair: Option<String> = before.map(|b| [b, syllable].iter().collect());
                    if pair.is_none_or(|p| known(&p)) {
                        let text = format!("{}{syllable}", reading.text);
                        next.push(Reading { text, at, odd: reading.odd + i.0 + v.0 + f.0 });
                    }
                }
            }
        }
    }
}

type Letter = (u32, u32);

/// Every way to take one of each, with how odd it is.
fn spellings<'a>(i: &'a [u32], v: &'a [u32], f: &'a [u32]) -> impl Iterator<Item = (Letter, Letter, Letter)> + 'a {
    let counted = |list: &'a [u32]| list.iter().copied().enumerate().map(|(n, l)| (u32::try_from(n).unwrap_or(9), l));
    counted(i).flat_map(move |i| counted(v).flat_map(move |v| counted(f).map(move |f| (i, v, f))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_by_ear_are_read() {
        let catalog = ["매출", "주문", "회원", "가입", "접속", "고객", "결제", "환불", "배송", "상품", "재고", "정산", "누적"];
        let known = |pair: &str| catalog.contains(&pair);
        for (spelt, word) in [
            ("maechul", "매출"),
            ("mechul", "매출"),
            ("jumun", "주문"),
            ("joomoon", "주문"),
            ("hoewon", "회원"),
            ("hwewon", "회원"),
            ("gaip", "가입"),
            ("jeopsok", "접속"),
            ("gogaek", "고객"),
            ("gyeolje", "결제"),
            ("hwanbul", "환불"),
            ("baesong", "배송"),
            ("sangpum", "상품"),
            ("jaego", "재고"),
            ("jungsan", "정산"),
            ("nujeok", "누적"),
        ] {
            assert_eq!(readings(spelt, known).first().map(String::as_str), Some(word), "{spelt}");
        }
        assert!(readings("revenue", known).is_empty());
        assert!(readings("", known).is_empty());
    }
}
