//! Rows of a governed query.

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use garim_core::{Error, Result};
use serde_json::{Map, Value};

/// What null looks like in a table.
const NULL: &str = "∅";

/// Rows as a table, at most `limit`; whether there were more.
pub fn sql_table(batches: &[RecordBatch], limit: usize) -> Result<(String, bool)> {
    let heading: Vec<String> = names(batches);
    let (rows, more) = texts(batches, limit)?;
    let cells =
        rows.into_iter().map(|r| r.into_iter().map(|c| c.unwrap_or_else(|| NULL.to_owned())).collect()).collect::<Vec<_>>();
    Ok((super::table(&heading.iter().map(String::as_str).collect::<Vec<_>>(), &cells), more))
}

/// Rows as JSON objects; numbers stay text where JSON would lose digits.
pub fn sql_json(batches: &[RecordBatch], limit: usize) -> Result<(Vec<Value>, bool)> {
    let heading = names(batches);
    let (rows, more) = texts(batches, limit)?;
    let object = |row: Vec<Option<String>>| {
        let fields = heading.iter().cloned().zip(row.into_iter().map(|c| c.map_or(Value::Null, Value::String)));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    Ok((rows.into_iter().map(object).collect(), more))
}

fn names(batches: &[RecordBatch]) -> Vec<String> {
    batches.first().map(|b| b.schema().fields().iter().map(|f| f.name().clone()).collect()).unwrap_or_default()
}

type Texts = Vec<Vec<Option<String>>>;

fn texts(batches: &[RecordBatch], limit: usize) -> Result<(Texts, bool)> {
    let options = FormatOptions::default();
    let mut rows = Vec::new();
    for batch in batches {
        let columns = batch.columns().iter().map(|c| ArrayFormatter::try_new(c.as_ref(), &options));
        let columns = columns.collect::<std::result::Result<Vec<_>, _>>().map_err(|e| Error::internal("showing rows", e))?;
        for at in 0..batch.num_rows() {
            if rows.len() == limit {
                return Ok((rows, true));
            }
            let cell = |(i, c): (usize, &ArrayFormatter<'_>)| (!batch.column(i).is_null(at)).then(|| c.value(at).to_string());
            rows.push(columns.iter().enumerate().map(cell).collect());
        }
    }
    Ok((rows, false))
}
