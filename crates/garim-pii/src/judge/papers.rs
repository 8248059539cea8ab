//! Passports and vehicle plates.

use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// Longest passport line (a machine-readable zone), in bytes.
const MRZ: usize = 44;
/// Hangul that stand on Korean plates.
const PLATE_HANGUL: &str = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호육공해국합";
/// Longest plate, in characters.
const MAX_PLATE: usize = 14;

/// Marks passports.
pub(crate) fn passport(scan: &Scan<'_>, marks: &mut Marks) {
    let bytes = scan.text.as_bytes();
    if bytes.len() == MRZ && bytes.starts_with(b"P<") {
        marks.set(Mark::Passport);
        return;
    }
    if !(8..=10).contains(&bytes.len()) || !scan.only(&[Sort::Digit, Sort::Upper]) || scan.digit_count < 1 {
        return;
    }
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let korean = matches!(bytes[0].to_ascii_uppercase(), b'M' | b'S' | b'R' | b'G' | b'D' | b'O' | b'T');
    // Korea since December 2021: a letter within the digits.
    let new_korean = bytes.len() == 9 && korean && digits(1..4) && letter(4) && digits(5..9);
    let old = bytes.len() == 9 && letter(0) && digits(1..9);
    let japanese = bytes.len() == 9 && letter(0) && letter(1) && digits(2..9);
    let french = bytes.len() == 9 && digits(0..2) && letter(2) && letter(3) && digits(4..9);
    let german = matches!(bytes[0], b'C' | b'F' | b'G' | b'H' | b'J' | b'K' | b'L')
        && (9..=10).contains(&bytes.len())
        && bytes.iter().all(|b| {
            b.is_ascii_digit()
                || (b.is_ascii_uppercase() && !matches!(b, b'A' | b'E' | b'I' | b'O' | b'U' | b'Q' | b'S' | b'B' | b'D'))
        });
    marks.set_if(Mark::Passport, new_korean);
    marks.set_if(Mark::PassportShaped, old || japanese || french || german);
}

/// Marks plates.
pub(crate) fn plate(scan: &Scan<'_>, marks: &mut Marks) {
    if scan.chars > MAX_PLATE || scan.digit_count == 0 || scan.digit_count > 7 {
        return;
    }
    if scan.n(Sort::Hangul) > 0 {
        marks.set_if(Mark::Plate, korean(scan));
    } else if scan.n(Sort::Kana) == 1 || scan.n(Sort::Han) > 0 {
        let kana = scan.text.split(|c: char| crate::cell::sort(c) == Sort::Kana).count() == 2;
        marks.set_if(Mark::Plate, kana && matches!(scan.groups(), [2..=3, 1..=4] | [2..=3, 2, 2] | [2..=3, 1, 2]));
    } else if scan.only(&[Sort::Upper, Sort::Lower, Sort::Latin, Sort::Digit, Sort::Space, Sort::Hyphen]) {
        latin(scan, marks);
    }
}

/// `12가 3456`, `123가4567`, `서울 12가 3456`, `서울1가1234`.
fn korean(scan: &Scan<'_>) -> bool {
    let [front, 4] = scan.groups() else { return false };
    let back = scan.text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let hangul = back.chars().next_back().is_some_and(|c| PLATE_HANGUL.contains(c));
    let before = back.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit());
    (1..=3).contains(front) && hangul && before && matches!(scan.n(Sort::Hangul), 1 | 3) && scan.n(Sort::Hyphen) == 0
}

fn latin(scan: &Scan<'_>, marks: &mut Marks) {
    let bytes = scan.text.as_bytes();
    let upper = scan.n(Sort::Lower) == 0;
    let shape = |wanted: &str| {
        wanted.len() == bytes.len()
            && wanted.bytes().zip(bytes).all(|(w, b)| match w {
                b'A' => b.is_ascii_uppercase(),
                b'9' => b.is_ascii_digit(),
                other => other == *b,
            })
    };
    let french = shape("AA-999-AA") && !bytes.iter().any(|b| matches!(b, b'I' | b'O' | b'U'));
    let british = shape("AA99 AAA");
    marks.set_if(Mark::Plate, upper && (french || british || german(scan.text)));
    let separators = scan.n(Sort::Hyphen) + scan.n(Sort::Space);
    let american = (5..=8).contains(&(scan.chars - separators)) && separators <= 1 && scan.latin() <= 5 && scan.digit_count <= 6;
    marks.set_if(Mark::PlateShaped, upper && american && scan.latin() > 0 && !postcode(bytes));
}

/// The second half of a British postcode: a digit and two letters behind a blank.
fn postcode(bytes: &[u8]) -> bool {
    matches!(bytes, [first, .., b' ', digit, a, b]
        if first.is_ascii_uppercase() && digit.is_ascii_digit() && a.is_ascii_uppercase() && b.is_ascii_uppercase())
}

/// One to three letters of a district, one or two, up to four digits without a leading zero; `H` and `E` may follow.
fn german(text: &str) -> bool {
    let Some((district, rest)) = text.split_once('-') else { return false };
    let Some((letters, number)) = rest.split_once([' ', '-']) else { return false };
    let number = number.trim_end_matches(['H', 'E']);
    (1..=3).contains(&district.chars().count())
        && district.chars().all(char::is_uppercase)
        && (1..=2).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=4).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && !number.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Marks {
        let mut marks = Marks::default();
        plate(&Scan::of(text), &mut marks);
        passport(&Scan::of(text), &mut marks);
        marks
    }

    #[test]
    fn papers_are_told_by_their_forms() {
        for plate in
            ["12가 3456", "123가4567", "서울 12가 3456", "AB-123-CD", "B-AB 1234", "HH-X 12", "AB12 CDE", "品川 500 さ 46-49"]
        {
            assert!(marked(plate).has(Mark::Plate), "{plate}");
        }
        assert!(marked("M123A4567").has(Mark::Passport));
        assert!(marked("M12345678").has(Mark::PassportShaped) && marked("TK1234567").has(Mark::PassportShaped));
        assert!(marked("1ABC234").has(Mark::PlateShaped) && marked("ABC-123").has(Mark::PlateShaped));
        assert!(!marked("CT2 7PP").has(Mark::PlateShaped) && !marked("HP11 2AX").has(Mark::PlateShaped));
        for no in ["12개 3456", "2020-01-01", "SKU-000123", "3층 1234", "abc", "1234"] {
            assert!(!marked(no).any(&[Mark::Plate, Mark::Passport]), "{no}");
        }
    }
}
