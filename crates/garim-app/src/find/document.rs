//! Documents of the index, made from contracts, metrics and recorded queries: metadata only.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use garim_core::{
    Result,
    asset::{Contract, Metric, MetricKind, Stage},
    canon::Held,
    lineage::Graph,
    name::DatasetName,
    search::{AssetKind, Deprecation, Document, Signals},
    time::Day,
};
use garim_ports::{RecordedQuery, StoredDataset};

use super::standing::{Endorsed, shown};
use crate::{App, metrics};

/// Recorded queries that are documents of their own.
pub(crate) const QUERIES: u32 = 10_000;
/// Seconds of a day.
const DAY_MICROS: i64 = 86_400_000_000;

/// What documents are made from, loaded once.
struct Known {
    datasets: Vec<StoredDataset>,
    queries: Vec<RecordedQuery>,
    graph: Arc<Graph>,
    endorsed: Endorsed,
    newest: HashMap<String, Day>,
}

impl App {
    /// The documents of these subjects, or all.
    pub(crate) async fn documents(&self, subjects: Option<&BTreeSet<String>>) -> Result<Vec<Document>> {
        let known = self.known().await?;
        let wanted = |id: &str| subjects.is_none_or(|s| s.contains(id));
        let mut documents = Vec::new();
        for stored in known.datasets.iter().filter(|s| s.contract.name.schema() != "metrics") {
            if wanted(&format!("dataset:{}", stored.contract.name)) {
                documents.push(self.dataset_document(stored, &known).await?);
            }
        }
        for metric in &self.project.metrics {
            if wanted(&format!("metric:{}", metric.name)) {
                documents.push(self.metric_document(metric, &known).await?);
            }
        }
        documents.extend(known.queries.iter().map(query_document).filter(|d| wanted(&d.id)));
        documents.extend(self.imported_documents(subjects).await?);
        Ok(documents)
    }

    async fn known(&self) -> Result<Known> {
        let graph = self.graph().await?;
        let mut tx = self.ports.store.read().await?;
        let datasets = tx.datasets().list().await?;
        let queries = tx.queries().list(QUERIES).await?;
        let endorsed = Endorsed::load(&mut *tx).await?;
        let mut newest = HashMap::new();
        for metric in &self.project.metrics {
            newest.extend(tx.metrics().latest(&metric.name).await?.map(|v| (metric.name.to_string(), v.day)));
        }
        Ok(Known { datasets, queries, graph, endorsed, newest })
    }

    async fn dataset_document(&self, stored: &StoredDataset, known: &Known) -> Result<Document> {
        let contract = &stored.contract;
        let partitions = match stored.version {
            Some(_) => self.ports.lake.partitions(&contract.name).await?,
            None => Vec::new(),
        };
        let bound = |m: &&Metric| matches!(&m.kind, MetricKind::Simple { dataset, .. } if *dataset == contract.name);
        let metrics: Vec<&Metric> = self.project.metrics.iter().filter(bound).collect();
        // Whoever asks for a metric by name should meet the table that it is computed from, below the metric itself.
        let called = |m: &&Metric| m.label_ko.iter().chain([&m.label]).chain(&m.synonyms).cloned().collect::<Vec<_>>();
        let query_text = usage(&contract.name, &known.queries);
        let (downstream, upstream) = Self::degree(&known.graph, &contract.name);
        let mut tx = self.ports.store.read().await?;
        let people = tx.queries().people(&contract.name).await?;
        let held = known.endorsed.dataset(contract, &self.dataset_today(&mut *tx, contract).await?);
        drop(tx);
        Ok(Document {
            id: format!("dataset:{}", contract.name),
            kind: AssetKind::Dataset,
            name: contract.name.to_string(),
            labels: contract.business_name.iter().cloned().collect(),
            description: contract.description.clone().unwrap_or_default(),
            columns: columns(contract, stored),
            synonyms: contract.synonyms.clone(),
            metrics: metrics.iter().flat_map(called).collect(),
            query_text,
            tags: contract.tags.clone(),
            owners: contract.owner.team.iter().cloned().chain(contract.owner.people.iter().map(ToString::to_string)).collect(),
            domain: contract.domain.clone(),
            source: contract.source.as_ref().map(|s| s.source.to_string()),
            scope: scope(contract),
            details: details(contract),
            signals: Signals {
                people,
                certified: held == Held::Certified,
                deprecated: deprecation(&held),
                staging: contract.stage == Stage::Staging,
                bound: !metrics.is_empty(),
                downstream,
                upstream,
                age_days: partitions.last().map(|p| self.age(p.day)),
                owned: contract.owner.team.is_some() || !contract.owner.people.is_empty(),
                ..Signals::default()
            },
        })
    }

