//! Postal addresses of Korea, Japan, Germany, France and the English-speaking countries.

use super::token::{Word, Words};
use crate::{
    cell::{Scan, Sort},
    dict::{BUILDING, FRONT_STREET, NAME, PLACE, STATE, STREET, STREET_PART},
    mark::{Mark, Marks},
};

/// Endings of German, Dutch and Nordic streets.
const ENDINGS: &[&str] = &[
    "strasse", "straße", "str", "weg", "allee", "gasse", "platz", "damm", "ufer", "pfad", "steig", "straat", "laan", "gatan",
    "veien",
];
/// Endings of Korean streets, lots and districts.
const KOREAN_ENDS: &[char] = &['로', '길', '동', '읍', '면', '리', '가'];
/// Endings of the districts around them.
const KOREAN_DISTRICTS: &[char] = &['시', '도', '구', '군'];
/// Signs of Japanese districts and of lots.
const JAPANESE_DISTRICTS: &[char] = &['都', '道', '府', '県', '市', '区', '町', '村', '郡'];
/// Longest address in Kanji, with its building.
const MAX_JAPANESE: usize = 60;
const JAPANESE_LOTS: &[&str] = &["丁目", "番地", "番", "号", "-", "−", "の"];

/// Marks an address, or a street without its number.
pub(crate) fn address(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    if scan.n(Sort::At) > 0 || words.total > 40 {
        return;
    }
    if scan.n(Sort::Han) > 0 {
        japanese(scan, marks);
        if scan.latin() > 3 {
            latin(scan, words, marks);
        }
    } else if scan.n(Sort::Hangul) > 0 {
        korean(scan, words, marks);
    } else if scan.latin() > 0 {
        latin(scan, words, marks);
    }
}

fn korean(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    let ends = |w: &Word<'_>, list: &[char]| {
        let letters = w.text.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.chars().count() >= 2 && letters.chars().next_back().is_some_and(|c| list.contains(&c))
    };
    let districts = words.list().iter().filter(|w| ends(w, KOREAN_DISTRICTS) || w.senses & PLACE != 0).count();
    let streets = words.list().iter().filter(|w| ends(w, KOREAN_ENDS)).count();
    let numbered = scan.digit_count > 0;
    marks.set_if(Mark::Address, numbered && (districts >= 1 && streets >= 1 || districts >= 2) && words.total >= 3);
    let unit = words.list().windows(2).any(|w| ends(&w[0], &['동']) | w[0].text.ends_with('동') && w[1].text.ends_with('호'));
    let unit = unit && scan.digit_count >= 2;
    let road = words.list().windows(2).any(|w| ends(&w[0], &['로', '길']) && w[1].number);
    marks.set_if(Mark::Street, unit || numbered && road || !numbered && districts >= 2 && streets >= 1);
}

fn japanese(scan: &Scan<'_>, marks: &mut Marks) {
    let districts = scan.text.chars().filter(|c| JAPANESE_DISTRICTS.contains(c)).count();
    let lot = JAPANESE_LOTS.iter().any(|l| scan.text.contains(l))
        && (scan.digit_count > 0 || scan.text.contains(['一', '二', '三', '四', '五']));
    let text = scan.text.contains(['、', '。', '！', '？']) || scan.chars > MAX_JAPANESE;
    marks.set_if(Mark::Address, !text && districts >= 1 && lot && scan.chars >= 7 && scan.n(Sort::Han) >= 3);
    marks.set_if(Mark::Street, !text && districts >= 3 && scan.chars >= 8);
}

fn latin(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    let list = words.list();
    // A code of letters and numbers with hyphens is no street with its number.
    let spaced = scan.n(Sort::Space) > 0 || scan.digit_count == 0 || scan.n(Sort::Comma) > 0;
    let (Some(first), Some(last), true) = (list.first(), list.last(), spaced) else { return };
    let number = list.iter().any(|w| w.text.as_bytes().first().is_some_and(u8::is_ascii_digit) && w.chars <= 6);
    let street = list.iter().any(is_street);
    let state = list.windows(2).any(|w| w[0].senses & STATE != 0 && w[0].shouted() && w[1].number && w[1].chars == 5);
    let box_number = list.windows(2).any(|w| w[0].text.eq_ignore_ascii_case("box") && w[1].number);
    let code = list.windows(2).any(|w| w[0].number && w[0].chars == 5 && w[1].capital && w[1].chars >= 3)
        && list.len() >= 4
        && scan.digit_count >= 6
        && scan.n(Sort::Dot) + scan.n(Sort::Hyphen) <= 2;
    let house = first.number && first.chars <= 5 && (3..=7).contains(&list.len()) && list[1].capital;
    let led = house && list[2..].iter().any(|w| w.senses & (STREET_PART | BUILDING) != 0);
    let british = list.len() >= 4 && list.windows(2).any(|w| outward(w[0].text) && inward(w[1].text));
    let whole = led || british || number && (street && list.len() >= 2 || state || code) || box_number;
    let long = list.len() > 9 && !state && !code;
    marks.set_if(Mark::Address, whole && !long && !sentence(words));
    let capitals = list.iter().all(|w| w.capital || w.chars <= 3 || w.number) || scan.n(Sort::Upper) == 0;
    let named = is_street(last) && (list.len() >= 2 || last.chars > 5 && last.senses & NAME == 0)
        || list.len() >= 2 && first.senses & FRONT_STREET != 0;
    let part = list.len() <= 3 && number && first.senses & BUILDING != 0;
    marks.set_if(Mark::Street, !whole && capitals && (list.len() <= 5 && !number && named || part));
}

fn is_street(word: &Word<'_>) -> bool {
    word.senses & STREET != 0
        || (word.chars >= 5 && word.senses & NAME == 0 && !word.number && ENDINGS.iter().any(|e| ends(word.text, e)))
}

/// The first part of a British or Canadian postal code: `SW1A`, `K1A`.
fn outward(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    (1..=2).contains(&letters)
        && (2..=4).contains(&word.len())
        && word.as_bytes()[letters..].first().is_some_and(u8::is_ascii_digit)
}

/// The second: `1AA`, `0B1`.
fn inward(word: &str) -> bool {
    matches!(word.as_bytes(), [d, a, b] if d.is_ascii_digit() && a.is_ascii_uppercase() && (b.is_ascii_uppercase() || b.is_ascii_digit()))
}

/// Whether a word goes on before an ending, in any case.
fn ends(word: &str, ending: &str) -> bool {
    let at = word.len().saturating_sub(ending.len());
    at > 0 && word.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
}

/// Running text that only speaks of streets and numbers.
fn sentence(words: &Words<'_>) -> bool {
    let small = words.list().iter().filter(|w| !w.capital && !w.number && w.chars > 3 && w.senses & STREET == 0).count();
    small >= 4
}
