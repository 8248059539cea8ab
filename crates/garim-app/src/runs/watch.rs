//! Watches a source's rows as they stream past: a plan is made from a bounded look, and what comes later may be personal.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
};

use arrow_array::{Array, RecordBatch, cast::AsArray, types as t};
use arrow_schema::{DataType, TimeUnit};
use garim_core::{
    class::{Class, Classified, Treatment},
    name::ColumnName,
    schema::Schema,
};
use garim_pii::{Evidence, Finding};
use garim_ports::Watch;

use super::plan::{OVERRULES_NONE, needed};

/// Rows that are looked at one by one: a tenth of a second of work, and most tables are shorter.
const WHOLE_ROWS: u64 = 16_384;
/// Of later rows one in so many is looked at: a share of personal values is the same in one row of sixteen, and an ingest
/// shall not wait for its watcher.
const ONE_IN: u64 = 16;
/// Rows of a window: what is personal in one stretch of a source only must not drown in the rest.
const WINDOW_ROWS: u64 = 1_024;

/// Watches the columns that a plan leaves readable, or sealed because nobody has spoken.
pub(crate) struct Watcher(Mutex<Watched>);

struct Watched {
    rows: u64,
    /// Rows that were looked at.
    looked: u64,
    /// As many looked at, and all columns are judged by everything so far.
    judge_at: u64,
    columns: Vec<Column>,
    found: BTreeMap<ColumnName, Finding>,
}

/// One watched column.
struct Column {
    name: ColumnName,
    /// Its place in a batch.
    at: usize,
    holds: Class,
    /// How sure one must be.
    needed: f64,
    total: Evidence,
    window: Evidence,
}

impl Watcher {
    /// Over what a plan settled; `declared` is the contract's.
    pub(crate) fn new(schema: &Schema, settled: &[(ColumnName, Classified)], declared: &Schema) -> Self {
        let column = |(name, held): &(ColumnName, Classified)| {
            let readable = !matches!(held.class.treatment(), Treatment::Protected | Treatment::Identifier);
            let needed = needed(declared.column(name).map_or(Class::Unclassified, |c| c.class)).filter(|_| readable)?;
            let at = schema.columns.iter().position(|c| c.name == *name).filter(|_| !held.basis.is_person())?;
            let (total, window) = Default::default();
            Some(Column { name: name.clone(), at, holds: held.class, needed, total, window })
        };
        let columns = settled.iter().filter_map(column).collect();
        Self(Mutex::new(Watched { rows: 0, looked: 0, judge_at: WINDOW_ROWS, columns, found: BTreeMap::new() }))
    }

    /// What turned out more personal than the plan says.
    pub(crate) fn found(&self) -> BTreeMap<ColumnName, Finding> {
        self.with(|watched| watched.found.clone())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Watched) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Watch for Watcher {
    fn look(&self, rows: &RecordBatch) -> bool {
        self.with(|watched| watched.look(rows))
    }

    fn end(&self) -> bool {
        self.with(|watched| {
            watched.close_window();
            watched.judge();
            !watched.found.is_empty()
        })
    }
}

impl Watched {
    fn look(&mut self, rows: &RecordBatch) -> bool {
        let picked = self.pick(rows.num_rows());
        let mut left = picked.as_slice();
        while !left.is_empty() && !self.columns.is_empty() {
            let room = WINDOW_ROWS - self.looked % WINDOW_ROWS;
            let (now, later) = left.split_at(left.len().min(usize::try_from(room).unwrap_or(usize::MAX)));
            self.columns.iter_mut().for_each(|c| add(&mut c.window, rows.column(c.at).as_ref(), now));
            self.looked += now.len() as u64;
            if self.looked.is_multiple_of(WINDOW_ROWS) {
                self.close_window();
            }
            if self.looked >= self.judge_at {
                self.judge_at *= 2;
                self.judge();
            }
            left = later;
        }
        !self.found.is_empty()
    }

