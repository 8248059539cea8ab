//! Instants as logs and exports write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use garim_core::time::Timestamp;
use serde_json::Value;

/// Abbreviations of zones that mean one offset wherever they are written, in seconds. `CST`, `IST` and `BST` mean several:
/// they are understood where the project's own zone has them.
const ABBREVIATIONS: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("UCT", 0),
    ("WET", 0),
    ("WEST", 3_600),
    ("CET", 3_600),
    ("CEST", 7_200),
    ("MET", 3_600),
    ("MEST", 7_200),
    ("EET", 7_200),
    ("EEST", 10_800),
    ("MSK", 10_800),
    ("KST", 32_400),
    ("JST", 32_400),
    ("HKT", 28_800),
    ("SGT", 28_800),
    ("AEST", 36_000),
    ("AEDT", 39_600),
    ("NZST", 43_200),
    ("NZDT", 46_800),
    ("EST", -18_000),
    ("EDT", -14_400),
    ("CDT", -18_000),
    ("MST", -25_200),
    ("MDT", -21_600),
    ("PST", -28_800),
    ("PDT", -25_200),
];

/// An instant of JSON: text, or a number since 1970 in whatever unit its size shows.
pub(crate) fn of_value(value: &Value, zone: Tz) -> Option<Timestamp> {
    match value {
        Value::Number(n) => of_epoch(n.as_f64()?),
        Value::String(text) => of_text(text, zone),
        _ => None,
    }
}

/// Seconds, milli-, micro- or nanoseconds since 1970, told apart by size: one unit's year 2100 is before the next one's 1975.
pub(crate) fn of_epoch(number: f64) -> Option<Timestamp> {
    let scale = match number.abs() {
        n if !n.is_finite() => return None,
        n if n < 1e11 => 1e6,
        n if n < 1e14 => 1e3,
        n if n < 1e17 => 1.0,
        _ => 1e-3,
    };
    Some(Timestamp::from_micros((number * scale).round() as i64))
}

/// An instant of text: RFC 3339, or a date and a time with a zone's offset, its name or its abbreviation, or none (then it is
/// of the zone given).
pub(crate) fn of_text(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Timestamp::from_micros(at.timestamp_micros()));
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return of_epoch(text.parse().ok()?);
    }
    let (local, rest) = local(text)?;
    of_local(local, rest.trim(), zone)
}

/// A local time with what names its zone.
pub(crate) fn of_local(local: NaiveDateTime, named: &str, zone: Tz) -> Option<Timestamp> {
    let in_zone = |tz: Tz| tz.from_local_datetime(&local).earliest().map(|t| Timestamp::from_micros(t.timestamp_micros()));
    if named.is_empty() {
        return in_zone(zone);
    }
    let ours = zone.from_local_datetime(&local).earliest();
    if ours.is_some_and(|t| t.format("%Z").to_string() == named) {
        return in_zone(zone);
    }
    if let Some((_, offset)) = ABBREVIATIONS.iter().find(|(n, _)| *n == named) {
        return with_offset(local, *offset);
    }
    match named.as_bytes().first() {
        Some(b'+' | b'-') => with_offset(local, offset(named)?),
        _ => in_zone(named.parse().ok()?),
    }
}

fn with_offset(local: NaiveDateTime, seconds: i32) -> Option<Timestamp> {
    let at = FixedOffset::east_opt(seconds)?.from_local_datetime(&local).single()?;
    Some(Timestamp::from_micros(at.with_timezone(&Utc.fix()).timestamp_micros()))
}

/// `+09`, `+0900`, `-03:30`.
fn offset(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded = format!("{digits:0<6}");
    let part = |at: usize| padded.get(at..at + 2).and_then(|p| p.parse::<i32>().ok());
    Some(sign * (part(0)? * 3_600 + part(2)? * 60 + part(4)?))
}

/// The date and time that a text begins with, and the rest. Fractions beyond microseconds are cut.
pub(crate) fn local(text: &str) -> Option<(NaiveDateTime, &str)> {
    let date = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    let rest = text.get(10..)?;
    let Some(time) = rest.strip_prefix([' ', 'T']) else {
        return rest.is_empty().then(|| (date.and_time(NaiveTime::MIN), rest));
    };
    let end = time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(time.len());
    Some((date.and_time(clock(&time[..end])?), &time[end..]))
}

/// `7:15:24.123` or `07:15`.
pub(crate) fn clock(text: &str) -> Option<NaiveTime> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut parts = whole.split(':').map(|p| p.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let digits: String = fraction.chars().take(6).collect();
    let micros = if digits.is_empty() { 0 } else { format!("{digits:0<6}").parse().ok()? };
    NaiveTime::from_hms_micro_opt(hour, minute, second, micros)
}

/// A duration of seconds in microseconds; negative and endless ones are none.
pub(crate) fn micros(seconds: f64) -> Option<u64> {
    (seconds.is_finite() && seconds >= 0.0).then(|| (seconds * 1e6).round() as u64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn every_way_of_writing_it_is_the_same_instant() {
        let zone = chrono_tz::Asia::Seoul;
        let expected = Timestamp::from_micros(1_603_584_000_123_000);
        for text in [
            "2020-10-25T00:00:00.123Z",
            "2020-10-25T09:00:00.123+09:00",
            "2020-10-25 00:00:00.123 UTC",
            "2020-10-25 09:00:00.123 KST",
            "2020-10-25 09:00:00.123",
            "2020-10-25 09:00:00,123",
            "2020-10-25 09:00:00.123+09",
            "2020-10-25 09:00:00.123456 +0900".trim_end_matches("456 +0900"),
            "2020-10-24 19:00:00.123 -0500",
            "2020-10-24 19:00:00.123 America/Bogota",
            "1603584000.123",
            "1603584000123",
            "1603584000123000",
            "1603584000123000000",
        ] {
            assert_eq!(of_text(text, zone), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_none() {
        for text in
            ["", "yesterday", "2020-13-01 00:00:00", "2020-10-25 25:00:00", "2020-10-25 00:00:00 XQT", "1e400", "2020-10-2é"]
        {
            assert_eq!(of_text(text, chrono_tz::UTC), None, "{text}");
        }
    }

    #[test]
    fn an_abbreviation_of_several_zones_is_the_projects() {
        let shanghai = of_text("2020-10-25 08:00:00 CST", chrono_tz::Asia::Shanghai);
        let chicago = of_text("2020-12-25 08:00:00 CST", chrono_tz::America::Chicago);
        assert_eq!(shanghai, of_text("2020-10-25T00:00:00Z", chrono_tz::UTC));
        assert_eq!(chicago, of_text("2020-12-25T14:00:00Z", chrono_tz::UTC));
        assert_eq!(of_text("2020-10-25 08:00:00 CST", chrono_tz::UTC), None);
    }
}
