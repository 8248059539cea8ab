//! Numbers that a state gives to people and traders, written in digits.

use super::checksum::{business, my_number, number, resident, steuer_id};
use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// Marks national numbers that are made of digits (and asterisks).
pub(crate) fn state(scan: &Scan<'_>, marks: &mut Marks) {
    let stars = scan.n(Sort::Star) + scan.text.bytes().filter(|b| matches!(b, b'X' | b'x')).count();
    if stars > 0 {
        masked(scan, stars, marks);
    }
    if !scan.only(&[Sort::Digit, Sort::Hyphen, Sort::Space, Sort::Dot]) || scan.n(Sort::Dot) == 1 {
        return;
    }
    let digits = scan.digits();
    match scan.digit_count {
        9 => ssn(scan, marks),
        10 => {
            let good = business(digits);
            let written = scan.groups() == [3, 2, 5];
            marks.set_if(Mark::BrnChecked, written && good);
            marks.set_if(Mark::BrnShaped, written && !good);
            marks.set_if(Mark::BrnBare, !written && good && digits[0] != 0 && scan.groups().len() == 1);
        }
        11 => marks.set_if(Mark::SteuerId, steuer_id(digits) && matches!(scan.groups(), [11] | [2, 3, 3, 3])),
        7 if scan.groups() == [6, 1] => {
            marks.set_if(Mark::RrnMasked, dated(&digits[2..4], &digits[4..6]) && (1..=8).contains(&digits[6]))
        }
        12 => marks.set_if(Mark::MyNumber, my_number(digits) && matches!(scan.groups(), [12] | [4, 4, 4])),
        13 => rrn(scan, marks),
        15 => nir(scan.digits(), marks),
        _ => {}
    }
    if scan.digit_count == 12 && scan.groups() == [2, 2, 6, 2] {
        marks.set_if(Mark::LicenceKr, (11..=28).contains(&number(&digits[..2])) && scan.n(Sort::Hyphen) == 3);
    }
}

/// Marks those with letters in them: Britain's, Corsica's, a licence with the region's name.
pub(crate) fn lettered(scan: &Scan<'_>, marks: &mut Marks) {
    let mut compact = [0_u8; 20];
    let mut length = 0;
    for b in scan.text.bytes().filter(|b| !matches!(b, b' ' | b'-' | b'.')) {
        let Some(place) = compact.get_mut(length) else { return };
        *place = b.to_ascii_uppercase();
        length += 1;
    }
    let compact = &compact[..length];
    match compact.len() {
        9 => nino(compact, marks),
        13 | 15 if scan.digit_count + 1 == length => corsican(compact, marks),
        16 | 18 => licence_uk(compact, marks),
        _ => {}
    }
    if let Some((region, rest)) = scan.text.split_once(' ')
        && scan.n(Sort::Hangul) >= 2
        && matches!(scan.groups(), [2, 6, 2])
    {
        let known = [
            "서울", "부산", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주", "대구", "인천", "광주",
            "대전", "울산",
        ];
        marks.set_if(Mark::LicenceKr, known.contains(&region) && rest.len() == 12);
    }
}

/// A day within a year of two digits.
fn dated(month: &[u8], day: &[u8]) -> bool {
    (1..=12).contains(&number(month)) && (1..=31).contains(&number(day))
}

/// Six digits of a date, then one of century and sex.
fn rrn(scan: &Scan<'_>, marks: &mut Marks) {
    let digits = scan.digits();
    if !dated(&digits[2..4], &digits[4..6]) {
        return;
    }
    let written = scan.groups() == [6, 7];
    let century = digits[6] != 9 && digits[6] != 0;
    marks.set_if(Mark::RrnChecked, century && resident(digits) && (written || scan.groups().len() == 1));
    marks.set_if(Mark::RrnShaped, century && written);
    marks.set_if(Mark::RrnBare, century && scan.groups().len() == 1);
}

fn ssn(scan: &Scan<'_>, marks: &mut Marks) {
    let digits = scan.digits();
    let (area, group, serial) = (number(&digits[..3]), number(&digits[3..5]), number(&digits[5..]));
    let taxpayer = area >= 900 && (50..=99).contains(&group);
    let given = area != 0 && area != 666 && (area < 900 || taxpayer) && group != 0 && serial != 0;
    let separated = scan.n(Sort::Hyphen) == 2 || scan.n(Sort::Space) == 2;
    marks.set_if(Mark::Ssn, given && separated && scan.groups() == [3, 2, 4]);
    marks.set_if(Mark::SsnBare, given && scan.groups().len() == 1);
}

/// Sex, year, month, department, serial, and 97 less the rest by 97.
fn nir(digits: &[u8], marks: &mut Marks) {
    let month = number(&digits[3..5]);
    let begins = matches!(digits[0], 1..=4 | 7 | 8) && (matches!(month, 1..=12 | 20..=42 | 50..=99));
    let rest = digits[..13].iter().fold(0, |rest, d| (rest * 10 + u32::from(*d)) % 97);
    let good = 97 - rest == number(&digits[13..]);
    marks.set_if(Mark::Nir, begins && good);
    marks.set_if(Mark::NirShaped, matches!(digits[0], 1 | 2) && (1..=12).contains(&month) && !good);
}

