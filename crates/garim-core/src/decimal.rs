//! decimal(38,6): exact, half-even. Arrow's division truncates, so ratios of published numbers are computed here.

use std::{fmt, str::FromStr};

/// Digits after the point.
const SCALE: u32 = 6;
/// 10^6.
const UNIT: i128 = 1_000_000;
/// decimal(38,…) holds at most 38 digits.
const LIMIT: i128 = 10_i128.pow(38) - 1;

/// A decimal with six digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

/// Why a decimal was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not digits with at most six after a point.
    #[error("not a decimal with at most {SCALE} digits after the point")]
    Malformed,
    /// More than 38 digits.
    #[error("the value does not fit decimal(38,6)")]
    Overflow,
}

impl Decimal {
    /// From an integer.
    pub fn from_integer(value: i64) -> Self {
        Self(i128::from(value) * UNIT)
    }

    /// From millionths, as Arrow's Decimal128(38,6) holds them.
    pub fn from_millionths(value: i128) -> Result<Self, DecimalError> {
        if value.abs() > LIMIT { Err(DecimalError::Overflow) } else { Ok(Self(value)) }
    }

    /// In millionths.
    pub fn millionths(self) -> i128 {
        self.0
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Result<Self, DecimalError> {
        self.0.checked_add(other.0).ok_or(DecimalError::Overflow).and_then(Self::from_millionths)
    }

    /// `self / by`, rounded half to even; `None` where `by` is 0.
    pub fn ratio(self, by: Self) -> Result<Option<Self>, DecimalError> {
        if by.0 == 0 {
            return Ok(None);
        }
        let scaled = self.0.checked_mul(UNIT).ok_or(DecimalError::Overflow)?;
        let (quotient, remainder) = (scaled / by.0, scaled % by.0);
        let twice = remainder.unsigned_abs() * 2;
        let up = twice > by.0.unsigned_abs() || (twice == by.0.unsigned_abs() && quotient % 2 != 0);
        let away = if (scaled < 0) == (by.0 < 0) { 1 } else { -1 };
        Self::from_millionths(quotient + if up { away } else { 0 }).map(Some)
    }
}

impl fmt::Display for Decimal {
    /// Without trailing zeros, and without a point where nothing follows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / UNIT.unsigned_abs(), self.0.unsigned_abs() % UNIT.unsigned_abs());
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{}", format!("{rest:06}").trim_end_matches('0'))
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;
    fn from_str(s: &str) -> Result<Self, DecimalError> {
        let (negative, digits) = s.strip_prefix('-').map_or((false, s), |rest| (true, rest));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let fits =
            !whole.is_empty() && rest.len() <= SCALE as usize && whole.bytes().chain(rest.bytes()).all(|b| b.is_ascii_digit());
        if !fits {
            return Err(DecimalError::Malformed);
        }
        let value: i128 = format!("{whole}{rest:0<6}").parse().map_err(|_| DecimalError::Overflow)?;
        Self::from_millionths(if negative { -value } else { value })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ratio(n: i64, d: i64) -> Option<String> {
        Decimal::from_integer(n).ratio(Decimal::from_integer(d)).unwrap().map(|r| r.to_string())
    }

    #[test]
    fn ratios_round_half_to_even_at_the_sixth_digit() {
        let cases = [
            (10, 4, Some("2.5")),
            (2, 3, Some("0.666667")),
            (-2, 3, Some("-0.666667")),
            (1, 2_000_000, Some("0")),
            (3, 2_000_000, Some("0.000002")),
            (5, 2_000_000, Some("0.000002")),
            (-3, 2_000_000, Some("-0.000002")),
            (7, 0, None),
            (0, 9, Some("0")),
        ];
        for (n, d, expected) in cases {
            assert_eq!(ratio(n, d).as_deref(), expected, "{n} / {d}");
        }
    }

    #[test]
    fn text_reads_back_as_it_was_written() {
        for text in ["0", "-1.5", "12345678901234567890.000001", "7"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
        for bad in ["", "1.2345678", "1e5", " 1", "--1", "."] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
    }
}
