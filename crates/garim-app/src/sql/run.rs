//! One governed query: prepare within limits, a view for each table, audit first, rows after.

use garim_core::{
    Error, Result,
    audit::AuditRecord,
    authz::{Action, Caller, Resource},
    name::DatasetName,
    view::{Sight, TableView},
};
use garim_ports::{InputTable, Rows};

use crate::{
    App,
    catalog::{effective, seen},
    runs::input,
};

/// Rows of one answer unless the caller asks for fewer.
pub const MAX_ROWS: usize = 10_000;

/// The rows of a governed query and what was read for them.
#[derive(Debug)]
pub struct Answer {
    /// At most `limit` + 1 rows: the one more says that there were more.
    pub rows: Rows,
    /// The limit.
    pub limit: usize,
    /// The tables that were read.
    pub tables: Vec<String>,
    /// For each column of the rows what is seen of the column of that name in those tables, with its mask; nothing for what
    /// was computed under a name of its own.
    pub sights: Vec<Option<(&'static str, Option<&'static str>)>>,
}

impl App {
    /// Runs a SELECT under the caller's views.
    pub async fn sql(&self, caller: &Caller, text: &str, limit: Option<usize>) -> Result<Answer> {
        let limit = limit.unwrap_or(MAX_ROWS).min(MAX_ROWS);
        // Whoever may discover nothing learns nothing of the text either: authorise before parsing.
        let permit = self.permit(caller, Action::Discover, Resource::Catalog, None)?;
        let prepared = self.ports.engine.prepare(text)?;
        let mut tables: Vec<(InputTable, TableView)> = Vec::new();
        let mut records = Vec::new();
        let mut tx = self.ports.store.read().await?;
        for name in prepared.tables() {
            // What one may not know of is answered as what is not there, hint and all.
            let found = effective(&mut *tx, name).await?.filter(|f| self.may_discover(caller, &f.contract));
            let Some(found) = found else {
                drop(tx);
                return Err(self.absent(caller, name).await?);
            };
            let resource = Resource::Dataset(name.clone());
            let permit = self.permit(caller, Action::ReadRows, resource, Some(&found.contract))?;
            let view = self.ports.policy.view(caller, &found.contract).ok_or_else(|| unknown(name))?;
            records.push(AuditRecord::of(&permit, self.now(), prepared.fingerprint()));
            tables.push((input(found.stored.clone()), found.guard(view)));
        }
        drop(tx);
        self.log_query(caller, &*prepared, &records).await?;
        let engine = &self.ports.engine;
        let zone = self.project.settings.zone;
        let views: Vec<TableView> = tables.iter().map(|(_, view)| view.clone()).collect();
        let rows = engine.run(&*prepared, tables, self.ports.vault.clone(), &permit, zone, limit).await?;
        // What was learned is worth no failure of a query that ran.
        if let Err(error) = self.queried(caller, prepared.tables()).await {
            tracing::warn!(error = %error.for_operator(), "what was chosen could not be counted");
        }
        let sights = rows.schema.fields().iter().map(|f| sight_of(f.name(), &views).map(seen)).collect();
        Ok(Answer { rows, limit, tables: prepared.tables().iter().map(ToString::to_string).collect(), sights })
    }

    /// Why a table cannot be read: another system keeps its rows, which never came through here, or nobody knows it.
    async fn absent(&self, caller: &Caller, name: &DatasetName) -> Result<Error> {
        let known = self.ports.store.read().await?.imported().named(&name.to_string(), 1).await?;
        match known.first() {
            Some(node) => Ok(Error::invalid(format!(
                "`{name}` is kept by `{}` and only described here: ask for its rows there, or bring them in with a contract and a \
                 pipeline",
                node.namespace
            ))),
            None => self.no_dataset(caller, &name.to_string()).await,
        }
    }

    /// The audit log and the query log, before any row is released.
    async fn log_query(&self, caller: &Caller, prepared: &dyn garim_ports::Prepared, records: &[AuditRecord]) -> Result<()> {
        let mut tx = self.ports.store.begin().await?;
        for record in records {
            tx.audit().append(record).await?;
        }
        let who = &caller.principal.name;
        tx.queries().record(who, prepared.fingerprint(), prepared.tables(), prepared.columns(), self.now()).await?;
        tx.commit().await
    }
}

/// What is seen of the columns of a name: where several tables have one, the one that is not clear.
fn sight_of(name: &str, views: &[TableView]) -> Option<Sight> {
    let named = || views.iter().flat_map(|v| &v.columns).filter(|(c, _)| c.as_str() == name).map(|(_, sight)| *sight);
    named().find(|s| *s != Sight::Clear).or_else(|| named().next())
}

fn unknown(name: &DatasetName) -> Error {
    Error::not_found(garim_core::Entity::Dataset, name)
}
