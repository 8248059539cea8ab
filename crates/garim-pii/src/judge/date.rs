//! Calendar days in the forms that five countries and their databases write.

use super::checksum::number;
use crate::cell::{Scan, Sort};

/// A day, and whether a time that is not midnight goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Whether there is a time of day.
    pub timed: bool,
    /// Whether it stood in digits alone: `19900101`, `900101`.
    pub bare: bool,
}

/// Years that are taken for one.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2105;
/// Years of two digits up to this one are of this century.
const PIVOT: u32 = 30;
/// Longest date with its time and zone, in characters.
const MAX_CHARS: usize = 36;

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Months that begin otherwise in German and French.
const OTHER_MONTHS: &[(&str, u32)] = &[
    ("mär", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    ("fév", 2),
    ("fev", 2),
    ("avr", 4),
    ("juin", 6),
    ("juil", 7),
    ("aoû", 8),
    ("aou", 8),
    ("déc", 12),
];

/// The day that a cell says.
pub(crate) fn day(scan: &Scan<'_>) -> Option<Day> {
    if scan.chars > MAX_CHARS || scan.digit_count < 3 || scan.digit_count > 23 || scan.n(Sort::At) > 0 {
        return None;
    }
    if scan.n(Sort::Digit) == scan.chars {
        return bare(scan.digits());
    }
    if scan.latin() >= 3 && scan.digit_count <= 14 && scan.n(Sort::Colon) <= 3 {
        return worded(scan);
    }
    let (d, groups) = (scan.digits(), scan.groups());
    let separators = scan.all(&[Sort::Hyphen, Sort::Slash, Sort::Dot]) + cjk(scan);
    if separators < 2 {
        return None;
    }
    let timed = timed(d, groups, scan);
    let (year, month, day) = match groups {
        [4, m @ 1..=2, n @ 1..=2, ..] => {
            let (m, n) = (usize::from(*m), usize::from(*n));
            (number(&d[..4]), number(&d[4..4 + m]), number(&d[4 + m..4 + m + n]))
        }
        [a @ 1..=2, b @ 1..=2, 4, ..] => {
            let (a, b) = (usize::from(*a), usize::from(*b));
            let (first, second) = (number(&d[..a]), number(&d[a..a + b]));
            let (month, day) = if first > 12 || scan.n(Sort::Dot) >= 2 { (second, first) } else { (first, second) };
            let (month, day) = if month > 12 { (day, month) } else { (month, day) };
            (number(&d[a + b..a + b + 4]), month, day)
        }
        // With dots only where they are filled up: `6.14.22` is a version.
        [a @ 1..=2, b @ 1..=2, 2, ..] if (!timed || scan.n(Sort::Slash) == 2) && (scan.n(Sort::Dot) == 0 || a + b == 4) => {
            let (a, b) = (usize::from(*a), usize::from(*b));
            let (first, second, third) = (number(&d[..a]), number(&d[a..a + b]), number(&d[a + b..a + b + 2]));
            if first > 31 { (century(first), second, third) } else { short(first, second, third) }
        }
        _ => return None,
    };
    right(year, month, day).map(|held| Day { timed, ..held })
}

/// 年月日 and 년월일.
fn cjk(scan: &Scan<'_>) -> usize {
    if scan.n(Sort::Han) + scan.n(Sort::Hangul) < 2 {
        0
    } else {
        scan.text.matches(['年', '月', '日', '년', '월', '일']).count()
    }
}

/// Day and month of a short year, in whichever order they fit.
fn short(first: u32, second: u32, year: u32) -> (u32, u32, u32) {
    if first > 12 { (century(year), second, first) } else { (century(year), first, second) }
}

fn century(year: u32) -> u32 {
    if year <= PIVOT { 2000 + year } else { 1900 + year }
}

fn right(year: u32, month: u32, day: u32) -> Option<Day> {
    let fits = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let made = Day {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        timed: false,
        bare: false,
    };
    fits.then_some(made)
}

fn bare(digits: &[u8]) -> Option<Day> {
    let found = match digits.len() {
        8 => right(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..])),
        6 => right(century(number(&digits[..2])), number(&digits[2..4]), number(&digits[4..])),
        14 if number(&digits[8..10]) < 24 && number(&digits[10..12]) < 60 => {
            right(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8])).map(|d| Day { timed: true, ..d })
        }
        _ => None,
    };
    found.map(|d| Day { bare: true, ..d })
}

/// Whether digits behind the day are a time other than midnight.
fn timed(d: &[u8], groups: &[u8], scan: &Scan<'_>) -> bool {
    let before: usize = groups.iter().take(3).map(|g| usize::from(*g)).sum();
    scan.n(Sort::Colon) > 0 && d.get(before..(before + 6).min(d.len())).is_some_and(|time| time.iter().any(|t| *t != 0))
}

/// `Jan 5, 1990`, `5. März 1990`, `12-AUG-75`, `Fri Jan 05 1990`.
fn worded(scan: &Scan<'_>) -> Option<Day> {
    let mut numbers = scan.text.split(|c: char| !c.is_ascii_digit()).filter(|w| !w.is_empty());
    let words = scan.text.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() >= 3);
    let month = words.take(3).find_map(month)?;
    let (first, second) = (numbers.next()?, numbers.next()?);
    let value = |text: &str| text.parse::<u32>().ok();
    let (day, year) = if first.len() == 4 { (value(second)?, value(first)?) } else { (value(first)?, value(second)?) };
    let year = if first.len() != 4 && second.len() == 2 { century(year) } else { year };
    let timed = scan.n(Sort::Colon) > 0 && numbers.take(3).any(|n| n.bytes().any(|b| b != b'0'));
    right(year, month, day).map(|held| Day { timed, ..held })
}

fn month(word: &str) -> Option<u32> {
    let lower: String = word.chars().take(9).flat_map(char::to_lowercase).collect();
    let other = OTHER_MONTHS.iter().find(|(m, _)| lower.starts_with(m)).map(|(_, n)| *n);
    other.or_else(|| MONTHS.iter().position(|m| lower.starts_with(m)).and_then(|at| u32::try_from(at + 1).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_of_five_countries() {
        let of = |text: &str| day(&Scan::of(text)).map(|d| (d.year, d.month, d.day, d.timed));
        for text in [
            "1990-02-13",
            "1990/02/13",
            "13.02.1990",
            "02/13/1990",
            "13/02/1990",
            "19900213",
            "900213",
            "1990.2.13",
            "1990년 2월 13일",
            "1990年2月13日",
            "Feb 13, 1990",
            "13 février 1990",
            "13-FEB-90",
            "1990-02-13 00:00:00",
            "1990-02-13T00:00:00Z",
            "Tue Feb 13 1990",
        ] {
            assert_eq!(of(text), Some((1990, 2, 13, false)), "{text}");
        }
        assert_eq!(of("2020-01-02 13:04:05"), Some((2020, 1, 2, true)));
        assert_eq!(of("20200102130405"), Some((2020, 1, 2, true)));
        for no in ["1990-13-40", "12345678", "1.2.3", "010-1234-5678", "hello 12345", "99", "1600000000"] {
            assert_eq!(of(no), None, "{no}");
        }
    }
}
