//! Check digits. Digits come as values from 0 to 9.

/// The value of a few digits.
pub(crate) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |n, d| n.wrapping_mul(10).wrapping_add(u32::from(*d)))
}

fn weighed(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum()
}

/// Luhn's check, of payment cards and IMEIs. Equal digits pass it too, so a constant is none.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let doubled = |d: u32| if d > 4 { d * 2 - 9 } else { d * 2 };
    let step = |(i, d): (usize, &u8)| if i % 2 == 1 { doubled(u32::from(*d)) } else { u32::from(*d) };
    let sum: u32 = digits.iter().rev().enumerate().map(step).sum();
    sum.is_multiple_of(10) && digits.windows(2).any(|w| w[0] != w[1])
}

/// The check digit of a Korean resident (since 1975) or foreigner's number. Numbers given since October 2020 may lack it.
pub(crate) fn resident(digits: &[u8]) -> bool {
    let &[.., century, _, _, _, _, _, last] = digits else { return false };
    let sum = weighed(digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    let offset = if matches!(century, 5..=8) { 13 } else { 11 };
    digits.len() == 13 && (offset - sum % 11) % 10 == u32::from(last)
}

/// The check digit of a Korean business registration number.
pub(crate) fn business(digits: &[u8]) -> bool {
    let &[.., ninth, last] = digits else { return false };
    let sum = weighed(&digits[..digits.len() - 1], &[1, 3, 7, 1, 3, 7, 1, 3, 5]) + u32::from(ninth) * 5 / 10;
    digits.len() == 10 && (10 - sum % 10) % 10 == u32::from(last)
}

/// ISO 7064 mod 11,10, and the rule that among ten digits one comes twice or three times and no other more than once.
pub(crate) fn steuer_id(digits: &[u8]) -> bool {
    let [first, ..] = digits else { return false };
    if digits.len() != 11 || *first == 0 {
        return false;
    }
    let mut times = [0_u8; 10];
    digits[..10].iter().for_each(|d| times[usize::from(*d)] += 1);
    let repeated = times.iter().filter(|t| **t > 1).count();
    let product = digits[..10].iter().fold(10, |product, d| {
        let sum = (u32::from(*d) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let check = (11 - product) % 10;
    repeated == 1 && times.iter().all(|t| *t <= 3) && check == u32::from(digits[10])
}

/// The check digit of a Japanese My Number.
pub(crate) fn my_number(digits: &[u8]) -> bool {
    if digits.len() != 12 || digits.windows(2).all(|w| w[0] == w[1]) {
        return false;
    }
    let sum = weighed(digits, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    let check = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    check == u32::from(digits[11])
}

/// The rest by 97 of letters and digits, each letter two digits from A = 10: one for a good IBAN (given from its fifth place on).
pub(crate) fn mod_97(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        b'A'..=b'Z' => (rest * 100 + u32::from(b - b'A') + 10) % 97,
        b'a'..=b'z' => (rest * 100 + u32::from(b - b'a') + 10) % 97,
        _ => rest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect()
    }

    #[test]
    fn check_digits_are_checked() {
        assert!(luhn(&of("4111 1111 1111 1111")) && !luhn(&of("4111 1111 1111 1112")) && !luhn(&of("0000 0000 0000 0000")));
        assert!(resident(&of("880101-1234568")) && !resident(&of("880101-1234567")));
        assert!(business(&of("220-81-62517")) && !business(&of("220-81-62518")));
        assert!(steuer_id(&of("86095742719")) && !steuer_id(&of("86095742710")) && !steuer_id(&of("12345678901")));
        assert!(my_number(&of("123456789018")) && !my_number(&of("123456789012")));
        assert_eq!(mod_97("WEST12345698765432GB82".bytes()), 1);
    }
}
