//! Stored batches → what is shown, at the scan: nothing above ever meets a value that the view hides.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StringArray, cast::AsArray};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use garim_core::{Error, Result, view::Mask};
use garim_lake::layout::PARTITION;
use garim_ports::Vault;

use super::{Shown, ViewColumn, reveal};

/// The columns that one scan is to give, in order; `None` stands for `dt`.
#[derive(Clone)]
pub(crate) struct Masking {
    columns: Vec<Option<ViewColumn>>,
    vault: Option<Arc<dyn Vault>>,
    output: SchemaRef,
    stored: SchemaRef,
}

impl Masking {
    /// For these columns. Without a vault only what the lake stores can be shown.
    pub fn new(columns: Vec<Option<ViewColumn>>, vault: Option<Arc<dyn Vault>>, all: &[ViewColumn]) -> Self {
        let partition = || Field::new(PARTITION, DataType::Utf8, true);
        let output: Vec<Field> = columns.iter().map(|c| c.as_ref().map_or_else(partition, ViewColumn::field)).collect();
        let mut stored: Vec<Field> = Vec::new();
        for name in columns.iter().flatten().flat_map(ViewColumn::reads) {
            let of = all.iter().chain(columns.iter().flatten()).find(|c| c.name == name);
            let known = stored.iter().any(|f| f.name() == name.as_str());
            if let Some(column) = of.filter(|_| !known) {
                stored.push(Field::new(column.name.as_str(), column.stored.clone(), true));
            }
        }
        Self { columns, vault, output: Arc::new(Schema::new(output)), stored: Arc::new(Schema::new(stored)) }
    }

    /// The schema of what is shown.
    pub fn output(&self) -> &SchemaRef {
        &self.output
    }

    /// The stored columns that are read for it, without `dt`.
    pub fn stored(&self) -> &SchemaRef {
        &self.stored
    }

    /// Whether `dt` is asked for.
    pub fn with_day(&self) -> bool {
        self.columns.iter().any(Option::is_none)
    }

    /// Shows one batch.
    pub async fn show(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let mut arrays = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            arrays.push(match column {
                None => stored(batch, PARTITION)?,
                Some(column) => self.column(batch, column).await?,
            });
        }
        let rows = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(self.output.clone(), arrays, &rows).map_err(|_| broken())
    }

    async fn column(&self, batch: &RecordBatch, column: &ViewColumn) -> Result<ArrayRef> {
        let value = stored(batch, column.name.as_str())?;
        match &column.shown {
            Shown::AsStored => Ok(value),
            Shown::Hex => Ok(Arc::new(hex(&value)?)),
            Shown::Hidden => Ok(Arc::new(
                (0..value.len()).map(|row| value.is_valid(row).then(|| Mask::Full.apply(""))).collect::<StringArray>(),
            )),
            Shown::Masked(mask) => masked_text(&value, *mask),
            Shown::Revealed { of, kind, mask } => {
                let vault = self.vault.as_ref().ok_or_else(broken)?;
                let ordinals = (of != &column.name).then_some(&value);
                let texts = reveal::texts(vault.as_ref(), &stored(batch, of.as_str())?, ordinals, kind).await?;
                match mask {
                    Some(mask) => Ok(Arc::new(masked(texts, *mask))),
                    None => reveal::typed(texts, column.logical, column.field().data_type()),
                }
            }
        }
    }
}

pub(super) fn broken() -> Error {
    Error::internal("reading a table", "a batch does not have the columns of its table")
}

fn stored(batch: &RecordBatch, name: &str) -> Result<ArrayRef> {
    batch.column_by_name(name).cloned().ok_or_else(broken)
}

fn hex(value: &ArrayRef) -> Result<StringArray> {
    let bytes = value.as_binary_opt::<i32>().ok_or_else(broken)?;
    let digits = |b: &[u8]| b.iter().map(|b| format!("{b:02x}")).collect::<String>();
    Ok(bytes.iter().map(|v| v.map(digits)).collect())
}

fn masked_text(value: &ArrayRef, mask: Mask) -> Result<ArrayRef> {
    let safe = CastOptions { safe: true, ..CastOptions::default() };
    let text = cast_with_options(value, &DataType::Utf8, &safe).map_err(|_| broken())?;
    let text = text.as_string_opt::<i32>().ok_or_else(broken)?;
    Ok(Arc::new(text.iter().map(|v| v.map(|t| mask.apply(t))).collect::<StringArray>()))
}

fn masked(texts: Vec<Option<String>>, mask: Mask) -> StringArray {
    texts.into_iter().map(|text| text.map(|t| mask.apply(&t))).collect()
}
