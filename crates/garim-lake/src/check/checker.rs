//! Takes rows one by one, gives typed batches, and keeps what contradicts as it came.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{Field as ArrowField, Schema, SchemaRef};
use garim_core::{
    Error, Result,
    class::Treatment,
    schema::{Column, Contradiction, LogicalType, Reason, SchemaVersion},
    subject::SubjectId,
};

use super::{
    Header, Value,
    builder::{Builder, logical_type},
    parse::{Parsed, epoch, parse},
};

/// Rows of a batch: enough that a question to the vault is worth asking, few enough to hold several.
const BATCH_ROWS: usize = 32_768;
/// Bytes of a batch, for tables with long texts.
const BATCH_BYTES: usize = 16 * 1024 * 1024;

/// A field of a row that is not let in: `None` for null.
pub(crate) type Field = Option<Vec<u8>>;

/// A row as the source gave it: it contradicts, or the whole batch does.
#[derive(Debug, Clone)]
pub(crate) struct RawRow {
    /// Line or ordinal.
    pub(crate) number: u64,
    /// In the source's order.
    pub(crate) fields: Vec<Field>,
    /// What is wrong with it; empty where only the batch is.
    pub(crate) contradictions: Vec<Contradiction>,
    /// Its event time, where it can be read.
    pub(crate) epoch: Option<i64>,
    /// Whom it names, where that can be read.
    pub(crate) subjects: Vec<SubjectId>,
}

/// Some rows of one file.
#[derive(Debug, Clone)]
pub(crate) struct SourceBatch {
    /// The file or table.
    pub(crate) file: Arc<str>,
    /// Its columns as it spells them.
    pub(crate) names: Arc<Vec<String>>,
    /// The rows that fit, with all columns of the schema, before protection.
    pub(crate) rows: RecordBatch,
    /// Their lines or ordinals.
    pub(crate) numbers: Vec<u64>,
    /// Their event times; empty without an event-time column.
    pub(crate) epochs: Vec<i64>,
    /// The rows that do not fit.
    pub(crate) raw: Vec<RawRow>,
    /// What is wrong with the file as a whole.
    pub(crate) contradictions: Vec<Contradiction>,
}

/// Checks the rows of one file or table after the other.
pub(crate) struct Checker {
    columns: Vec<Column>,
    schema: SchemaRef,
    /// The event-time column's place in the schema.
    day: Option<usize>,
    /// Every row is wanted as it came, fit or not.
    everything_raw: bool,
    file: Arc<str>,
    names: Arc<Vec<String>>,
    header: Header,
    builders: Vec<Builder>,
    numbers: Vec<u64>,
    epochs: Vec<i64>,
    raw: Vec<RawRow>,
    bytes: usize,
}

impl Checker {
    /// For a schema; `day` is the place of the event-time column in it.
    pub(crate) fn new(version: &SchemaVersion, day: Option<usize>, everything_raw: bool) -> Self {
        let columns = version.schema.columns.clone();
        let fields: Vec<_> = columns.iter().map(|c| ArrowField::new(c.name.as_str(), logical_type(c.logical), true)).collect();
        Self {
            builders: columns.iter().map(|c| Builder::new(c.logical)).collect(),
            schema: Arc::new(Schema::new(fields)),
            columns,
            day,
            everything_raw,
            file: Arc::from(""),
            names: Arc::default(),
            header: Header { names: Vec::new(), places: Vec::new(), contradictions: Vec::new() },
            numbers: Vec::new(),
            epochs: Vec::new(),
            raw: Vec::new(),
            bytes: 0,
        }
    }

    /// A new file begins; what was taken of the one before must have been finished.
    pub(crate) fn begin(&mut self, file: &str, header: Header) {
        self.file = Arc::from(file);
        self.names = Arc::new(header.names.clone());
        self.header = header;
    }

    /// Whether it is time to finish a batch.
    pub(crate) fn full(&self) -> bool {
        self.numbers.len() + self.raw.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }

