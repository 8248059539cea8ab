//! The feed: what the outbox names is made into documents anew, and the index is told.

use std::collections::BTreeSet;

use garim_core::{Error, Result};

use super::document::QUERIES;
use crate::{App, metrics};

/// Outbox entries taken at once.
const BATCH: u32 = 500;

impl App {
    /// Brings the index in step with the store. Where another process is writing the index, what is left in the outbox
    /// waits for that process or the next feed: nothing that a person asked for fails because of it.
    pub async fn feed(&self) -> Result<()> {
        loop {
            let mut tx = self.ports.store.read().await?;
            let pending = tx.outbox().pending(BATCH).await?;
            drop(tx);
            let Some(last) = pending.last().map(|e| e.number) else { return Ok(()) };
            let subjects: BTreeSet<String> = pending.into_iter().map(|e| e.subject).collect();
            match self.refresh(&subjects).await {
                Err(Error::Unavailable(why)) => {
                    tracing::info!(why, "the index is behind; the outbox keeps what it lacks");
                    return Ok(());
                }
                done => done?,
            }
            let mut tx = self.ports.store.begin().await?;
            tx.outbox().done(last).await?;
            tx.commit().await?;
        }
    }

    /// Throws the index away and builds it from the store.
    pub async fn rebuild_index(&self) -> Result<u64> {
        let all = self.documents(None).await?;
        let count = all.len() as u64;
        self.ports.index.group(all.clone()).await?;
        self.ports.index.rebuild(all).await?;
        Ok(count)
    }

    async fn refresh(&self, subjects: &BTreeSet<String>) -> Result<()> {
        let subjects = &self.concerned(subjects).await?;
        let documents = self.documents(Some(subjects)).await?;
        let made: BTreeSet<&str> = documents.iter().map(|d| d.id.as_str()).collect();
        let gone = subjects.iter().filter(|s| !made.contains(s.as_str())).cloned().collect();
        self.ports.index.apply(documents, gone).await
    }

    /// What a change speaks of besides what it names: metrics that stand on a dataset, and datasets that a query reads.
    async fn concerned(&self, subjects: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        let mut all = subjects.clone();
        for metric in &self.project.metrics {
            let values = metrics::dataset_of(&metric.name)?;
            let stands_on = self.stands_on(metric);
            if [Some(values), stands_on].iter().flatten().any(|d| subjects.contains(&format!("dataset:{d}"))) {
                all.insert(format!("metric:{}", metric.name));
            }
        }
        if subjects.iter().any(|s| s.starts_with("query:")) {
            let mut tx = self.ports.store.read().await?;
            let asked = tx.queries().list(QUERIES).await?.into_iter();
            let asked = asked.filter(|q| subjects.contains(&format!("query:{}", q.fingerprint)));
            all.extend(asked.flat_map(|q| q.tables).map(|table| format!("dataset:{table}")));
        }
        Ok(all)
    }
}
