//! Check digits.

/// Digits of a text, if it holds nothing but digits and the separators that people put between them.
pub(crate) fn digits(text: &str, separators: &[char]) -> Option<Vec<u32>> {
    text.chars().filter(|c| !separators.contains(c)).map(|c| c.to_digit(10)).collect()
}

/// Luhn's check, of payment cards. Twenty equal digits pass it too, so a constant is no card.
pub(crate) fn luhn(digits: &[u32]) -> bool {
    let doubled = |d: u32| if d > 4 { d * 2 - 9 } else { d * 2 };
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 1 { doubled(*d) } else { *d }).sum();
    sum.is_multiple_of(10) && digits.windows(2).any(|w| w[0] != w[1])
}

/// The check digit of a Korean resident registration number. Numbers given since October 2020 may lack it.
pub(crate) fn resident(digits: &[u32]) -> bool {
    let [body @ .., last] = digits else { return false };
    let weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let sum: u32 = body.iter().zip(weights).map(|(d, w)| d * w).sum();
    body.len() == 12 && (11 - sum % 11) % 10 == *last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        let of = |text: &str| digits(text, &['-', ' ']).unwrap_or_default();
        assert!(luhn(&of("4111 1111 1111 1111")));
        assert!(!luhn(&of("4111 1111 1111 1112")));
        assert!(!luhn(&of("0000 0000 0000 0000")));
        assert!(resident(&of("880101-1234568")));
        assert!(!resident(&of("880101-1234567")));
        assert_eq!(digits("12a4", &[]), None);
    }
}
