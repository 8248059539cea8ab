//! One OpenLineage event, as a program sends it.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use garim_core::{
    Result,
    audit::AuditRecord,
    authz::{Action, Caller, Resource},
    imported::DatasetKey,
};
use garim_ports::{Batch, ImportKind, ImportSource, ImportSummary};

use super::take::Taking;
use crate::App;

/// Sent events belong to no import.
const SENT: i64 = 0;
/// Under what name the marks of sent events are kept.
const SENT_NAMESPACE: &str = "sent";

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It was taken in.
    Taken,
    /// It had been taken in before, and counts once.
    Before,
}

impl App {
    /// Reads an event with what is known of the datasets that it leaves undescribed: which those are, reading it shows.
    async fn event(&self, body: &[u8]) -> Result<Batch> {
        let asked = RefCell::new(BTreeSet::new());
        let batch = self.ports.connect.event(body, &|key| {
            asked.borrow_mut().insert(key.clone());
            None
        })?;
        let asked: BTreeSet<DatasetKey> = asked.into_inner();
        if asked.is_empty() {
            return Ok(batch);
        }
        let mut tx = self.ports.store.read().await?;
        let mut known: HashMap<DatasetKey, Vec<String>> = HashMap::new();
        for key in asked {
            let columns = tx.imported().dataset(&key).await?.and_then(|kept| kept.state.columns);
            known.extend(columns.map(|c| (key, c.value.into_iter().map(|c| c.name).collect())));
        }
        self.ports.connect.event(body, &|key| known.get(key).cloned())
    }

    /// Takes an event in.
    pub async fn hear_event(&self, caller: &Caller, body: &[u8]) -> Result<Heard> {
        let permit = self.permit(caller, Action::Import, Resource::Catalog, None)?;
        let now = self.now();
        let batch = self.event(body).await?;
        let sealed = self.sealed(&batch.sealed).await?;
        let source = ImportSource { kind: ImportKind::OpenLineage, namespace: SENT_NAMESPACE.to_owned() };
        let mut tx = self.ports.store.begin().await?;
        let seen = tx.imports().seen(&source, &batch.marks).await?;
        if !seen.is_empty() && seen.iter().all(|s| *s) {
            return Ok(Heard::Before);
        }
        let mut summary = ImportSummary::default();
        let mut taking = Taking::new(now, &mut summary);
        taking.take(&mut *tx, &batch.facts).await?;
        taking.end(&mut *tx).await?;
        tx.imports().keep_marks(&source, &batch.marks).await?;
        for (file, bytes) in &sealed {
            tx.imports().journal(SENT, self.project.settings.zone.day_of(now), file, bytes).await?;
        }
        tx.audit().append(&AuditRecord::of(&permit, now, "an OpenLineage event")).await?;
        tx.commit().await?;
        Ok(Heard::Taken)
    }
}
