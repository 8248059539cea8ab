//! Ratios with six places, half to even, in whole numbers only.

/// `numerator / denominator` as text with six places; nothing where the denominator is 0.
pub fn ratio(numerator: i128, denominator: i128) -> Option<String> {
    if denominator == 0 {
        return None;
    }
    let negative = (numerator < 0) != (denominator < 0);
    let (n, d) = (numerator.unsigned_abs() * 1_000_000, denominator.unsigned_abs());
    let (mut quotient, rest) = (n / d, n % d);
    let up = match (rest * 2).cmp(&d) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient % 2 == 1,
        std::cmp::Ordering::Greater => true,
    };
    quotient += u128::from(up);
    let sign = if negative && quotient > 0 { "-" } else { "" };
    Some(format!("{sign}{}.{:06}", quotient / 1_000_000, quotient % 1_000_000))
}
