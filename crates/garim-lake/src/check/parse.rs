//! From a source's value to a typed one, or to what was found instead.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use garim_core::schema::{LogicalType, ValueClass};

use super::Value;

/// Digits after the point of a decimal column.
const SCALE: usize = 6;
/// One more than the largest decimal(38) without its point.
const DECIMAL_END: i128 = 10_i128.pow(38);
/// 0001-01-02 and 9999-12-31 UTC: whatever the zone, the day has a name of eight digits.
const EARLIEST: i64 = -62_135_510_400;
const LATEST: i64 = 253_402_214_400;
/// Integers up to here are exact in 64-bit floating point.
const EXACT_IN_DOUBLE: u64 = 1 << 53;

/// A value of a column's type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Parsed<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    Number(f64),
    Decimal(i128),
    Boolean(bool),
    /// Days since 1970.
    Date(i32),
    /// Microseconds since 1970 UTC.
    Micros(i64),
}

/// The value as `logical`, or the class of what was found.
pub(super) fn parse<'a>(logical: LogicalType, value: &Value<'a>) -> Result<Parsed<'a>, ValueClass> {
    if matches!(value, Value::Null) {
        return Ok(Parsed::Null);
    }
    let parsed = match logical {
        LogicalType::String => text(value).map(Parsed::Text),
        LogicalType::Integer => match value {
            Value::Lexical(b) | Value::Decimal(b) => integer(b),
            Value::Integer(i) => Some(*i),
            _ => None,
        }
        .map(Parsed::Integer),
        LogicalType::Number => number(value).map(Parsed::Number),
        LogicalType::Decimal => match value {
            Value::Lexical(b) | Value::Decimal(b) | Value::Huge(b) => decimal(b),
            Value::Integer(i) => i128::from(*i).checked_mul(1_000_000),
            Value::Real(f) => decimal(f.to_string().as_bytes()),
            _ => None,
        }
        .map(Parsed::Decimal),
        LogicalType::Boolean => boolean(value).map(Parsed::Boolean),
        LogicalType::Date => text(value).and_then(date).map(Parsed::Date),
        LogicalType::Timestamp => text(value).and_then(micros).map(Parsed::Micros),
    };
    parsed.ok_or_else(|| value.class())
}

fn text<'a>(value: &Value<'a>) -> Option<&'a str> {
    match value {
        Value::Lexical(b) | Value::Text(b) => std::str::from_utf8(b).ok(),
        _ => None,
    }
}

/// `-?digits`, whatever the size.
pub(super) fn is_integer(bytes: &[u8]) -> bool {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// `-?digits` within 64 bits and nothing else.
pub(super) fn integer(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_i64, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        let shifted = sum.checked_mul(10)?;
        if negative { shifted.checked_sub(digit) } else { shifted.checked_add(digit) }
    })
}

/// `-?digits(.digits)?(e-?digits)?`.
pub(super) fn is_number(bytes: &[u8]) -> bool {
    let (mantissa, exponent) = match bytes.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
        None => (bytes, None),
    };
    let (whole, fraction) = split_point(mantissa);
    let exponent_ok = exponent.is_none_or(|e| is_integer(e.strip_prefix(b"+").unwrap_or(e)));
    is_integer(whole) && fraction.is_none_or(|f| !f.is_empty() && f.iter().all(u8::is_ascii_digit)) && exponent_ok
}

fn split_point(bytes: &[u8]) -> (&[u8], Option<&[u8]>) {
    match bytes.iter().position(|b| *b == b'.') {
        Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
        None => (bytes, None),
    }
}

fn number(value: &Value<'_>) -> Option<f64> {
    let parsed = match value {
        Value::Lexical(b) | Value::Decimal(b) if is_number(b) => std::str::from_utf8(b).ok()?.parse().ok()?,
        Value::Integer(i) if i.unsigned_abs() <= EXACT_IN_DOUBLE => *i as f64,
        Value::Real(f) => *f,
        _ => return None,
    };
    f64::is_finite(parsed).then_some(parsed)
}

/// Exact, with at most six digits after the point that are not zero.
fn decimal(bytes: &[u8]) -> Option<i128> {
    let (whole, fraction) = split_point(bytes);
    let fraction = fraction.unwrap_or_default();
    if !is_integer(whole) || !fraction.iter().all(u8::is_ascii_digit) || fraction.iter().skip(SCALE).any(|d| *d != b'0') {
        return None;
    }
    let digits = whole.strip_prefix(b"-").unwrap_or(whole);
    let padded = fraction.iter().copied().chain(std::iter::repeat(b'0')).take(SCALE);
    let unscaled = digits.iter().copied().chain(padded).try_fold(0_i128, |sum, digit| {
        let next = sum.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        (next < DECIMAL_END).then_some(next)
    })?;
    Some(if whole.starts_with(b"-") { -unscaled } else { unscaled })
}

fn boolean(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Lexical(b) if b.eq_ignore_ascii_case(b"true") => Some(true),
        Value::Lexical(b) if b.eq_ignore_ascii_case(b"false") => Some(false),
        Value::Integer(1) => Some(true),
        Value::Integer(0) => Some(false),
        _ => None,
    }
}

fn date(text: &str) -> Option<i32> {
    let parsed = (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())??;
    i32::try_from(parsed.signed_duration_since(NaiveDate::default()).num_days()).ok()
}

/// RFC 3339, or the same with a blank and without an offset, which is then UTC. Finer than a microsecond is refused.
fn micros(text: &str) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(text).map(|t| t.to_utc()).ok();
    let naive = || {
        let form = if text.contains('T') { "%Y-%m-%dT%H:%M:%S%.f" } else { "%Y-%m-%d %H:%M:%S%.f" };
        NaiveDateTime::parse_from_str(text, form).ok().map(|t| t.and_utc())
    };
    let at = at.or_else(naive)?;
    (at.timestamp_subsec_nanos() % 1_000 == 0).then(|| at.timestamp_micros())
}

/// Epoch seconds of an event-time column: digits, or an integer, within the years 1 to 9999. Milliseconds are outside.
pub(crate) fn epoch(value: &Value<'_>) -> Option<i64> {
    let seconds = match value {
        Value::Lexical(b) | Value::Text(b) | Value::Decimal(b) => integer(b),
        Value::Integer(i) => Some(*i),
        _ => None,
    };
    seconds.filter(|s| (EARLIEST..LATEST).contains(s))
}
