//! Dashboards of other systems, and who looks at them.

use serde::{Deserialize, Serialize};

use super::key::{ColumnKey, DashboardKey, DatasetKey};
use crate::time::{Day, Timestamp};

/// A chart, and what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Its id there.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is, in words.
    pub description: Option<String>,
    /// What it reads.
    pub datasets: Vec<DatasetKey>,
    /// Which columns of them, as far as that is known.
    pub columns: Vec<ColumnKey>,
    /// Its query with literals removed, where it has one.
    pub fingerprint: Option<String>,
}

/// A dashboard, whole: what is absent is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Which.
    pub key: DashboardKey,
    /// When its source said so.
    pub at: Timestamp,
    /// Its title.
    pub title: String,
    /// What it is, in words.
    pub description: Option<String>,
    /// Where it can be opened.
    pub url: Option<String>,
    /// The folder or project that it is in.
    pub folder: Option<String>,
    /// Who owns it, as the source names them.
    pub owners: Vec<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// Whether its owners vouch for it, in the source's words.
    pub certified_by: Option<String>,
    /// Whether it is there for others, not a draft.
    pub published: bool,
    /// When it was changed last.
    pub changed: Option<Timestamp>,
    /// Its charts.
    pub charts: Vec<Chart>,
}

/// Views of a dashboard by one user on one day. Adds to what is known; a batch is taken in once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DashboardViews {
    /// The dashboard.
    pub dashboard: DashboardKey,
    /// The day, in the project's time zone.
    pub day: Day,
    /// Who, as the source names them; `None`: the source does not say.
    pub user: Option<String>,
    /// How often.
    pub views: u64,
    /// The last time.
    pub last: Timestamp,
}
