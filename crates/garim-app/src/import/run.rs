//! One import from its beginning to its end.

use std::{collections::BTreeMap, sync::Arc};

use garim_core::{
    Error, Result,
    audit::AuditRecord,
    authz::{Action, Caller, Permit, Resource},
};
use garim_ports::{
    Batch, ImportAsk, ImportFrom, ImportKind, ImportRecord, ImportSource, ImportSummary, Progress, SealScope, ShownThing,
};

use super::{known::ImportKnown, take::Taking};
use crate::App;

/// How long an import may be silent before another of its source may begin, in seconds: a batch is read and kept in far less.
const LEASE_SECONDS: i64 = 600;

/// What shall be imported, and from where.
pub struct ImportRequest {
    /// What it is.
    pub kind: ImportKind,
    /// The namespace of what it holds; `None`: the kind's own name.
    pub namespace: Option<String>,
    /// Where it is.
    pub from: ImportFrom,
    /// The SQL dialect, where the kind does not say.
    pub dialect: Option<String>,
    /// The database that names are completed with.
    pub database: Option<String>,
    /// The schema that names of one part are completed with.
    pub schema: Option<String>,
    /// Namespaces by the name of a connection in the source.
    pub connections: BTreeMap<String, String>,
}

/// An import that goes on.
pub(super) struct Going {
    pub(super) number: i64,
    pub(super) source: ImportSource,
    pub(super) summary: ImportSummary,
}

impl App {
    /// Imports, and says what was new, changed, gone and not understood. Doing it again changes nothing.
    pub async fn import(&self, caller: &Caller, request: ImportRequest, progress: Arc<dyn Progress>) -> Result<ImportRecord> {
        let permit = self.permit(caller, Action::Import, Resource::Catalog, None)?;
        let namespace = request.namespace.clone().unwrap_or_else(|| request.kind.to_string());
        let source = ImportSource { kind: request.kind, namespace };
        let mut going = self.begin_import(&permit, source).await?;
        let read = self.read_import(&mut going, request, &*progress).await;
        progress.end("");
        let started = match read {
            Ok(()) => self.end_import(&mut going).await,
            Err(error) => Err(error),
        };
        let released = self.release_import(&going).await;
        started.and(released)?;
        self.feed().await?;
        let mut tx = self.ports.store.read().await?;
        let kept = tx.imports().list(RECENT).await?.into_iter().find(|i| i.number == going.number);
        kept.ok_or_else(|| Error::internal("reading an import", "it is not there"))
    }

    async fn begin_import(&self, permit: &Permit, source: ImportSource) -> Result<Going> {
        let now = self.now();
        let mut tx = self.ports.store.begin().await?;
        let number = tx.imports().begin(&source, &permit.ask().caller.principal.name, now).await?;
        let until = now.plus_seconds(LEASE_SECONDS);
        if tx.leases().take(&lease_of(&source), &self.importer(number), now, until).await?.is_none() {
            return Err(Error::conflict(format!("`{}` of `{}` is being imported already", source.kind, source.namespace)));
        }
        let detail = format!("import {number}: {} of {}", source.kind, source.namespace);
        tx.audit().append(&AuditRecord::of(permit, now, detail)).await?;
        tx.commit().await?;
        Ok(Going { number, source, summary: ImportSummary::default() })
    }

    async fn read_import(&self, going: &mut Going, request: ImportRequest, progress: &dyn Progress) -> Result<()> {
        let mut tx = self.ports.store.read().await?;
        let positions = tx.imports().positions(&going.source).await?;
        let known =
            Arc::new(ImportKnown::new(self.ports.store.clone(), going.source.clone(), tx.imported().datasets(None).await?));
        drop(tx);
        let ask = ImportAsk {
            kind: request.kind,
            namespace: going.source.namespace.clone(),
            from: request.from,
            dialect: request.dialect,
            database: request.database,
            schema: request.schema,
            connections: request.connections,
            zone: self.project.settings.zone,
            now: self.now(),
            positions,
        };
        let mut import = self.ports.connect.open(ask, known.clone()).await?;
        progress.begin(&format!("importing {}", going.source.kind), None);
        while let Some(batch) = import.next().await? {
            progress.advance(batch.read.records);
            self.take_batch(going, batch, &known).await?;
        }
        Ok(())
    }

