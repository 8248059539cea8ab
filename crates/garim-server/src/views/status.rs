//! How the project stands.

use garim_app::Status as Stands;
use serde::Serialize;
use utoipa::ToSchema;

/// A pipeline.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Pipeline {
    name: String,
    schedule: Option<String>,
    start: String,
    newest_day: Option<String>,
}

/// Protected values of one kind.
#[derive(Serialize, ToSchema)]
struct Protected {
    kind: String,
    subjects: u64,
    values: u64,
}

/// How the project stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    project: String,
    zone: String,
    pipelines: Vec<Pipeline>,
    datasets: usize,
    metrics: usize,
    protected: Vec<Protected>,
}

impl From<Stands> for Status {
    fn from(status: Stands) -> Self {
        let pipeline =
            |(name, schedule, start, newest): (String, Option<String>, garim_core::time::Day, Option<garim_core::time::Day>)| {
                Pipeline { name, schedule, start: start.to_string(), newest_day: newest.map(|d| d.to_string()) }
            };
        let protected = |p: garim_app::ProtectedRow| Protected { kind: p.kind, subjects: p.subjects, values: p.values };
        Self {
            project: status.project,
            zone: status.zone,
            pipelines: status.pipelines.into_iter().map(pipeline).collect(),
            datasets: status.datasets,
            metrics: status.metrics,
            protected: status.protected.into_iter().map(protected).collect(),
        }
    }
}
