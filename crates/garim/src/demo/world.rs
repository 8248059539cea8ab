//! The shop's size and its calendar.

use garim_core::{
    Error, Result,
    time::{Day, Zone},
};

use super::dice::Dice;

/// Seconds of a day: Seoul has had no daylight saving time since 1988.
pub const DAY_SECONDS: i64 = 86_400;

/// The day before which nobody had signed up, in days before the start.
const OLDEST_DAYS: u64 = 730;

/// What the shop is made from. Days are numbered from 0, the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World {
    /// Users when all days have passed.
    pub users: u64,
    /// Days for which newcomers are planned; the shop goes on after them.
    pub days: u64,
    /// What chance starts from.
    pub seed: u64,
    /// The first day.
    pub start: Day,
    /// The first second of the first day.
    midnight: i64,
}

impl World {
    /// A shop that opens its books on the first day of the example's pipeline.
    pub fn new(users: u64, days: u32, seed: u64) -> Result<Self> {
        let start: Day = "2020-10-25".parse().map_err(|e| Error::internal("reading the demo's first day", e))?;
        let zone: Zone = "Asia/Seoul".parse().map_err(|e| Error::internal("reading the demo's zone", e))?;
        if users == 0 || days == 0 {
            return Err(Error::invalid("a shop needs at least one user and one day"));
        }
        Ok(Self { users, days: u64::from(days), seed, start, midnight: zone.start_of(start) })
    }

    /// The number of a day; negative before the start.
    pub fn number(&self, day: Day) -> i64 {
        (day.date() - self.start.date()).num_days()
    }

    /// The day of a number.
    pub fn day(&self, number: i64) -> Day {
        match u64::try_from(number) {
            Ok(later) => (0..later).fold(self.start, |day, _| day.next()),
            Err(_) => self.start.minus(number.unsigned_abs()),
        }
    }

    /// The first second of a day.
    pub fn midnight(&self, number: i64) -> i64 {
        self.midnight + number * DAY_SECONDS
    }

    /// Who signs up on a day: a fifth of a percent.
    pub fn newcomers(&self) -> u64 {
        (self.users / 500).max(1).min(self.users / (self.days + 1))
    }

    /// How many users there are at the end of a day.
    pub fn users_at(&self, number: i64) -> u64 {
        let old = self.users - self.newcomers() * self.days;
        let passed = u64::try_from(number + 1).unwrap_or_default();
        old + self.newcomers() * passed
    }

    /// The day on which somebody signed up, as yyyyMMdd.
    pub fn signup(&self, uid: u64, dice: &mut Dice) -> i64 {
        let old = self.users_at(-1);
        let day = if uid <= old {
            self.start.minus(1 + dice.below(OLDEST_DAYS))
        } else {
            let number = (uid - old - 1).checked_div(self.newcomers()).unwrap_or_default();
            self.day(i64::try_from(number).unwrap_or_default())
        };
        day.dt().parse().unwrap_or_default()
    }

    /// Somebody of that day; old customers come more often than new ones.
    pub fn somebody(&self, number: i64, dice: &mut Dice) -> u64 {
        let n = self.users_at(number);
        1 + dice.below(n).min(dice.below(n))
    }
}
