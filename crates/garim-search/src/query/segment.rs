//! Words written together, taken apart at words that the catalog knows: `주문상세내역`, `orderdetails`.

use crate::text::korean;

/// Fewest syllables of a Korean part.
const KOREAN_PART: usize = 2;
/// Fewest letters of a Latin part.
const LATIN_PART: usize = 3;
/// Longest part and longest word, in characters.
const MAX_PART: usize = 12;
const MAX_WORD: usize = 24;
/// Syllables after a noun that make another noun of it, and may be left out.
const SUFFIXES: &[char] = &[
    '수', '량', '율', '률', '액', '일', '건', '비', '당', '용', '별', '분', '표', '값', '자', '형', '중', '시', '후', '전', '내',
];

/// The parts of a word, as few as possible, each known.
pub(crate) fn parts(word: &str, mut known: impl FnMut(&str) -> bool) -> Option<Vec<String>> {
    let letters: Vec<char> = word.chars().collect();
    let least = least(word)?;
    if letters.len() < least * 2 || letters.len() > MAX_WORD {
        return None;
    }
    if let Some(parts) = cut(&letters, least, &mut known) {
        return Some(parts);
    }
    let (last, rest) = letters.split_last()?;
    if !SUFFIXES.contains(last) {
        return None;
    }
    let whole: String = rest.iter().collect();
    if rest.len() >= least && known(&whole) { Some(vec![whole]) } else { cut(rest, least, &mut known) }
}

/// Where a word may be cut in two, the parts long enough.
pub(crate) fn halves(word: &str) -> Vec<(String, String)> {
    let letters: Vec<char> = word.chars().collect();
    let Some(least) = least(word) else { return Vec::new() };
    let cuts = least..=letters.len().saturating_sub(least);
    cuts.map(|at| (letters[..at].iter().collect(), letters[at..].iter().collect())).collect()
}

fn least(word: &str) -> Option<usize> {
    match word {
        word if korean::is_korean(word) => Some(KOREAN_PART),
        word if word.bytes().all(|b| b.is_ascii_lowercase()) => Some(LATIN_PART),
        _ => None,
    }
}

/// The fewest parts that make the letters.
fn cut(letters: &[char], least: usize, known: &mut impl FnMut(&str) -> bool) -> Option<Vec<String>> {
    // For each length from the front: how many parts, and where the last begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; letters.len() + 1];
    best[0] = Some((0, 0));
    for to in least..=letters.len() {
        for from in to.saturating_sub(MAX_PART)..=to - least {
            let Some((count, _)) = best[from] else { continue };
            let whole = from == 0 && to == letters.len();
            let better = best[to].is_none_or(|(so_far, _)| count + 1 < so_far);
            if better && !whole && known(&letters[from..to].iter().collect::<String>()) {
                best[to] = Some((count + 1, from));
            }
        }
    }
    let mut parts = Vec::new();
    let mut to = letters.len();
    while to > 0 {
        let (_, from) = best[to]?;
        parts.push(letters[from..to].iter().collect());
        to = from;
    }
    parts.reverse();
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_parts_are_known() {
        let catalog = ["주문", "상세", "내역", "회원", "가입", "order", "details", "daily", "가입자"];
        let cut = |word: &str| parts(word, |p| catalog.contains(&p)).map(|p| p.join("|"));
        for (word, made) in [
            ("주문상세내역", Some("주문|상세|내역")),
            ("회원가입", Some("회원|가입")),
            ("가입자수", Some("가입자")),
            ("orderdetails", Some("order|details")),
            ("dailyorderdetails", Some("daily|order|details")),
            ("ordersdetail", None),
            ("주문", None),
        ] {
            assert_eq!(cut(word).as_deref(), made, "{word}");
        }
        assert_eq!(halves("주문상세").len(), 1);
    }
}
