//! Imports, and what they brought in.

use garim_app::ImportedCard;
use garim_core::imported::UserKind;
use garim_ports::{Changes as Changed, ImportRecord};
use serde::Serialize;
use utoipa::ToSchema;

use super::lineage::Node;

/// What became of things of one kind.
#[derive(Serialize, ToSchema)]
struct Changes {
    new: u64,
    changed: u64,
    unchanged: u64,
    gone: u64,
}

impl From<Changed> for Changes {
    fn from(c: Changed) -> Self {
        Self { new: c.new, changed: c.changed, unchanged: c.unchanged, gone: c.gone }
    }
}

/// Why something was not understood.
#[derive(Serialize, ToSchema)]
struct NotUnderstood {
    reason: String,
    times: u64,
    /// The first places.
    places: Vec<String>,
}

/// An import and what it found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Import {
    number: i64,
    kind: String,
    namespace: String,
    who: String,
    started: String,
    /// Null: it goes on, or was cut short; the next one goes on from where it stopped.
    ended: Option<String>,
    datasets: Changes,
    jobs: Changes,
    runs: Changes,
    edges: Changes,
    queries: Changes,
    dashboards: Changes,
    executions: u64,
    views: u64,
    /// Records that were read.
    records: u64,
    /// Records that rightly say nothing to us.
    passed_over: u64,
    /// Executions and events that had been taken in before.
    repeated: u64,
    /// Statements that were traced fully, of which something could not be traced, and that were not parsed.
    resolved: u64,
    partial: u64,
    failed: u64,
    not_understood: Vec<NotUnderstood>,
}

impl From<ImportRecord> for Import {
    fn from(record: ImportRecord) -> Self {
        let (found, read) = (record.summary.clone(), record.summary.read);
        Self {
            number: record.number,
            kind: record.source.kind.to_string(),
            namespace: record.source.namespace,
            who: record.who.to_string(),
            started: record.started.to_string(),
            ended: record.ended.map(|e| e.to_string()),
            datasets: found.datasets.into(),
            jobs: found.jobs.into(),
            runs: found.runs.into(),
            edges: found.edges.into(),
            queries: found.queries.into(),
            dashboards: found.dashboards.into(),
            executions: found.executions,
            views: found.views,
            records: read.records,
            passed_over: read.passed_over,
            repeated: read.repeated,
            resolved: read.resolved,
            partial: read.partial,
            failed: read.failed,
            not_understood: read
                .not_understood
                .into_iter()
                .map(|(reason, o)| NotUnderstood { reason, times: o.times, places: o.places })
                .collect(),
        }
    }
}

/// Imports, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Imports {
    pub(crate) imports: Vec<Import>,
}

/// What became of an event.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventHeard {
    /// Whether it is new: the same event twice counts once.
    pub(crate) new: bool,
}

/// A column as its source declares it, or a chart of a dashboard.
#[derive(Serialize, ToSchema)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
    description: Option<String>,
    nullable: Option<bool>,
    partition: bool,
}

/// Somebody who used an asset.
#[derive(Serialize, ToSchema)]
struct AssetUser {
    /// As the source names them; empty where it does not say.
    user: String,
    /// `person`, `service`, `unknown`.
    kind: String,
    times: u64,
    last: String,
}

/// A query without its literals.
#[derive(Serialize, ToSchema)]
struct AssetQuery {
    fingerprint: String,
    times: u64,
}

/// Views of a dashboard on a day.
#[derive(Serialize, ToSchema)]
struct DayViews {
    day: String,
    users: u64,
    views: u64,
}

/// An asset of another system: described here, read there.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asset {
    #[serde(flatten)]
    node: Node,
    /// `table`, `view`, `dashboard`, … in words.
    form: String,
    description: Option<String>,
    owners: Vec<String>,
    tags: Vec<String>,
    /// Columns in order; of a dashboard its charts.
    fields: Vec<Field>,
    /// Where it is stored, or can be opened.
    location: Option<String>,
    rows: Option<u64>,
    /// When it changed last, by the source.
    changed: Option<String>,
    first_seen: String,
    /// Since when its source shows it no longer.
    gone: Option<String>,
    users: Vec<AssetUser>,
    queries: Vec<AssetQuery>,
    views: Vec<DayViews>,
}

impl From<ImportedCard> for Asset {
    fn from(card: ImportedCard) -> Self {
        let field = |f: garim_app::ImportedColumnCard| Field {
            name: f.name,
            data_type: f.data_type,
            description: f.description,
            nullable: f.nullable,
            partition: f.partition,
        };
        let user = |u: garim_ports::AssetUser| AssetUser {
            user: u.user,
            kind: match u.kind {
                UserKind::Person => "person",
                UserKind::Service => "service",
                UserKind::Unknown => "unknown",
            }
            .to_owned(),
            times: u.times,
            last: u.last.to_string(),
        };
        Self {
            node: card.node.into(),
            form: card.form,
            description: card.description,
            owners: card.owners,
            tags: card.tags,
            fields: card.fields.into_iter().map(field).collect(),
            location: card.location,
            rows: card.rows,
            changed: card.changed.map(|c| c.to_string()),
            first_seen: card.first_seen.to_string(),
            gone: card.gone.map(|g| g.to_string()),
            users: card.users.into_iter().map(user).collect(),
            queries: card.queries.into_iter().map(|q| AssetQuery { fingerprint: q.fingerprint, times: q.times }).collect(),
            views: card.views.into_iter().map(|(day, users, views)| DayViews { day: day.to_string(), users, views }).collect(),
        }
    }
}
