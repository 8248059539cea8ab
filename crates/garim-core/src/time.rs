//! Business days and instants. The clock is always an argument.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// An instant, in microseconds since 1970 UTC (PostgreSQL keeps microseconds, so we keep no more).
/// In JSON it is RFC 3339 in UTC with microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since 1970 UTC.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970 UTC.
    pub fn micros(&self) -> i64 {
        self.0
    }

    /// Later by so many seconds.
    pub fn plus_seconds(&self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// As chrono's type; instants outside its range become 1970.
    pub fn utc(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC with seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.utc().format("%Y-%m-%dT%H:%M:%S%.6fZ"))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let at = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(Self(at.timestamp_micros()))
    }
}

/// A business day, written `yyyyMMdd` in the lake and `2020-10-25` for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(NaiveDate);

/// Why a day was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day; write it as `2020-10-25` or `20201025`")]
pub struct DayError(String);

impl Day {
    /// From a calendar date.
    pub fn from_date(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The calendar date.
    pub fn date(&self) -> NaiveDate {
        self.0
    }

    /// `20201025`, as partitions are named.
    pub fn dt(&self) -> String {
        format!("{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }

    /// The day before; the calendar's first day has itself.
    pub fn previous(&self) -> Self {
        self.minus(1)
    }

    /// The day after; the calendar's last day has itself.
    pub fn next(&self) -> Self {
        Self(self.0.checked_add_days(Days::new(1)).unwrap_or(self.0))
    }

    /// So many days earlier.
    pub fn minus(&self, days: u64) -> Self {
        Self(self.0.checked_sub_days(Days::new(days)).unwrap_or(self.0))
    }

    /// Every day from this one to `last`, both included.
    pub fn through(self, last: Day) -> impl Iterator<Item = Day> {
        std::iter::successors(Some(self), |d| Some(d.next())).take_while(move |d| *d <= last)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = DayError;
    fn from_str(s: &str) -> Result<Self, DayError> {
        let digits = s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit());
        let parsed = NaiveDate::parse_from_str(s, if digits { "%Y%m%d" } else { "%Y-%m-%d" });
        parsed.map(Self).map_err(|_| DayError(s.chars().take(32).collect()))
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The project's time zone: it decides which business day an instant belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

/// Why a zone was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone; use an IANA name such as `Asia/Seoul`")]
pub struct ZoneError(String);

impl Zone {
    /// The business day of an instant given in epoch seconds; `None` outside the calendar.
    pub fn day_of_epoch(&self, seconds: i64) -> Option<Day> {
        let at = self.0.timestamp_opt(seconds, 0).single()?;
        Some(Day(at.date_naive()))
    }

    /// The business day of an instant.
    pub fn day_of(&self, at: Timestamp) -> Day {
        Day(at.utc().with_timezone(&self.0).date_naive())
    }

    /// The epoch seconds at which a day begins here (the first valid instant, where midnight is skipped).
    pub fn start_of(&self, day: Day) -> i64 {
        (0..24)
            .filter_map(|hour| day.0.and_hms_opt(hour, 0, 0))
            .find_map(|t| self.0.from_local_datetime(&t).earliest())
            .map_or_else(|| day.0.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(), |t| t.timestamp())
    }

    /// The IANA name.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// chrono's own type, for formatting.
    pub fn tz(&self) -> chrono_tz::Tz {
        self.0
    }
}

impl FromStr for Zone {
    type Err = ZoneError;
    fn from_str(s: &str) -> Result<Self, ZoneError> {
        s.parse().map(Self).map_err(|_| ZoneError(s.chars().take(64).collect()))
    }
}