    async fn metric_document(&self, metric: &Metric, known: &Known) -> Result<Document> {
        let dataset = metrics::dataset_of(&metric.name)?;
        let mut tx = self.ports.store.read().await?;
        let people = tx.queries().people(&dataset).await?;
        let held = known.endorsed.metric(metric, &self.metric_today(&mut *tx, metric).await?);
        drop(tx);
        let query_text = usage(&dataset, &known.queries);
        let labels = [Some(metric.label.clone()), metric.label_ko.clone()].into_iter().flatten().collect();
        Ok(Document {
            id: format!("metric:{}", metric.name),
            kind: AssetKind::Metric,
            name: metric.name.to_string(),
            labels,
            description: metric.description.clone(),
            details: vec![metric.formula()],
            synonyms: metric.synonyms.clone(),
            query_text,
            owners: metric.owner.iter().cloned().collect(),
            scope: "catalog".to_owned(),
            signals: Signals {
                people,
                certified: held == Held::Certified,
                deprecated: deprecation(&held),
                bound: known.newest.contains_key(metric.name.as_str()),
                downstream: Self::degree(&known.graph, &dataset).0,
                age_days: known.newest.get(metric.name.as_str()).map(|d| self.age(*d)),
                owned: metric.owner.is_some(),
                ..Signals::default()
            },
            ..Document::default()
        })
    }

    fn age(&self, day: Day) -> u32 {
        let micros = self.now().micros() - self.project.settings.zone.start_of(day) * 1_000_000;
        u32::try_from((micros / DAY_MICROS).max(0)).unwrap_or(u32::MAX)
    }
}

fn query_document(query: &RecordedQuery) -> Document {
    let tables: Vec<String> = query.tables.iter().map(ToString::to_string).collect();
    Document {
        id: format!("query:{}", query.fingerprint),
        kind: AssetKind::Query,
        name: tables.join(", "),
        description: query.fingerprint.clone(),
        columns: query.columns.iter().map(|c| c.column.to_string()).collect(),
        query_text: query.fingerprint.clone(),
        scope: "catalog".to_owned(),
        signals: Signals { people: query.people, ..Signals::default() },
        ..Document::default()
    }
}

/// Names of columns with what people call them.
fn columns(contract: &Contract, stored: &StoredDataset) -> Vec<String> {
    let schema = stored.schema.as_ref().map_or(&contract.schema, |v| &v.schema);
    let text = |column: &garim_core::schema::Column| {
        let label = contract.column_texts.iter().find(|(n, _, _)| *n == column.name).and_then(|(_, l, _)| l.as_deref());
        [Some(column.name.as_str()), label].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    schema.columns.iter().map(text).collect()
}

/// What is written of columns.
fn details(contract: &Contract) -> Vec<String> {
    contract.column_texts.iter().filter_map(|(_, _, description)| description.clone()).collect()
}

/// The text of the queries that used a dataset.
fn usage(dataset: &DatasetName, queries: &[RecordedQuery]) -> String {
    let used = queries.iter().filter(|q| q.tables.contains(dataset));
    used.take(50).map(|q| q.fingerprint.as_str()).collect::<Vec<_>>().join("\n")
}

fn deprecation(held: &Held) -> Option<Deprecation> {
    match held {
        Held::Deprecated { successor } => Some(Deprecation { successor: successor.as_deref().map(shown) }),
        _ => None,
    }
}

/// The visibility label: domain and whether it names people.
fn scope(contract: &Contract) -> String {
    let sensitivity = if contract.schema.has_subject() { "personal" } else { "open" };
    format!("{}/{sensitivity}", contract.domain.as_deref().unwrap_or("none"))
}
