//! Telephone numbers: E.164, and the numbering plans of Korea, the United States, Germany, Japan, France and Britain.

use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// Most digits of a number without its extension (E.164).
const MAX_DIGITS: usize = 15;
/// Most groups of digits that a number is written in: more are a code.
const MAX_DIALLED_GROUPS: usize = 6;
/// Sorts that a written number consists of.
const WRITTEN: &[Sort] = &[Sort::Digit, Sort::Space, Sort::Hyphen, Sort::Dot, Sort::Paren, Sort::Plus, Sort::Slash];

/// Marks what may be a telephone number.
pub(crate) fn phone(scan: &Scan<'_>, marks: &mut Marks) {
    if scan.digit_count < 7 && scan.n(Sort::Star) == 0 {
        return;
    }
    if scan.n(Sort::Star) > 0 {
        marks.set_if(Mark::PhoneMasked, masked(scan));
        return;
    }
    let text = scan.text;
    let lead = ["tel:", "Tel.", "Tel:", "TEL:", "Tel ", "TEL ", "T. ", "T: "].iter().find_map(|p| text.strip_prefix(p));
    let cut = extension(lead.unwrap_or(text)).trim_end();
    if cut.len() == text.len() {
        plain(scan, marks);
    } else if cut.len() >= 7 {
        let inner = Scan::of(cut.trim());
        plain(&inner, marks);
    }
}

/// The number before `x123`, `ext. 12`.
fn extension(text: &str) -> &str {
    let at = text.bytes().position(|b| matches!(b, b'x' | b'X' | b'e' | b'E' | b'#'));
    let Some(at) = at.filter(|at| *at >= 7) else { return text };
    let rest = text.as_bytes()[at..].iter().filter(|b| b.is_ascii_digit()).count();
    let word = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | ' ' | '#' | ':'));
    if (1..=6).contains(&rest) && word.len() == rest { &text[..at] } else { text }
}

fn plain(scan: &Scan<'_>, marks: &mut Marks) {
    let digits = scan.digits();
    let separators = scan.chars - scan.digit_count;
    let decimal = scan.n(Sort::Dot) == 1 && separators <= 2;
    if !(7..=MAX_DIGITS + 3).contains(&scan.digit_count) || !scan.only(WRITTEN) || scan.n(Sort::Plus) > 1 || decimal {
        return;
    }
    let bare = scan.n(Sort::Digit) == scan.chars;
    marks.set_if(Mark::PhonePlausible, digits.len() <= MAX_DIGITS && scan.n(Sort::Dot) != 1);
    if scan.first() == b'+' || scan.text.starts_with("(+") {
        marks.set_if(Mark::PhoneWritten, international(&without_trunk(scan.text)));
    } else if let [0, 0, rest @ ..] = digits
        && !bare
        && (1..=MAX_DIALLED_GROUPS).contains(&scan.groups().len())
    {
        marks.set_if(Mark::PhoneWritten, international(rest));
    } else if bare {
        alone(digits, marks);
    } else {
        marks.set_if(Mark::PhoneWritten, grouped(scan, digits));
    }
}

/// The digits of `+49 (0) 170 …` without the zero that is dialled at home only.
fn without_trunk(text: &str) -> Vec<u8> {
    let text = text.replacen("(0)", "", 1);
    text.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect()
}

/// Whether digits begin with a country code and have the length that its plan allows.
fn international(digits: &[u8]) -> bool {
    let national = |code: usize| digits.len().saturating_sub(code);
    match digits {
        [1, area, ..] => national(1) == 10 && *area >= 2,
        [7, ..] => national(1) == 10,
        [8, 2, ..] => (8..=11).contains(&national(2)),
        [8, 1, ..] => (9..=11).contains(&national(2)),
        [3, 3, ..] => (9..=10).contains(&national(2)),
        [4, 9, ..] => (5..=13).contains(&national(2)),
        [4, 4, ..] => (9..=11).contains(&national(2)),
        [2..=9, ..] => (8..=MAX_DIGITS).contains(&digits.len()),
        _ => false,
    }
}

/// Digits without a separator: what begins like a mobile number, then what is only long enough.
fn alone(digits: &[u8], marks: &mut Marks) {
    match digits {
        [0, 1, 0, ..] if digits.len() == 11 => marks.set(Mark::PhoneMobile),
        [0, 7..=9, 0, ..] if digits.len() == 11 => marks.set(Mark::PhoneMobile),
        [0, 1, 1 | 6..=9, ..] if (10..=11).contains(&digits.len()) => marks.set(Mark::PhoneMobile),
        [8, 2, 1, 0, ..] if digits.len() == 12 => marks.set(Mark::PhoneMobile),
        [0, 1, 5..=7, ..] if (11..=12).contains(&digits.len()) => marks.set(Mark::PhoneZero),
        [0, 1..=9, ..] if (9..=11).contains(&digits.len()) => marks.set(Mark::PhoneZero),
        [1, 0, ..] if digits.len() == 10 => marks.set(Mark::PhoneShorn),
        [7..=9, 0, ..] if digits.len() == 10 => {
            marks.set(Mark::PhoneShorn);
            marks.set(Mark::PhoneNanp);
        }
        [2..=9, _, _, 2..=9, ..] if digits.len() == 10 => marks.set(Mark::PhoneNanp),
        _ => {}
    }
}

