//! Rows of a governed query.

use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::Schema;
use garim_core::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// A column of an answer.
#[derive(Serialize, ToSchema)]
struct Heading {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Rows of a governed query, every value as text: no digit is lost on the way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Table {
    columns: Vec<Heading>,
    rows: Vec<Vec<Option<String>>>,
    /// Whether there were more.
    truncated: bool,
    elapsed_ms: u64,
    tables: Vec<String>,
}

impl Table {
    pub(crate) fn of(
        schema: &Schema,
        batches: &[RecordBatch],
        limit: usize,
        tables: Vec<String>,
        elapsed: Duration,
    ) -> Result<Self> {
        let heading =
            |f: &std::sync::Arc<arrow_schema::Field>| Heading { name: f.name().clone(), kind: f.data_type().to_string() };
        let mut rows = Vec::new();
        for batch in batches {
            cells(batch, &mut rows)?;
        }
        let truncated = rows.len() > limit;
        rows.truncate(limit);
        let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        Ok(Self { columns: schema.fields().iter().map(heading).collect(), rows, truncated, elapsed_ms, tables })
    }
}

fn cells(batch: &RecordBatch, rows: &mut Vec<Vec<Option<String>>>) -> Result<()> {
    let options = FormatOptions::default();
    let formatters = batch.columns().iter().map(|c| ArrayFormatter::try_new(c.as_ref(), &options));
    let formatters = formatters.collect::<std::result::Result<Vec<_>, _>>().map_err(|e| Error::internal("showing rows", e))?;
    for at in 0..batch.num_rows() {
        let cell = |(i, f): (usize, &ArrayFormatter<'_>)| (!batch.column(i).is_null(at)).then(|| f.value(at).to_string());
        rows.push(formatters.iter().enumerate().map(cell).collect());
    }
    Ok(())
}
