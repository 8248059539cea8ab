//! Running text: whether somebody wrote an e-mail address, a number or a name into it.

use super::token::Words;
use crate::{
    cell::{Scan, Sort},
    judge::{email, numbers},
    mark::{Mark, Marks},
};

/// Fewest words of a text.
const FEWEST_WORDS: usize = 5;
/// Fewest characters of a text.
const FEWEST_CHARS: usize = 20;
/// Longest part of a text that is taken for one number, in bytes.
const MAX_NUMBER: usize = 24;
/// Fewest digits of a number that tells of a person.
const FEWEST_DIGITS: usize = 9;

/// Marks text, and text with personal data inside.
pub(crate) fn text(scan: &Scan<'_>, words: &Words<'_>, marks: &mut Marks) {
    let structured = scan.text.starts_with(['{', '[', '<']) || scan.n(Sort::Colon) > 1;
    let long = words.total >= FEWEST_WORDS
        || scan.chars >= FEWEST_CHARS && (scan.n(Sort::Han) + scan.n(Sort::Kana) >= 10 || words.total >= 3);
    if scan.chars < FEWEST_CHARS || !(long || structured) {
        return;
    }
    marks.set_if(Mark::Sentence, words.total >= FEWEST_WORDS || scan.chars >= 2 * FEWEST_CHARS);
    let mail = scan.n(Sort::At) > 0 && scan.text.split(|c: char| c.is_whitespace() || SEPARATORS.contains(c)).any(mailed);
    marks.set_if(Mark::TextPersonal, mail || (scan.digit_count >= FEWEST_DIGITS && numbered(scan.text)));
}

/// What stands around an address in text.
const SEPARATORS: &str = ",;:<>()[]{}\"'|=、。（）「」";

fn mailed(word: &str) -> bool {
    // Korean and Japanese particles follow without a space: `kim@x.io로`.
    let ascii = word.find(|c: char| !c.is_ascii()).map_or(word, |at| &word[..at]);
    let ascii = ascii.trim_end_matches(['.', '!', '?', '-']);
    ascii.contains('@') && email(ascii).is_some()
}

/// Whether one of its runs of digits and separators is a telephone number, a card or a national id as they are written.
fn numbered(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !begins(bytes[at]) || (at > 0 && inside(bytes[at - 1])) {
            at += 1;
            continue;
        }
        let end = run(bytes, at);
        if let Some(part) = text.get(at..end).filter(|p| tells(p)) {
            return part.len() <= MAX_NUMBER;
        }
        at = end.max(at + 1);
    }
    false
}

fn begins(b: u8) -> bool {
    b.is_ascii_digit() || matches!(b, b'+' | b'(')
}

/// Whether a byte before shows that a run stands within a longer code.
fn inside(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b'=' | b'#')
}

/// The end of the run: digits with single separators between them.
fn run(bytes: &[u8], from: usize) -> usize {
    let mut end = from;
    let mut last = from;
    while end < bytes.len() && end - from <= MAX_NUMBER {
        match bytes[end] {
            b if b.is_ascii_digit() || b == b'*' => last = end + 1,
            b' ' | b'-' | b'.' | b'(' | b')' | b'+' if end == from || end < last + 2 => {}
            _ => break,
        }
        end += 1;
    }
    last
}

/// Whether a run is written as a personal number is.
fn tells(part: &str) -> bool {
    let part = part.trim_end_matches([' ', '.', '-', '(']);
    if part.bytes().filter(|b| b.is_ascii_digit() || *b == b'*').count() < FEWEST_DIGITS {
        return false;
    }
    // Pages and a year: `289-317 (2015)`.
    if part.find('(').is_some_and(|at| at > 1) {
        return false;
    }
    let scan = Scan::of(part);
    let spaced = scan.n(Sort::Space) > 0 && scan.all(&[Sort::Hyphen, Sort::Paren, Sort::Plus, Sort::Dot]) == 0;
    // Groups of digits with spaces only: pairs as in France, three groups as on a card or in a mobile number.
    if spaced && !matches!(scan.groups(), [2, 2, 2, 2, 2] | [3, 4, 4] | [4, 4, 4, 4] | [6, 7] | [3, 7..=8] | [5, 6]) {
        return false;
    }
    // A German number is anything that begins with a zero: in running text it has to say more.
    if scan.first() == b'0' && !matches!(scan.groups(), [11] | [2..=3, 3..=4, 4] | [3, 7..=8] | [2, 2, 2, 2, 2] | [10]) {
        return false;
    }
    let mut marks = Marks::default();
    numbers(&scan, &mut marks);
    marks.any(&[
        Mark::PhoneWritten,
        Mark::PhoneMobile,
        Mark::PhoneMasked,
        Mark::Card,
        Mark::CardMasked,
        Mark::RrnChecked,
        Mark::RrnShaped,
        Mark::RrnMasked,
        Mark::Ssn,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_is_found_in_running_text() {
        let of = |line: &str| {
            let mut marks = Marks::default();
            text(&Scan::of(line), &Words::of(line), &mut marks);
            marks.has(Mark::TextPersonal)
        };
        for yes in [
            "please call 010-1234-5678 after six",
            "배송 전에 010-1234-5678로 연락 바랍니다 감사합니다",
            "send the invoice to kim@x.io, thanks a lot",
            "card 4111 1111 1111 1111 was declined twice",
            "Bitte unter +49 30 1234567 melden, danke sehr",
            "{\"user\":\"a\",\"mail\":\"k@x.io\"}",
        ] {
            assert!(of(yes), "{yes}");
        }
        for no in [
            "ordered 3 on 2020-01-01 at 12:30:00 for 100",
            "order 2020-1234-567890 has been sent today",
            "see version 1.2.3.4 of the manual, page 12345",
            "a short one",
            "Hydrology, Vol 2, Iss 4, Pp 289-317 (2015)",
        ] {
            assert!(!of(no), "{no}");
        }
    }
}
