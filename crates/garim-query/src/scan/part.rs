//! One stream of a scan: some days of a table, shown through the view batch by batch.

use std::{collections::BTreeSet, fmt, sync::Arc};

use arrow_schema::SchemaRef;
use datafusion::{
    common::DataFusionError,
    execution::{SendableRecordBatchStream, TaskContext},
    physical_plan::{stream::RecordBatchStreamAdapter, streaming::PartitionStream},
};
use futures::{StreamExt, TryStreamExt, stream};
use garim_core::{Error, time::Day};
use garim_lake::TableAt;

use crate::view::Masking;

/// Some days of a table. Without a table there are no rows.
pub(super) struct Part {
    pub table: Option<TableAt>,
    pub days: BTreeSet<Day>,
    pub masking: Arc<Masking>,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({} days)", self.days.len())
    }
}

fn outward(error: Error) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        self.masking.output()
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let schema = self.masking.output().clone();
        let Some(table) = self.table.as_ref().filter(|_| !self.days.is_empty()) else {
            return Box::pin(RecordBatchStreamAdapter::new(schema, stream::empty()));
        };
        let masking = self.masking.clone();
        match table.scan_as(Some(self.days.clone()), masking.stored().clone(), masking.with_day()) {
            Err(error) => Box::pin(RecordBatchStreamAdapter::new(schema, stream::iter([Err(outward(error))]))),
            Ok(rows) => {
                let shown = rows.stream.and_then(move |batch| {
                    let masking = masking.clone();
                    async move { masking.show(&batch).await }
                });
                Box::pin(RecordBatchStreamAdapter::new(schema, shown.map_err(outward).boxed()))
            }
        }
    }
}
