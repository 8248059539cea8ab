//! One transaction, and the repositories that borrow its connection.

use std::sync::Arc;

use async_trait::async_trait;
use garim_core::Result;
use garim_ports::{
    AuditLog, Choices, Columns, Datasets, Edges, Endorsements, Imported, Imports, Jobs, Leases, Metrics, Outbox, Queries,
    Requests, Runs, SavedSearches, Sessions, Tokens, Tx, Usage,
};
use sqlx::{Sqlite, Transaction};

use crate::{
    audit::AuditRows,
    columns::ColumnRows,
    convert::failed,
    datasets::DatasetRows,
    discovery::{ChoiceRows, SavedRows},
    endorsements::EndorsementRows,
    graph::GraphRows,
    imported::ImportedRows,
    imports::ImportRows,
    jobs::JobRows,
    leases::LeaseRows,
    metrics::MetricRows,
    outbox::OutboxRows,
    people::PeopleKey,
    queries::QueryRows,
    requests::RequestRows,
    runs::RunRows,
    sessions::SessionRows,
    tokens::TokenRows,
    usage::UsageRows,
};

/// A transaction. Dropped without commit, it rolls back before its connection is used again.
pub(crate) struct SqliteTx {
    tx: Transaction<'static, Sqlite>,
    people: Arc<PeopleKey>,
}

impl SqliteTx {
    pub(crate) fn new(tx: Transaction<'static, Sqlite>, people: Arc<PeopleKey>) -> Self {
        Self { tx, people }
    }
}

#[async_trait]
impl Tx for SqliteTx {
    fn datasets(&mut self) -> Box<dyn Datasets + '_> {
        Box::new(DatasetRows(&mut self.tx))
    }

    fn columns(&mut self) -> Box<dyn Columns + '_> {
        Box::new(ColumnRows(&mut self.tx))
    }

    fn runs(&mut self) -> Box<dyn Runs + '_> {
        Box::new(RunRows(&mut self.tx))
    }

    fn metrics(&mut self) -> Box<dyn Metrics + '_> {
        Box::new(MetricRows(&mut self.tx))
    }

    fn requests(&mut self) -> Box<dyn Requests + '_> {
        Box::new(RequestRows(&mut self.tx))
    }

    fn audit(&mut self) -> Box<dyn AuditLog + '_> {
        Box::new(AuditRows(&mut self.tx))
    }

    fn jobs(&mut self) -> Box<dyn Jobs + '_> {
        Box::new(JobRows(&mut self.tx))
    }

    fn leases(&mut self) -> Box<dyn Leases + '_> {
        Box::new(LeaseRows(&mut self.tx))
    }

    fn queries(&mut self) -> Box<dyn Queries + '_> {
        Box::new(QueryRows { conn: &mut self.tx, people: &self.people })
    }

    fn endorsements(&mut self) -> Box<dyn Endorsements + '_> {
        Box::new(EndorsementRows(&mut self.tx))
    }

    fn saved_searches(&mut self) -> Box<dyn SavedSearches + '_> {
        Box::new(SavedRows(&mut self.tx))
    }

    fn choices(&mut self) -> Box<dyn Choices + '_> {
        Box::new(ChoiceRows { conn: &mut self.tx, key: &self.people })
    }

    fn sessions(&mut self) -> Box<dyn Sessions + '_> {
        Box::new(SessionRows(&mut self.tx))
    }

    fn outbox(&mut self) -> Box<dyn Outbox + '_> {
        Box::new(OutboxRows(&mut self.tx))
    }

    fn edges(&mut self) -> Box<dyn Edges + '_> {
        Box::new(GraphRows(&mut self.tx))
    }

    fn imports(&mut self) -> Box<dyn Imports + '_> {
        Box::new(ImportRows(&mut self.tx))
    }

    fn imported(&mut self) -> Box<dyn Imported + '_> {
        Box::new(ImportedRows(&mut self.tx))
    }

    fn usage(&mut self) -> Box<dyn Usage + '_> {
        Box::new(UsageRows(&mut self.tx))
    }

    fn tokens(&mut self) -> Box<dyn Tokens + '_> {
        Box::new(TokenRows(&mut self.tx))
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.tx.commit().await.map_err(failed("committing"))
    }
}
