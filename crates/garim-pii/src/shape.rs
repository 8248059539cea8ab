//! Shapes of values: each check looks at one value once, from left to right.

use garim_core::class::Class;

use crate::checksum::{digits, luhn, resident};

/// Longest value that is looked at, in bytes: the shapes here are short, and free text is another matter.
const MAX_VALUE: usize = 320;

/// A shape, the class that it tells of, and what it is called in a finding.
pub(crate) struct Shape {
    /// The class.
    pub class: Class,
    /// Such as `e-mail addresses`.
    pub what: &'static str,
    /// Whether the shape alone is telling: a check digit or a form that nothing else has.
    pub telling: bool,
    is: fn(&str) -> bool,
}

/// Every shape, the stricter class first where two may fit.
pub(crate) const SHAPES: &[Shape] = &[
    Shape { class: Class::PiiNationalId, what: "Korean resident registration numbers", telling: true, is: is_resident },
    Shape { class: Class::PiiCard, what: "payment card numbers", telling: true, is: is_card },
    Shape { class: Class::PiiEmail, what: "e-mail addresses", telling: true, is: is_email },
    Shape { class: Class::PiiPhone, what: "telephone numbers", telling: true, is: is_phone },
    Shape { class: Class::PiiIp, what: "IPv4 addresses", telling: true, is: is_ipv4 },
];

impl Shape {
    /// Whether a value has it.
    pub fn fits(&self, value: &str) -> bool {
        let value = value.trim();
        !value.is_empty() && value.len() <= MAX_VALUE && (self.is)(value)
    }
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else { return false };
    let local_ok = (1..=64).contains(&local.len())
        && !local.contains([' ', '@', ',', ';', '<', '>'])
        && !local.starts_with('.')
        && !local.ends_with('.');
    let label =
        |l: &str| !l.is_empty() && l.len() <= 63 && l.chars().all(|c| c.is_alphanumeric() || c == '-') && !l.starts_with('-');
    let top = domain.rsplit('.').next().unwrap_or_default();
    local_ok
        && domain.contains('.')
        && domain.split('.').all(label)
        && top.chars().count() > 1
        && top.chars().all(char::is_alphabetic)
}

/// Korean numbers as people write them, and E.164.
fn is_phone(value: &str) -> bool {
    if let Some(rest) = value.strip_prefix('+') {
        let Some(all) = digits(rest, &[' ', '-', '.', '(', ')']) else { return false };
        return (8..=15).contains(&all.len()) && all[0] != 0;
    }
    let Some(all) = digits(value, &[' ', '-', '.', '(', ')']) else { return false };
    let mobile = matches!(all.as_slice(), [0, 1, 0 | 1 | 6 | 7 | 8 | 9, ..]) && (10..=11).contains(&all.len());
    let written = value.contains(['-', ' ', ')', '.']);
    let area = matches!(all.as_slice(), [0, 2..=7, ..]) && (9..=11).contains(&all.len()) && written;
    let service = matches!(all.as_slice(), [1, 5 | 6 | 8, ..]) && all.len() == 8 && value.contains('-');
    mobile || area || service
}

fn is_ipv4(value: &str) -> bool {
    let parts: Vec<&str> = value.split('.').collect();
    let octet = |p: &&str| {
        (1..=3).contains(&p.len())
            && p.bytes().all(|b| b.is_ascii_digit())
            && p.parse::<u8>().is_ok()
            && (p.len() == 1 || !p.starts_with('0'))
    };
    parts.len() == 4 && parts.iter().all(octet)
}

fn is_card(value: &str) -> bool {
    let Some(all) = digits(value, &[' ', '-']) else { return false };
    let issuer = matches!(all.as_slice(), [3, 4..=7, ..] | [4, ..] | [5, 1..=5, ..] | [2, 2..=7, ..] | [6, ..] | [9, ..]);
    (13..=19).contains(&all.len()) && issuer && luhn(&all)
}

/// Thirteen digits whose first six are a date and whose seventh is a century and sex; the check digit may be missing since 2020.
fn is_resident(value: &str) -> bool {
    let Some(all) = digits(value, &['-', ' ']) else { return false };
    let [_, _, m1, m2, d1, d2, century, ..] = all.as_slice() else { return false };
    let (month, day) = (m1 * 10 + m2, d1 * 10 + d2);
    let dated = (1..=12).contains(&month) && (1..=31).contains(&day) && (1..=8).contains(century);
    let dashed = value.as_bytes().get(6) == Some(&b'-');
    all.len() == 13 && dated && (resident(&all) || dashed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_fit_what_they_name_and_nothing_near() {
        let cases: &[(Class, &[&str], &[&str])] = &[
            (
                Class::PiiEmail,
                &["kim.chulsoo@example.co.kr", "a+b@x.io", "김@예시.한국"],
                &["@x.io", "a@b", "a b@x.io", "a@-x.io", "a@x.1"],
            ),
            (
                Class::PiiPhone,
                &["010-1234-5678", "01012345678", "02-123-4567", "+82 10 1234 5678", "1588-0000"],
                &["1234567", "20201025", "0000000000", "+0123456789"],
            ),
            (Class::PiiIp, &["10.0.0.1", "255.255.255.255"], &["1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5"]),
            (
                Class::PiiCard,
                &["4111-1111-1111-1111", "378282246310005"],
                &["4111111111111112", "1603612800000", "0000000000000000"],
            ),
            (Class::PiiNationalId, &["880101-1234568", "8801011234568"], &["8801011234567", "881301-1234568", "20201025"]),
        ];
        for (class, yes, no) in cases {
            let shape = SHAPES.iter().find(|s| s.class == *class).unwrap_or(&SHAPES[0]);
            for value in *yes {
                assert!(shape.fits(value), "{class} {value}");
            }
            for value in *no {
                assert!(!shape.fits(value), "{class} {value}");
            }
        }
    }
}