    /// The places of the rows that are looked at: all at first, then as if by chance, so that nothing that comes again and
    /// again in a source can stay out of sight.
    fn pick(&mut self, rows: usize) -> Vec<usize> {
        let first = self.rows;
        self.rows += rows as u64;
        let by_chance = |row: u64| row.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(20).is_multiple_of(ONE_IN);
        (first..).zip(0..rows).filter(|(row, _)| *row < WHOLE_ROWS || by_chance(*row)).map(|(_, at)| at).collect()
    }

    /// Judges a stretch of rows by itself: only values with a form of their own are believed on so little.
    fn close_window(&mut self) {
        let mut found = Vec::new();
        for column in &mut self.columns {
            let window = std::mem::take(&mut column.window);
            if let Some(told) = garim_pii::verdict(column.name.as_str(), &window)
                && told.kind.has_own_form()
                && told.confidence >= OVERRULES_NONE
            {
                let evidence = format!("in one stretch of the rows {}", told.evidence);
                found.push((column.name.clone(), Finding { evidence, ..told }));
            }
            column.total.merge(&window);
        }
        self.keep(found);
    }

    /// Judges all columns by everything that was seen of them, beside each other.
    fn judge(&mut self) {
        let columns: Vec<(&str, &Evidence)> = self.columns.iter().map(|c| (c.name.as_str(), &c.total)).collect();
        let told = garim_pii::verdicts(&columns);
        let found = self.columns.iter().zip(told).filter_map(|(c, told)| Some((c.name.clone(), told?)));
        let found = found.collect();
        self.keep(found);
    }

