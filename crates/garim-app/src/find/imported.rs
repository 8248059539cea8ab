//! Documents of what other systems keep: described by them, used by their people.

use std::collections::BTreeSet;

use garim_core::{
    Result,
    imported::{Dashboard, DashboardKey, DatasetKey, DatasetState, UserKind},
    lineage::{Graph, Node, NodeKind},
    search::{AssetKind, Deprecation, Document, Signals},
    time::Timestamp,
};
use garim_ports::{AssetUser, Tx};

use crate::App;

/// The visibility label of everything that was imported.
pub(crate) const IMPORTED_SCOPE: &str = "imported/open";

/// Nodes read at once when everything is read.
const PAGE: u32 = 1000;
/// Users looked at for how much something is used: beyond, one more does not move it.
const USERS: u32 = 1000;
/// Queries whose text is searched with an asset.
const QUERIES: u32 = 50;
/// Whoever used something longer ago than this does not use it, in days.
const LATELY_DAYS: f32 = 90.0;
/// After so many days a person counts half.
const HALF_LIFE_DAYS: f32 = 30.0;
/// Microseconds of a day.
const DAY_MICROS: i64 = 86_400_000_000;
/// Tags by which other systems say that something is on its way out.
const DEPRECATED: [&str; 2] = ["deprecated", "deprecation"];

impl App {
    /// The documents of these subjects, or of everything that was imported. What is gone has none.
    pub(crate) async fn imported_documents(&self, subjects: Option<&BTreeSet<String>>) -> Result<Vec<Document>> {
        let graph = self.graph().await?;
        let mut tx = self.ports.store.read().await?;
        let mut documents = Vec::new();
        match subjects {
            Some(subjects) => {
                for subject in subjects {
                    for node in nodes_of(subject) {
                        documents.extend(self.imported_document(&mut *tx, &node, &graph).await?);
                    }
                }
            }
            None => {
                let mut after = None;
                loop {
                    let page = tx.imported().nodes(after.as_ref(), PAGE).await?;
                    for node in &page {
                        documents.extend(self.imported_document(&mut *tx, node, &graph).await?);
                    }
                    after = page.last().cloned();
                    if page.len() < PAGE as usize {
                        break;
                    }
                }
            }
        }
        Ok(documents)
    }

    async fn imported_document(&self, tx: &mut dyn Tx, node: &Node, graph: &Graph) -> Result<Option<Document>> {
        let described = match node.kind {
            NodeKind::Dashboard => {
                let Ok(key) = DashboardKey::new(&node.namespace, &node.name) else { return Ok(None) };
                tx.imported().dashboard(&key).await?.filter(|k| k.gone.is_none()).map(|k| of_dashboard(k.state))
            }
            _ => {
                let Ok(key) = DatasetKey::new(&node.namespace, &node.name) else { return Ok(None) };
                let kept = tx.imported().dataset(&key).await?.filter(|k| k.gone.is_none());
                kept.map(|k| of_dataset(node, k.state, self.now()))
            }
        };
        let Some(mut document) = described else { return Ok(None) };
        let users = tx.usage().users(node, USERS).await?;
        let queries = tx.usage().queries(node, QUERIES).await?;
        (document.signals.people, document.signals.recent) = used(&users, self.now());
        document.signals.downstream = small(graph.fed_by(node));
        document.signals.upstream = small(graph.made_from(node));
        document.signals.owned = !document.owners.is_empty();
        document.query_text = queries.iter().map(|q| q.shape.fingerprint.as_str()).collect::<Vec<_>>().join("\n");
        document.id = node.to_string();
        document.source = Some(node.namespace.clone());
        document.scope = IMPORTED_SCOPE.to_owned();
        Ok(Some(document))
    }
}

/// What a subject of the outbox may name: where its namespace ends cannot be seen, so each way is looked up.
fn nodes_of(subject: &str) -> Vec<Node> {
    let Some((kind, rest)) = subject.split_once(':') else { return Vec::new() };
    let Ok(kind) = kind.parse::<NodeKind>() else { return Vec::new() };
    let node = |at: usize| Node { kind, namespace: rest[..at].to_owned(), name: rest[at + 1..].to_owned() };
    rest.match_indices('/').map(|(at, _)| node(at)).collect()
}

fn of_dataset(node: &Node, state: DatasetState, now: Timestamp) -> Document {
    let columns = state.columns.map(|c| c.value).unwrap_or_default();
    let tags = state.tags.map(|t| t.value).unwrap_or_default();
    let passed = state.checks.values().filter_map(|c| c.value.passed).collect::<Vec<_>>();
    let age = state.changed.as_ref().map(|c| (now.micros() - c.value.micros()).max(0) / DAY_MICROS);
    Document {
        kind: AssetKind::Dataset,
        name: node.name.clone(),
        labels: state.title.map(|t| t.value).into_iter().collect(),
        description: state.description.map(|d| d.value).unwrap_or_default(),
        details: columns.iter().filter_map(|c| c.description.clone()).collect(),
        columns: columns.into_iter().map(|c| c.name).collect(),
        owners: state.owners.map(|o| o.value).unwrap_or_default(),
        signals: Signals {
            deprecated: deprecated(&tags),
            empty: state.rows.is_some_and(|r| r.value == 0),
            age_days: age.and_then(|a| u32::try_from(a).ok()),
            checks: share(&passed),
            ..Signals::default()
        },
        tags,
        ..Document::default()
    }
}

fn of_dashboard(dashboard: Dashboard) -> Document {
    let charts = dashboard.charts;
    Document {
        kind: AssetKind::Dashboard,
        name: dashboard.title,
        description: dashboard.description.unwrap_or_default(),
        details: charts.iter().filter_map(|c| c.description.clone()).collect(),
        columns: charts.into_iter().map(|c| c.title).collect(),
        owners: dashboard.owners,
        domain: dashboard.folder,
        signals: Signals {
            certified: dashboard.certified_by.is_some(),
            deprecated: deprecated(&dashboard.tags),
            staging: !dashboard.published,
            bound: true,
            ..Signals::default()
        },
        tags: dashboard.tags,
        ..Document::default()
    }
}

fn deprecated(tags: &[String]) -> Option<Deprecation> {
    tags.iter().any(|t| DEPRECATED.contains(&t.to_lowercase().as_str())).then_some(Deprecation { successor: None })
}

/// The share of checks that passed.
fn share(passed: &[bool]) -> Option<f32> {
    let good = passed.iter().filter(|p| **p).count();
    (!passed.is_empty()).then(|| good as f32 / passed.len() as f32)
}

/// Different people lately, and the same with each counting less the longer ago it was. Programs are no people; whoever is not
/// named counts once.
fn used(users: &[AssetUser], now: Timestamp) -> (u32, Option<f32>) {
    let days = |u: &AssetUser| (now.micros() - u.last.micros()).max(0) as f32 / DAY_MICROS as f32;
    let lately: Vec<f32> = users.iter().filter(|u| u.kind != UserKind::Service).map(days).filter(|d| *d <= LATELY_DAYS).collect();
    let recent: f32 = lately.iter().map(|d| 0.5_f32.powf(d / HALF_LIFE_DAYS)).sum();
    (small(lately.len()), Some(recent))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
