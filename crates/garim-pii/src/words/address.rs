//! Postal addresses of Korea, Japan, Germany, France and the English-speaking countries.

use super::token::{Word, Words};
use crate::{
    cell::{Scan, Sort},
    dict::{self, NAME, PLACE, STREET},
    mark::{Mark, Marks},
};

/// States of the United States and its forces' post, as in `Springfield, IL 62704`.
const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD \
TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP FM MH PW AA AE AP";
/// Endings of Korean streets, lots and districts.
const KOREAN_ENDS: &[char] = &['로', '길', '동', '읍', '면', '리', '가'];
/// Endings of the districts around them.
const KOREAN_DISTRICTS: &[char] = &['시', '도', '구', '군'];
/// Signs of Japanese districts and of lots.
const JAPANESE_DISTRICTS: &[char] = &['都', '道', '府', '県', '市', '区', '町', '村', '郡'];
const JAPANESE_LOTS: &[&str] = &["丁目", "番地", "番", "号", "-", "−", "の"];

/// Marks an address, or a street without its number.
pub(crate) fn address(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    if scan.n(Sort::At) > 0 || words.total > 40 {
        return;
    }
    if scan.n(Sort::Han) > 0 {
        japanese(scan, marks);
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
    let road = words.list().windows(2).any(|w| ends(&w[0], &['로', '길']) && w[1].number);
    marks.set_if(Mark::Street, numbered && road || !numbered && districts >= 2 && streets >= 1);
}

fn japanese(scan: &Scan<'_>, marks: &mut Marks) {
    let districts = scan.text.chars().filter(|c| JAPANESE_DISTRICTS.contains(c)).count();
    let lot = JAPANESE_LOTS.iter().any(|l| scan.text.contains(l))
        && (scan.digit_count > 0 || scan.text.contains(['一', '二', '三', '四', '五']));
    marks.set_if(Mark::Address, districts >= 1 && lot && scan.chars >= 7 && scan.n(Sort::Han) >= 3);
    marks.set_if(Mark::Street, districts >= 3 && scan.chars >= 8);
}

fn latin(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    let list = words.list();
    if list.len() < 2 && scan.digit_count == 0 && !list.first().is_some_and(is_street) {
        return;
    }
    let number = list.iter().any(|w| w.text.as_bytes().first().is_some_and(u8::is_ascii_digit) && w.chars <= 6);
    let street = list.iter().any(is_street);
    let state = list.windows(2).any(|w| is_state(w[0].text) && w[1].number && w[1].chars == 5);
    let box_number = list.windows(2).any(|w| w[0].text.eq_ignore_ascii_case("box") && w[1].number);
    let code = list.windows(2).any(|w| w[0].number && w[0].chars == 5 && w[1].capital && w[1].chars >= 3)
        && list.len() >= 4
        && scan.digit_count >= 6;
    let whole = number && (street && list.len() >= 2 || state || code) || box_number;
    let long = list.len() > 9 && !state && !code;
    marks.set_if(Mark::Address, whole && !long && !sentence(words));
    marks.set_if(
        Mark::Street,
        !number
            && street
            && list.len() <= 4
            && list.iter().all(|w| w.capital || w.chars <= 3)
            && (list.len() >= 2 || ending(list)),
    );
}

/// A word that ends as streets do, and is nobody's surname.
fn ending(list: &[Word<'_>]) -> bool {
    list.iter().any(|w| w.senses & NAME == 0 && w.chars > 5)
}

fn is_street(word: &Word<'_>) -> bool {
    word.chars >= 2
        && (word.senses & STREET != 0
            || (word.chars >= 5 && word.senses & NAME == 0 && !word.number && dict::ends_as_street(word.text)))
}

fn is_state(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()) && STATES.split(' ').any(|s| s == word)
}

/// Running text that only speaks of streets and numbers.
fn sentence(words: &Words<'_>) -> bool {
    let small = words.list().iter().filter(|w| !w.capital && !w.number && w.chars > 3 && w.senses & STREET == 0).count();
    small >= 4
}