/// Whether groups are cut as a national plan cuts them.
fn grouped(scan: &Scan<'_>, digits: &[u8]) -> bool {
    let dashed = scan.n(Sort::Hyphen) > 0 || scan.n(Sort::Space) > 0 || scan.n(Sort::Paren) > 0 || scan.n(Sort::Dot) > 1;
    match (scan.groups(), digits) {
        // Korea and Japan: 02-123-4567, 010-1234-5678, 0120-123-456, 0505-123-4567.
        ([2, 3, 4], [0, 2, ..]) | ([2, 4, 4], [0, 2..=9, ..]) => dashed,
        ([3..=4, 3..=4, 3..=4], [0, 1..=9, ..]) => dashed && (9..=12).contains(&digits.len()),
        // Japan: 0266-12-3456, 03(1234)5678.
        ([2..=5, 1..=4, 4], [0, ..]) => dashed && digits.len() == 10,
        // Korea's service numbers: 1588-1234.
        ([4, 4], [1, 5 | 6 | 8, _, _, rest @ ..]) => scan.n(Sort::Hyphen) == 1 && !year(rest),
        // North America: (555) 123-4567, 1-555-123-4567, 555.123.4567.
        ([3, 3, 4], [2..=9, ..]) | ([1, 3, 3, 4], [1, 2..=9, ..]) => dashed,
        ([3, 7], [2..=9, ..]) => scan.n(Sort::Paren) == 2,
        // Anywhere: an area code in brackets, then two groups or three.
        ([1..=5, rest @ ..], _) if scan.first() == b'(' && scan.n(Sort::Paren) == 2 && (2..=3).contains(&rest.len()) => {
            rest.iter().all(|g| (2..=4).contains(g)) && (8..=11).contains(&digits.len())
        }
        // France: five pairs.
        ([2, 2, 2, 2, 2], [0, 1..=9, ..]) => true,
        // Germany and Britain: area code with its zero, then one to four groups.
        ([3..=5, rest @ ..], [0, 1..=9, ..]) => {
            (1..=4).contains(&rest.len())
                && rest.iter().all(|g| *g >= 2)
                && (8..=12).contains(&digits.len())
                && scan.n(Sort::Dot) == 0
        }
        // Germany: 030 1234567 and (030) 123 45 67.
        ([2, 4..=8], [0, 1..=9, ..]) => (8..=11).contains(&digits.len()) && scan.n(Sort::Dot) == 0,
        _ => false,
    }
}

/// Whether four digits are a year: lives are written as two of them.
fn year(digits: &[u8]) -> bool {
    matches!(digits, [1, 7..=9, ..] | [2, 0, ..])
}

/// `010-****-1234`, `+82-10-****-12**`, `(555) ***-1234`.
fn masked(scan: &Scan<'_>) -> bool {
    let stars = scan.n(Sort::Star);
    let all = stars + scan.digit_count;
    let digits = scan.digits();
    let begins = matches!(digits, [0, ..] | [1, _, ..] | [2..=9, _, _, ..]) || scan.first() == b'+';
    let separators = scan.all(&[Sort::Hyphen, Sort::Space, Sort::Dot, Sort::Paren]);
    scan.only(&[Sort::Digit, Sort::Star, Sort::Hyphen, Sort::Space, Sort::Dot, Sort::Paren, Sort::Plus])
        && (9..=MAX_DIGITS).contains(&all)
        && (2..=8).contains(&stars)
        && scan.digit_count >= 3
        && begins
        && scan.n(Sort::Dot) < 3
        && (separators >= 2 || matches!(digits, [0, 1, ..]))
        && !matches!((scan.groups(), scan.n(Sort::Hyphen)), ([6, ..], 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> bool {
        let mut marks = Marks::default();
        phone(&Scan::of(text), &mut marks);
        marks.any(&[Mark::PhoneWritten, Mark::PhoneMobile, Mark::PhoneMasked])
    }

    #[test]
    fn numbers_of_five_countries_are_told_from_other_numbers() {
        for yes in [
            "010-1234-5678",
            "01012345678",
            "02-123-4567",
            "+82 10 1234 5678",
            "1588-0000",
            "031-123-4567",
            "(555) 123-4567",
            "+1-234-567-8901x1234",
            "001-555-123-4567x123",
            "555.123.4567",
            "(555)123-4567 ext. 12",
            "(171) 555-2530",
            "(2) 283-3397",
            "+49(0)1234 567890",
            "(01234) 567890",
            "030/1234567",
            "+49 (0) 1234 567890",
            "090-1234-5678",
            "0266-12-3456",
            "+33 (0)1 23 45 67 89",
            "01 23 45 67 89",
            "+33 1 23 45 67 89",
            "020 7946 0123",
            "010-****-5678",
            "010****5678",
            "+44 20 7946 0123",
        ] {
            assert!(written(yes), "{yes}");
        }
        for no in [
            "20201025",
            "2020-01-01",
            "2020.01.01",
            "123-45-6789",
            "1234567",
            "0000000000",
            "192.168.0.1",
            "12.345678",
            "+0123456789",
            "1234-5678-9012",
            "900101-1******",
            "1600000000",
            "12/31/1999",
            "0.123456789",
            "1,234,567",
            "1804-1865",
            "01-701-1015",
            "005-03-01-81-01-9855-00",
            "0.00123456",
        ] {
            assert!(!written(no), "{no}");
        }
    }
}
