//! Views added up by dashboard, day and user.

use std::collections::BTreeMap;

use garim_core::{
    imported::{DashboardKey, DashboardViews, Fact},
    time::{Timestamp, Zone},
};

/// One look, or several of them.
pub(crate) struct View {
    pub dashboard: DashboardKey,
    pub user: Option<String>,
    pub at: Timestamp,
    pub times: u64,
}

/// Views of many.
pub(crate) struct Views {
    zone: Zone,
    rows: BTreeMap<(DashboardKey, garim_core::time::Day, Option<String>), (u64, Timestamp)>,
}

impl Views {
    /// Days are those of the zone.
    pub fn new(zone: Zone) -> Self {
        Self { zone, rows: BTreeMap::new() }
    }

    /// Adds one.
    pub fn add(&mut self, view: View) {
        let key = (view.dashboard, self.zone.day_of(view.at), view.user);
        let row = self.rows.entry(key).or_insert((0, view.at));
        row.0 = row.0.saturating_add(view.times);
        row.1 = row.1.max(view.at);
    }

    /// All that was added.
    pub fn facts(self) -> impl Iterator<Item = Fact> {
        self.rows
            .into_iter()
            .map(|((dashboard, day, user), (views, last))| Fact::Views(DashboardViews { dashboard, day, user, views, last }))
    }
}