    /// Facts, position and marks in one transaction, or none of them.
    async fn take_batch(&self, going: &mut Going, batch: Batch, known: &ImportKnown) -> Result<()> {
        let sealed = self.sealed(&batch.sealed).await?;
        let now = self.now();
        let mut tx = self.ports.store.begin().await?;
        let until = now.plus_seconds(LEASE_SECONDS);
        if tx.leases().take(&lease_of(&going.source), &self.importer(going.number), now, until).await?.is_none() {
            return Err(Error::conflict("another import of this source has taken over; it goes on from here"));
        }
        let mut summary = going.summary.clone();
        let mut taking = Taking::new(now, &mut summary);
        taking.take(&mut *tx, &batch.facts).await?;
        let shown = taking.end(&mut *tx).await?;
        if going.source.kind.is_complete() {
            tx.imports().shown(&going.source, going.number, &shown).await?;
        }
        if let Some(position) = &batch.position {
            tx.imports().keep_position(&going.source, position).await?;
        }
        tx.imports().keep_marks(&going.source, &batch.marks).await?;
        for (file, bytes) in &sealed {
            tx.imports().journal(going.number, self.project.settings.zone.day_of(now), file, bytes).await?;
        }
        summary.read.add(&batch.read);
        tx.imports().keep(going.number, &summary, None).await?;
        tx.commit().await?;
        going.summary = summary;
        known.learn(&batch.facts);
        Ok(())
    }

    /// What the source no longer shows is gone, and what it moved no longer flows.
    async fn end_import(&self, going: &mut Going) -> Result<()> {
        let now = self.now();
        let mut tx = self.ports.store.begin().await?;
        if going.source.kind.is_complete() {
            let no_longer = tx.imports().no_longer_shown(&going.source, going.number).await?;
            for thing in no_longer {
                super::take::gone(&mut *tx, &thing, now, &mut going.summary).await?;
                match thing {
                    ShownThing::Dataset(_) => going.summary.datasets.gone += 1,
                    ShownThing::Job(_) => going.summary.jobs.gone += 1,
                    ShownThing::Dashboard(_) => going.summary.dashboards.gone += 1,
                }
            }
        }
        tx.imports().keep(going.number, &going.summary, Some(now)).await?;
        tx.commit().await
    }

    async fn release_import(&self, going: &Going) -> Result<()> {
        let mut tx = self.ports.store.begin().await?;
        tx.leases().release(&lease_of(&going.source), &self.importer(going.number)).await?;
        tx.commit().await
    }

    /// Sealed under the day's key of the journal, each under a name of its own.
    pub(super) async fn sealed(&self, texts: &[Vec<u8>]) -> Result<Vec<(String, Vec<u8>)>> {
        let mut sealed = Vec::with_capacity(texts.len());
        for text in texts {
            let file = self.ports.ids.id().to_string();
            let dataset = garim_core::name::DatasetName::new("imports", "journal");
            let dataset = dataset.map_err(|e| Error::internal("naming the journal", e))?;
            let scope = SealScope { dataset, day: self.project.settings.zone.day_of(self.now()), file: file.clone() };
            sealed.push((file, self.ports.vault.sealer(&scope).await?.seal(text, true)?));
        }
        Ok(sealed)
    }

    fn importer(&self, number: i64) -> String {
        format!("{}#{number}", self.holder.name)
    }
}

/// Imports that are looked through for one that has just ended.
const RECENT: u32 = 100;

fn lease_of(source: &ImportSource) -> String {
    format!("import {} {}", source.kind, source.namespace)
}
