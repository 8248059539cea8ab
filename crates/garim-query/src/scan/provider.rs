//! The table provider.

use std::{collections::BTreeSet, fmt, sync::Arc};

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    common::Result,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType},
    physical_plan::{
        ExecutionPlan,
        streaming::{PartitionStream, StreamingTableExec},
    },
};
use garim_core::time::Day;
use garim_lake::{TableAt, layout::PARTITION};
use garim_ports::Vault;

use super::{days, part::Part};
use crate::view::{Masking, ViewColumn};

/// A table of the lake, at one version, under one view.
pub(crate) struct LakeTable {
    schema: SchemaRef,
    columns: Vec<ViewColumn>,
    support: Vec<ViewColumn>,
    table: Option<TableAt>,
    vault: Option<Arc<dyn Vault>>,
}

impl LakeTable {
    /// `columns` are what statements may name, `support` what the lake holds in all (masks read identifiers that the view
    /// may deny). `table` is `None` where there are no rows.
    pub fn new(
        columns: Vec<ViewColumn>,
        support: Vec<ViewColumn>,
        table: Option<TableAt>,
        vault: Option<Arc<dyn Vault>>,
    ) -> Self {
        let day = Field::new(PARTITION, DataType::Utf8, true);
        let fields: Vec<Field> = columns.iter().map(ViewColumn::field).chain([day]).collect();
        Self { schema: Arc::new(Schema::new(fields)), columns, support, table, vault }
    }

    fn days(&self) -> BTreeSet<Day> {
        self.table.as_ref().map(|t| t.partitions().into_iter().map(|p| p.day).collect()).unwrap_or_default()
    }

    fn part(&self, days: BTreeSet<Day>, masking: &Arc<Masking>) -> Arc<dyn PartitionStream> {
        Arc::new(Part { table: self.table.clone(), days, masking: masking.clone() })
    }
}

impl fmt::Debug for LakeTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LakeTable").field("schema", &self.schema).finish_non_exhaustive()
    }
}

#[async_trait]
impl TableProvider for LakeTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let push = |f: &&Expr| {
            if days::decides(f) { TableProviderFilterPushDown::Inexact } else { TableProviderFilterPushDown::Unsupported }
        };
        Ok(filters.iter().map(push).collect())
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let all: Vec<usize> = (0..self.schema.fields().len()).collect();
        let wanted = projection.unwrap_or(&all).iter().map(|i| self.columns.get(*i).cloned()).collect();
        let masking = Arc::new(Masking::new(wanted, self.vault.clone(), &self.support));
        let days = days::survivors(session, filters, &self.days());
        let streams = session.config().target_partitions().min(days.len()).max(1);
        let mut shares = vec![BTreeSet::new(); streams];
        for (n, day) in days.into_iter().enumerate() {
            shares[n % streams].insert(day);
        }
        let parts = shares.into_iter().map(|days| self.part(days, &masking)).collect();
        let plan = StreamingTableExec::try_new(masking.output().clone(), parts, None, [], false, None)?;
        Ok(Arc::new(plan))
    }
}