/// Those born in Corsica have 2A or 2B for a department: 19 and 18 in the sum.
fn corsican(compact: &[u8], marks: &mut Marks) {
    let letter = compact.get(6).copied().unwrap_or_default();
    if compact.get(5) != Some(&b'2') || !matches!(letter, b'A' | b'B') {
        return;
    }
    let department = if letter == b'A' { 19 } else { 18 };
    let digit = |b: &u8| b.saturating_sub(b'0');
    let mut digits: Vec<u8> = compact.iter().map(digit).collect();
    digits[5] = department / 10;
    digits[6] = department % 10;
    if digits.len() == 15 {
        nir(&digits, marks);
    }
}

/// Two letters that may begin one, six digits, A to D.
fn nino(compact: &[u8], marks: &mut Marks) {
    let &[a, b, ref middle @ .., last] = compact else { return };
    if !a.is_ascii_uppercase() || !b.is_ascii_uppercase() || !middle.iter().all(u8::is_ascii_digit) {
        return;
    }
    let barred = |l: u8| matches!(l, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V');
    let never = matches!(&[a, b], b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ");
    let good = !barred(a) && !barred(b) && b != b'O' && !never && (b'A'..=b'D').contains(&last);
    marks.set_if(Mark::Nino, good);
    marks.set_if(Mark::NinoShaped, !good && last.is_ascii_uppercase());
}

/// Five of the surname (padded with 9), five digits of birth and sex, two initials, check.
fn licence_uk(compact: &[u8], marks: &mut Marks) {
    let [surname, birth, rest] = [compact.get(..5), compact.get(5..11), compact.get(11..16)].map(Option::unwrap_or_default);
    let month = (number_of(birth, 1..3)) % 50;
    let good = surname.iter().all(|b| b.is_ascii_uppercase() || *b == b'9')
        && surname.first().is_some_and(u8::is_ascii_uppercase)
        && birth.len() == 6
        && birth.iter().all(u8::is_ascii_digit)
        && (1..=12).contains(&month)
        && matches!(rest, [a, b, _, y, z] if (a.is_ascii_uppercase() || *a == b'9') && (b.is_ascii_uppercase() || *b == b'9')
            && y.is_ascii_uppercase() && z.is_ascii_uppercase());
    marks.set_if(Mark::LicenceUk, good);
}

fn number_of(bytes: &[u8], range: std::ops::Range<usize>) -> u32 {
    bytes.get(range).unwrap_or_default().iter().fold(0, |n, b| n * 10 + u32::from(b.saturating_sub(b'0')))
}

/// `900101-1******` and `***-**-1234`.
fn masked(scan: &Scan<'_>, stars: usize, marks: &mut Marks) {
    let digits = scan.digits();
    let hyphen = scan.text.find('-');
    if hyphen == Some(6) && stars + scan.digit_count == 13 && digits.len() >= 6 {
        marks.set_if(Mark::RrnMasked, dated(&digits[2..4], &digits[4..6]));
    }
    let last = scan.digit_count == 4 && scan.text.ends_with(|c: char| c.is_ascii_digit());
    marks.set_if(Mark::SsnMasked, hyphen == Some(3) && stars == 5 && last && scan.n(Sort::Hyphen) == 2);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_numbers_are_told_by_their_rules() {
        for (text, mark) in [
            ("880101-1234568", Some(Mark::RrnChecked)),
            ("8801011234568", Some(Mark::RrnChecked)),
            ("880101-1234567", Some(Mark::RrnShaped)),
            ("8801011234567", Some(Mark::RrnBare)),
            ("900101-1******", Some(Mark::RrnMasked)),
            ("220-81-62517", Some(Mark::BrnChecked)),
            ("220-81-62518", Some(Mark::BrnShaped)),
            ("219-09-9999", Some(Mark::Ssn)),
            ("***-**-1234", Some(Mark::SsnMasked)),
            ("86095742719", Some(Mark::SteuerId)),
            ("1234 5678 9018", Some(Mark::MyNumber)),
            ("1 84 12 76 451 089 46", Some(Mark::Nir)),
            ("11-12-123456-12", Some(Mark::LicenceKr)),
            ("881301-1234568", None),
            ("666-09-9999", None),
            ("12345678901", None),
            ("20201025", None),
        ] {
            let mut marks = Marks::default();
            state(&Scan::of(text), &mut marks);
            match mark {
                Some(mark) => assert!(marks.has(mark), "{text}"),
                None => assert_eq!(marks, Marks::default(), "{text}"),
            }
        }
    }

    #[test]
    fn numbers_with_letters_are_told_by_their_rules() {
        for (text, mark) in [
            ("AB 12 34 56 C", Some(Mark::Nino)),
            ("QQ123456C", Some(Mark::NinoShaped)),
            ("MORGA657054SM9IJ", Some(Mark::LicenceUk)),
            ("서울 12-123456-12", Some(Mark::LicenceKr)),
            ("1 55 08 2A 123 456 13", None),
            ("SKU-12345", None),
        ] {
            let mut marks = Marks::default();
            lettered(&Scan::of(text), &mut marks);
            match mark {
                Some(mark) => assert!(marks.has(mark), "{text}"),
                None => assert!(!marks.any(&[Mark::Nino, Mark::NinoShaped, Mark::LicenceUk, Mark::Nir]), "{text}"),
            }
        }
    }
}