    /// Takes one row, with its fields in the file's order.
    pub(crate) fn row(&mut self, number: u64, fields: &[Value<'_>]) {
        self.bytes += fields.iter().map(Value::weight).sum::<usize>();
        if fields.len() != self.header.names.len() {
            let reason = Reason::RaggedRow { expected: self.header.names.len(), found: fields.len() };
            let against = vec![self.contradiction(number, None, reason)];
            return self.raw.push(RawRow {
                number,
                fields: fields.iter().map(Value::raw).collect(),
                contradictions: against,
                epoch: None,
                subjects: Vec::new(),
            });
        }
        let mut parsed = Vec::with_capacity(self.columns.len());
        let mut wrong: Vec<(usize, Reason)> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let value = self.header.places.get(at).copied().flatten().map_or(Value::Null, |place| fields[place]);
            match judge(column, &value) {
                Ok(p) => parsed.push(p),
                Err(reason) => wrong.push((at, reason)),
            }
        }
        let event = self.day.map(|day| (day, self.header.places.get(day).copied().flatten().and_then(|p| epoch(&fields[p]))));
        if let Some((day, None)) = event
            && !wrong.iter().any(|(at, _)| *at == day)
        {
            wrong.push((day, Reason::NoDay));
        }
        let event = event.and_then(|(_, at)| at);
        if !wrong.is_empty() || self.everything_raw {
            return self.keep_raw(number, fields, wrong, event);
        }
        self.builders.iter_mut().zip(parsed).for_each(|(builder, value)| builder.append(value));
        self.numbers.push(number);
        self.epochs.extend(event);
    }

    fn keep_raw(&mut self, number: u64, fields: &[Value<'_>], wrong: Vec<(usize, Reason)>, epoch: Option<i64>) {
        let against = wrong.into_iter().map(|(at, reason)| self.contradiction(number, Some(at), reason)).collect();
        let subjects = self.columns.iter().zip(&self.header.places).filter_map(|(column, place)| {
            let value = place.map_or(Value::Null, |p| fields[p]);
            subject(column, &parse(column.logical, &value).ok()?)
        });
        self.raw.push(RawRow {
            number,
            fields: fields.iter().map(Value::raw).collect(),
            contradictions: against,
            epoch,
            subjects: subjects.collect(),
        });
    }

    fn contradiction(&self, row: u64, column: Option<usize>, reason: Reason) -> Contradiction {
        let column = column.map(|at| self.columns[at].name.to_string());
        Contradiction { file: self.file.to_string(), row: Some(row), column, reason }
    }

    /// What was taken since the last batch, with what is wrong with the file where it was not said yet.
    pub(crate) fn finish(&mut self) -> Result<SourceBatch> {
        let columns = self.builders.iter_mut().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.numbers.len()));
        let rows = RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)
            .map_err(|e| Error::internal("building a batch", e))?;
        self.bytes = 0;
        Ok(SourceBatch {
            file: self.file.clone(),
            names: self.names.clone(),
            rows,
            numbers: std::mem::take(&mut self.numbers),
            epochs: std::mem::take(&mut self.epochs),
            raw: std::mem::take(&mut self.raw),
            contradictions: std::mem::take(&mut self.header.contradictions),
        })
    }
}

fn judge<'a>(column: &Column, value: &Value<'a>) -> Result<Parsed<'a>, Reason> {
    let wrong = |found| Reason::WrongType { expected: column.logical.as_str().to_owned(), found };
    let parsed = parse(column.logical, value).map_err(wrong)?;
    if column.required && parsed == Parsed::Null {
        return Err(Reason::MissingRequired);
    }
    if column.treatment() == Treatment::Identifier && unreadable(&parsed) {
        return Err(Reason::UnreadableSubject);
    }
    Ok(parsed)
}

/// Whether an identifier names nobody although it is not null.
fn unreadable(id: &Parsed<'_>) -> bool {
    match id {
        Parsed::Integer(id) => *id < 0,
        // NFC lengthens a text to at most three times its bytes.
        Parsed::Text(id) => id.trim().is_empty() || id.len() > garim_core::subject::MAX_SUBJECT_ID_BYTES / 3 && too_long(id),
        _ => false,
    }
}

fn too_long(id: &str) -> bool {
    let Ok(kind) = garim_core::name::SubjectType::new("any") else { return false };
    SubjectId::from_text(kind, id).is_err()
}

fn subject(column: &Column, id: &Parsed<'_>) -> Option<SubjectId> {
    let garim_core::schema::Role::Identifies(kind) = &column.role else { return None };
    if column.treatment() != Treatment::Identifier {
        return None;
    }
    match (id, column.logical) {
        (Parsed::Integer(id), LogicalType::Integer) if *id >= 0 => Some(SubjectId::from_integer(kind.clone(), *id)),
        (Parsed::Text(id), LogicalType::String) => SubjectId::from_text(kind.clone(), id).ok(),
        _ => None,
    }
}
