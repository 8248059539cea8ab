//! Bank accounts and payment cards.

use super::checksum::{luhn, mod_97};
use crate::{
    cell::{Scan, Sort},
    mark::{Mark, Marks},
};

/// Countries of the IBAN registry with the length of theirs.
const IBAN_LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NL", 18),
    (b"NO", 15),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
];
/// Longest IBAN with a space after every fourth sign.
const MAX_WRITTEN: usize = 44;

/// Groups in which Korean banks write accounts.
const BANK_GROUPS: &[&[u8]] = &[
    &[3, 3, 6],
    &[4, 3, 6],
    &[6, 2, 6],
    &[3, 2, 6],
    &[3, 6, 5],
    &[3, 6, 2, 3],
    &[3, 4, 4, 2],
    &[4, 2, 7],
    &[3, 4, 6],
    &[3, 2, 5, 1],
    &[3, 8, 2, 2],
    &[3, 6, 3],
    &[6, 2, 5],
    &[3, 5, 6],
    &[4, 4, 6],
    &[3, 4, 4, 3],
    &[3, 2, 4, 3],
    &[4, 4, 4, 1],
    &[3, 6, 2, 2],
];

/// Marks accounts and cards.
pub(crate) fn money(scan: &Scan<'_>, marks: &mut Marks) {
    if scan.latin() >= 2 {
        iban(scan, marks);
        if scan.n(Sort::Star) == 0 && scan.latin() != hidden(scan) {
            return;
        }
    }
    if (1..=8).contains(&scan.n(Sort::Hangul)) && scan.n(Sort::Space) >= 1 {
        let number = scan.text.rsplit(' ').next().unwrap_or_default();
        return if number.len() < scan.text.len() {
            money(&Scan::of(number), marks)
        };
    }
    if scan.n(Sort::Star) + hidden(scan) >= 4 {
        marks.set_if(Mark::CardMasked, card_masked(scan));
    } else if scan.only(&[Sort::Digit, Sort::Space, Sort::Hyphen]) {
        marks.set_if(Mark::Card, is_card(scan));
        let dashed = scan.n(Sort::Hyphen) + 1 == scan.groups().len() && scan.n(Sort::Space) == 0;
        marks.set_if(Mark::BankGroups, dashed && (10..=16).contains(&scan.digit_count) && BANK_GROUPS.contains(&scan.groups()));
    }
}

fn iban(scan: &Scan<'_>, marks: &mut Marks) {
    let bytes = scan.text.as_bytes();
    let &[a, b, c, d, ..] = bytes else { return };
    let begins = a.is_ascii_alphabetic()
        && b.is_ascii_alphabetic()
        && (c.is_ascii_digit() || c == b'*')
        && (d.is_ascii_digit() || d == b'*');
    if !begins
        || bytes.len() > MAX_WRITTEN
        || !scan.only(&[Sort::Digit, Sort::Upper, Sort::Lower, Sort::Space, Sort::Hyphen, Sort::Star])
    {
        return;
    }
    let length = scan.chars - scan.n(Sort::Space) - scan.n(Sort::Hyphen);
    let country = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
    if !IBAN_LENGTHS.iter().any(|(code, of)| **code == country && *of == length) {
        return;
    }
    let signs = || bytes.iter().copied().filter(u8::is_ascii_alphanumeric);
    let good = scan.n(Sort::Star) == 0 && mod_97(signs().skip(4).chain(signs().take(4))) == 1;
    marks.set_if(Mark::Iban, good);
    marks.set_if(Mark::IbanShaped, !good);
}

/// Issuer and length of a card, and Luhn.
fn is_card(scan: &Scan<'_>) -> bool {
    let digits = scan.digits();
    let issued = match digits {
        [4, ..] => matches!(digits.len(), 13 | 16 | 19),
        [5, 1..=5, ..] => digits.len() == 16,
        [2, 2..=7, ..] => digits.len() == 16 && number4(digits) >= 2221 && number4(digits) <= 2720,
        [3, 4 | 7, ..] => digits.len() == 15,
        [3, 0 | 6 | 8 | 9, ..] => (14..=19).contains(&digits.len()),
        [3, 5, ..] => (16..=19).contains(&digits.len()),
        [6, ..] | [5, 0 | 6..=8, ..] => (12..=19).contains(&digits.len()),
        [9, ..] => digits.len() == 16,
        [1, 8, 0, 0, ..] | [2, 1, 3, 1, ..] => digits.len() == 15,
        _ => false,
    };
    issued && scan.digit_count == digits.len() && luhn(digits)
}

fn number4(digits: &[u8]) -> u32 {
    super::checksum::number(&digits[..4])
}

/// Letters that stand for a hidden digit.
fn hidden(scan: &Scan<'_>) -> usize {
    scan.text.bytes().filter(|b| matches!(b, b'x' | b'X')).count()
}

fn card_masked(scan: &Scan<'_>) -> bool {
    let stars = scan.n(Sort::Star) + hidden(scan);
    let all = stars + scan.digit_count;
    let signs = scan.all(&[Sort::Digit, Sort::Space, Sort::Hyphen]) + stars;
    (4..=14).contains(&stars)
        && (14..=19).contains(&all)
        && signs == scan.chars
        && scan.text.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_cards_are_told_apart() {
        for (text, mark) in [
            ("DE89 3704 0044 0532 0130 00", Some(Mark::Iban)),
            ("GB82WEST12345698765432", Some(Mark::Iban)),
            ("DE89370400440532013001", Some(Mark::IbanShaped)),
            ("4111-1111-1111-1111", Some(Mark::Card)),
            ("378282246310005", Some(Mark::Card)),
            ("****-****-****-1234", Some(Mark::CardMasked)),
            ("4111-11XX-XXXX-1111", Some(Mark::CardMasked)),
            ("110-123-456789", Some(Mark::BankGroups)),
            ("4111111111111112", None),
            ("1603612800000", None),
            ("1234-5678-9012", None),
            ("DE89", None),
        ] {
            let mut marks = Marks::default();
            money(&Scan::of(text), &mut marks);
            match mark {
                Some(mark) => assert!(marks.has(mark), "{text}"),
                None => assert_eq!(marks, Marks::default(), "{text}"),
            }
        }
    }
}
