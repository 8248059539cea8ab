//! Names of people, companies and places in Hangul, Kanji and Kana.

use super::token::Words;
use crate::{
    cell::{Scan, Sort},
    dict::{self, BRAND, CODEWORD, COMMON, COMPANY, DEMONYM, GIVEN, Key, NAME, PLACE, PRODUCT, SURNAME, SYLLABLE},
    mark::{Mark, Marks},
};

/// Signs of a company.
const COMPANIES: &[&str] =
    &["㈜", "(주)", "주식회사", "유한회사", "株式会社", "有限会社", "合同会社", "合資会社", "(株)", "㈱", "(有)"];
/// Endings of places; one syllable, so only behind two others.
const PLACE_ENDS: &[char] =
    &['시', '군', '구', '읍', '면', '동', '도', '市', '県', '都', '府', '区', '町', '村', '国', '省', '州', '郡'];
/// Forms of address and ranks behind a name.
const HONORIFICS: &[&str] = &[
    "님",
    " 씨",
    "고객님",
    "様",
    "さん",
    "氏",
    "先生",
    " 대표",
    " 이사",
    " 상무",
    " 전무",
    " 부장",
    " 차장",
    " 과장",
    " 대리",
    " 주임",
    " 사원",
    " 팀장",
    " 실장",
    " 교수",
    " 박사",
    " 기사",
];
/// Most characters of a name with a space in it.
const MAX_NAME: usize = 12;

/// Marks a cell of Hangul.
pub(crate) fn hangul(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    if around(scan, words, marks) || scan.digit_count > 0 || scan.latin() > 0 {
        return;
    }
    let (text, titled) = without_honorific(without_brackets(scan.text));
    let mut letters = [' '; 5];
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let Some(place) = letters.get_mut(count) else { return };
        *place = c;
        count += 1;
    }
    let letters = &letters[..count];
    if letters.iter().any(|c| crate::cell::sort(*c) != Sort::Hangul) {
        return;
    }
    match letters {
        [one] => marks.set_if(Mark::Surname, known(&[*one], SURNAME)),
        _ => korean(letters, titled, marks),
    }
}

/// A whole name before what is said of it in brackets: `홍길동(영업)`.
fn without_brackets(text: &str) -> &str {
    let front = text.strip_suffix(')').and_then(|t| t.split_once('(')).map(|(front, _)| front.trim_end());
    front.filter(|f| (3..=4).contains(&f.chars().count())).unwrap_or(text)
}

fn korean(letters: &[char], titled: bool, marks: &mut Marks) {
    let syllables = |part: &[char]| !part.is_empty() && part.iter().all(|c| known(&[*c], SYLLABLE));
    let split = |at: usize| {
        let (front, back) = (letters.get(..at)?, letters.get(at..)?);
        (known(front, SURNAME) && (1..=3).contains(&back.len())).then_some(back)
    };
    let back = split(2)
        .filter(|b| letters.len() >= 4 && syllables(b))
        .or_else(|| split(1))
        .filter(|b| b.len() <= 2 || letters.len() == 5);
    let place = PLACE_ENDS.contains(&letters[letters.len() - 1]) && letters.len() >= 3;
    let whole = back.is_some_and(|b| known(b, GIVEN) && b.len() == 2);
    let likely = back.is_some_and(syllables);
    marks.set_if(Mark::NameWhole, whole);
    // Two syllables are a name rarely, and a word often.
    marks.set_if(Mark::NamePart, !whole && likely && letters.len() >= 3 && (!place || letters.len() == 3));
    marks.set_if(Mark::NameDoubtful, !whole && likely && letters.len() == 2);
    marks.set_if(Mark::NameTitled, titled && back.is_some());
    marks.set_if(Mark::Given, !whole && letters.len() == 2 && known(letters, GIVEN));
    marks.set_if(Mark::NameShaped, !whole && !likely && back.is_some() && letters.len() >= 3);
}

/// Marks a cell of Kanji or Kana.
pub(crate) fn japanese(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    if around(scan, words, marks) || scan.digit_count > 0 || scan.chars > MAX_NAME {
        return;
    }
    let (text, titled) = without_honorific(scan.text);
    let whole = match text.split_once([' ', '　', '・']) {
        Some((front, back)) => pair(front, back, true),
        None => (1..=6)
            .filter_map(|at| text.char_indices().nth(at))
            .map(|(at, _)| pair(&text[..at], &text[at..], false))
            .max()
            .unwrap_or_default(),
    };
    marks.set_if(Mark::NameWhole, whole == 2);
    marks.set_if(Mark::NamePart, whole == 1 && text.contains([' ', '　', '・']));
    marks.set_if(Mark::NameTitled, titled && whole > 0);
    if whole < 2 {
        let senses = dict::senses(Key::of(text));
        marks.set_if(Mark::Given, senses & GIVEN != 0);
        marks.set_if(Mark::Surname, senses & NAME == SURNAME && senses & PLACE == 0);
    }
}

/// How many of surname and given name are known, in this order or in either.
fn pair(front: &str, back: &str, either: bool) -> u8 {
    let (front, back) = (dict::senses(Key::of(front)), dict::senses(Key::of(back.trim())));
    let in_order = |surname: dict::Senses, given: dict::Senses| u8::from(surname & SURNAME != 0) + u8::from(given & GIVEN != 0);
    in_order(front, back).max(if either { in_order(back, front) } else { 0 })
}

/// Marks places, companies and products; says whether it cannot be a name then.
fn around(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) -> bool {
    let sign = |c: char| matches!(c, '㈜' | '㈱' | '(' | '식' | '한' | '式' | '限' | '同' | '資');
    let company = words.with(COMPANY) > 0
        || words.whole & BRAND != 0
        || scan.text.contains(sign) && COMPANIES.iter().any(|c| scan.text.contains(c));
    let last = scan.text.chars().next_back().unwrap_or_default();
    let ends = PLACE_ENDS.contains(&last) && (scan.chars >= 3 && words.total > 1 || scan.n(Sort::Hangul) == 0);
    let place = words.whole & PLACE != 0 || words.list().iter().any(|w| w.senses & PLACE != 0 && w.senses & NAME == 0) || ends;
    marks.set_if(Mark::Company, company);
    marks.set_if(Mark::Place, place);
    marks.set_if(Mark::Product, words.with(PRODUCT) > 0);
    let coded = words.whole & (CODEWORD | DEMONYM) != 0;
    marks.set_if(Mark::Common, words.with(COMMON) > 0 || coded);
    company || coded || (place && words.whole & NAME == 0) || words.with(PRODUCT) > 0
}

fn without_honorific(text: &str) -> (&str, bool) {
    let found = HONORIFICS.iter().find_map(|h| text.strip_suffix(h)).filter(|rest| rest.chars().count() >= 2);
    found.map_or((text, false), |rest| (rest.trim_end(), true))
}

fn known(letters: &[char], senses: dict::Senses) -> bool {
    dict::senses(letters.iter().fold(Key::EMPTY, |key, c| key.with(*c))) & senses != 0
}
