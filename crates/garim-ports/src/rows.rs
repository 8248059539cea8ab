//! Rows on their way from one adapter to another, unopened by app.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use futures::stream::BoxStream;
use garim_core::Result;

/// A stream of record batches with their schema, made as it is read.
pub struct Rows {
    /// The schema of every batch.
    pub schema: SchemaRef,
    /// The batches.
    pub stream: BoxStream<'static, Result<RecordBatch>>,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("schema", &self.schema).finish_non_exhaustive()
    }
}
