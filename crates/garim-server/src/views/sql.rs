//! Rows of a governed query.

use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, Schema};
use garim_core::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// A sight and its mask, in words.
type Sighted = Option<(&'static str, Option<&'static str>)>;

/// A column of an answer.
#[derive(Serialize, ToSchema)]
struct Heading {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    /// `clear`, `masked`, `pseudonym`: what is seen of the column of this name in the tables; null for what was computed.
    sight: Option<String>,
    /// Such as `last4`, if masked.
    mask: Option<String>,
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
        (tables, sights): (Vec<String>, Vec<Sighted>),
        elapsed: Duration,
    ) -> Result<Self> {
        let heading = |(f, seen): (&std::sync::Arc<arrow_schema::Field>, Sighted)| Heading {
            name: f.name().clone(),
            kind: kind(f.data_type()),
            sight: seen.map(|(sight, _)| sight.to_owned()),
            mask: seen.and_then(|(_, mask)| mask).map(str::to_owned),
        };
        let mut rows = Vec::new();
        for batch in batches {
            cells(batch, &mut rows)?;
        }
        let truncated = rows.len() > limit;
        rows.truncate(limit);
        let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        Ok(Self { columns: schema.fields().iter().zip(sights).map(heading).collect(), rows, truncated, elapsed_ms, tables })
    }
}

/// A type as contracts call it.
fn kind(of: &DataType) -> String {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "string".to_owned(),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => "number".to_owned(),
        DataType::Decimal128(..) | DataType::Decimal256(..) => "decimal".to_owned(),
        DataType::Date32 | DataType::Date64 => "date".to_owned(),
        DataType::Timestamp(..) => "timestamp".to_owned(),
        other if other.is_integer() => "integer".to_owned(),
        other => other.to_string().to_lowercase(),
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