    /// Keeps what is sure enough and stricter than what holds and what was found before.
    fn keep(&mut self, found: Vec<(ColumnName, Finding)>) {
        for (name, told) in found {
            let Some(column) = self.columns.iter().find(|c| c.name == name) else { continue };
            let news = column.holds == Class::Unclassified || told.class.strictness() > column.holds.strictness();
            let before = self.found.get(&name).map(|f| (f.class.strictness(), f.confidence));
            let more = before.is_none_or(|before| (told.class.strictness(), told.confidence) > before);
            if told.confidence >= column.needed && news && more {
                self.found.insert(name, told);
            }
        }
    }
}

/// Adds the values of some rows as text. Truth values tell nothing of anybody.
fn add(evidence: &mut Evidence, column: &dyn Array, rows: &[usize]) {
    let mut text = String::new();
    let mut each = |write: &dyn Fn(&mut String, usize) -> std::fmt::Result| {
        for row in rows {
            text.clear();
            // Writing into memory does not fail.
            let written = !column.is_null(*row) && write(&mut text, *row).is_ok();
            evidence.add(written.then_some(text.as_str()));
        }
    };
    match column.data_type() {
        DataType::Utf8 => {
            let column = column.as_string::<i32>();
            rows.iter().for_each(|row| evidence.add((!column.is_null(*row)).then(|| column.value(*row))));
        }
        DataType::Int64 => each(&|text, row| write!(text, "{}", column.as_primitive::<t::Int64Type>().value(row))),
        DataType::Float64 => each(&|text, row| write!(text, "{}", column.as_primitive::<t::Float64Type>().value(row))),
        DataType::Decimal128(_, _) => each(&|text, row| {
            let exact = column.as_primitive::<t::Decimal128Type>().value_as_string(row);
            text.write_str(exact.trim_end_matches('0').trim_end_matches('.'))
        }),
        DataType::Date32 => each(&|text, row| {
            let day = column.as_primitive::<t::Date32Type>().value_as_date(row);
            day.map_or(Ok(()), |day| write!(text, "{day}"))
        }),
        DataType::Timestamp(TimeUnit::Microsecond, _) => each(&|text, row| {
            let at = column.as_primitive::<t::TimestampMicrosecondType>().value_as_datetime(row);
            at.map_or(Ok(()), |at| write!(text, "{at}"))
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, StringArray};
    use garim_core::{
        class::Basis,
        schema::{LogicalType, Role},
        time::Timestamp,
    };

    use super::*;

    fn name(text: &str) -> ColumnName {
        ColumnName::new(text).unwrap()
    }

    /// A table of columns that are declared, and settled, so.
    fn watcher(columns: &[(&str, Class, Class)]) -> Watcher {
        let column = |(n, declared, _): &(&str, Class, Class)| garim_core::schema::Column {
            name: name(n),
            logical: LogicalType::String,
            required: false,
            optional: false,
            class: *declared,
            role: Role::Neutral,
        };
        let schema = Schema { columns: columns.iter().map(column).collect() };
        let at = Timestamp::from_micros(1);
        let held = |(n, _, class): &(&str, Class, Class)| (name(n), Classified { class: *class, basis: Basis::Contract, at });
        Watcher::new(&schema, &columns.iter().map(held).collect::<Vec<_>>(), &schema)
    }

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter(columns).unwrap()
    }

    fn texts(rows: std::ops::Range<usize>, text: impl Fn(usize) -> String) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.map(text)))
    }

    /// What is found of one column that is declared `none`, after so many batches.
    fn found(values: impl Fn(usize) -> String, batches: usize, rows: usize) -> Vec<String> {
        let watcher = watcher(&[("extra", Class::None, Class::None)]);
        for at in 0..batches {
            watcher.look(&batch(vec![("extra", texts(at * rows..(at + 1) * rows, &values))]));
        }
        watcher.end();
        watcher.found().into_iter().map(|(column, f)| format!("{column}: {}", f.class)).collect()
    }

    fn rrn(row: usize) -> String {
        format!("{:02}{:02}{:02}-{}{:06}", row % 60 + 40, row % 12 + 1, row % 28 + 1, row % 2 + 1, row % 1_000_000)
    }

    #[test]
    fn what_comes_late_is_found_however_it_comes() {
        let code = |row: usize| format!("SKU-{row}");
        let mail = |row: usize| format!("k{row}@x.io");
        assert_eq!(found(|row| if row < 10_000 { code(row) } else { mail(row) }, 1, 20_000), ["extra: pii.email"]);
        assert_eq!(found(|row| if row < 10_000 { code(row) } else { rrn(row) }, 1, 20_000), ["extra: pii.national_id"]);
        assert_eq!(found(|row| if row < 190_000 { code(row) } else { mail(row) }, 7, 30_000), ["extra: pii.email"]);
        assert!(found(code, 7, 30_000).is_empty());
    }

    #[test]
    fn later_rows_are_looked_at_in_part_and_evenly() {
        let mut watched = watcher(&[]).0.into_inner().unwrap();
        assert_eq!(watched.pick(16_384).len(), 16_384);
        let later = watched.pick(100_000);
        assert!((5_500..7_000).contains(&later.len()), "{}", later.len());
        let even = later.iter().filter(|row| **row % 2 == 0).count();
        assert!((later.len() / 3..later.len() * 2 / 3).contains(&even), "{even} of {}", later.len());
    }

    #[test]
    fn what_somebody_has_spoken_of_is_not_watched() {
        let watcher = watcher(&[
            ("declared", Class::PiiName, Class::PiiName),
            ("plain", Class::None, Class::None),
            ("sealed", Class::Unclassified, Class::Unclassified),
        ]);
        let mails = || texts(0..100, |row| format!("k{row}@x.io"));
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values((0..100).map(|row| row * 7 % 50)));
        watcher.look(&batch(vec![("declared", mails()), ("plain", numbers), ("sealed", mails())]));
        assert!(watcher.end());
        assert_eq!(watcher.found().keys().map(ColumnName::as_str).collect::<Vec<_>>(), ["sealed"]);
    }
}
