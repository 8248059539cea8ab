//! Which day a row belongs to, and what is done with rows of that day.

use garim_core::time::{Day, Zone};
use garim_ports::WritePlan;

/// Where a row stands relative to the run's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Before the pipeline's start: counted and not brought.
    BeforeStart,
    /// Its window has closed.
    Past(Day),
    /// In the window: merged.
    Open(Day),
    /// After the run's day: it waits for its run.
    Waiting,
}

/// The days of a plan.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    zone: Zone,
    start: Day,
    first: Day,
    last: Day,
    /// The day that was met last, with its first second and the first after it: rows come in runs of one day.
    met: Option<(Day, i64, i64)>,
}

impl Calendar {
    pub(super) fn new(plan: &WritePlan) -> Self {
        let first = plan.day.minus(u64::from(plan.late_days));
        Self { zone: plan.zone, start: plan.start, first, last: plan.day, met: None }
    }

    /// Of a row with this event time.
    pub(super) fn standing(&mut self, epoch: i64) -> Standing {
        match self.day(epoch) {
            day if day > self.last => Standing::Waiting,
            day if day < self.start => Standing::BeforeStart,
            day if day < self.first => Standing::Past(day),
            day => Standing::Open(day),
        }
    }

    fn day(&mut self, epoch: i64) -> Day {
        if let Some((day, from, to)) = self.met
            && (from..to).contains(&epoch)
        {
            return day;
        }
        // The checker lets only epochs through that have a day; were one missing, it would wait.
        let Some(day) = self.zone.day_of_epoch(epoch) else { return self.last.next() };
        self.met = Some((day, self.zone.start_of(day), self.zone.start_of(day.next())));
        day
    }

    /// The window's days that may be written: not before the start.
    pub(super) fn open(&self) -> impl Iterator<Item = Day> + use<> {
        self.first.max(self.start).through(self.last)
    }
}
