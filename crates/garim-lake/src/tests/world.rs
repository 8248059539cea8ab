//! A shop's orders: buyer and seller, a protected name, a gender, a note that nobody has classified, an amount.

use std::sync::Arc;

use arrow_array::{
    Array, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray,
    cast::AsArray,
    types::{Int32Type, Int64Type},
};
use futures::TryStreamExt;
use garim_core::{
    Result,
    asset::ErasureAction,
    class::Class,
    name::{ColumnName, DatasetName, RunId, SubjectType},
    run::Counts,
    schema::{Column, LogicalType, Role, Schema, SchemaVersion},
    subject::{Kind, Pseudonym},
    time::Day,
};
use garim_ports::{Erase, Lake, Rows, Staged};

use super::vault::Seals;
use crate::{
    LocalLake,
    layout::{PartitionWriter, WrittenFiles, arrow_schema, open_sidecar, sealed_schema},
    table::{Manifest, TableAt, stored},
};

/// Buyer, seller, ordinal of the buyer's name, the buyer's gender, amount, note.
pub(super) type Order = (Option<u8>, Option<u8>, i32, &'static str, i64, &'static str);

pub(super) const MON: &str = "2020-10-26";
pub(super) const TUE: &str = "2020-10-27";

pub(super) struct World {
    pub(super) folder: tempfile::TempDir,
    pub(super) lake: LocalLake,
    pub(super) vault: Arc<Seals>,
}

pub(super) fn orders() -> DatasetName {
    DatasetName::new("shop", "주문").unwrap()
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn run(number: u128) -> RunId {
    RunId::new(uuid::Uuid::from_u128(number))
}

pub(super) fn person(number: u8) -> Pseudonym {
    Pseudonym::new([number; 16])
}

pub(super) fn name(text: &str) -> ColumnName {
    ColumnName::new(text).unwrap()
}

fn column(text: &str, logical: LogicalType, class: Class, role: Role) -> Column {
    Column { name: name(text), logical, required: false, optional: false, class, role }
}

pub(super) fn schema() -> SchemaVersion {
    let customer = || Role::Identifies(SubjectType::new("customer").unwrap());
    let of_buyer = |kind| Role::BelongsTo { of: Some(name("buyer")), kind: Kind::new(kind).unwrap() };
    let columns = vec![
        column("buyer", LogicalType::Integer, Class::Identifier, customer()),
        column("seller", LogicalType::Integer, Class::Identifier, customer()),
        column("name", LogicalType::String, Class::PiiName, of_buyer("name")),
        column("gender", LogicalType::String, Class::QuasiGender, of_buyer("gender")),
        column("amount", LogicalType::Integer, Class::None, Role::Neutral),
        column("note", LogicalType::String, Class::Unclassified, Role::Neutral),
    ];
    SchemaVersion { number: 1, schema: Schema { columns } }
}

/// One more plain column.
pub(super) fn evolved() -> SchemaVersion {
    let mut version = schema();
    version.number = 2;
    version.schema.columns.push(column("coupon", LogicalType::String, Class::None, Role::Neutral));
    version
}

pub(super) fn batches(schema: &SchemaVersion, orders: &[Order]) -> (RecordBatch, RecordBatch) {
    let person = |p: Option<u8>| p.map(|n| [n; 16]);
    let mut arrays: Vec<Arc<dyn Array>> = vec![
        Arc::new(BinaryArray::from_iter(orders.iter().map(|o| person(o.0)))),
        Arc::new(BinaryArray::from_iter(orders.iter().map(|o| person(o.1)))),
        Arc::new(Int32Array::from_iter_values(orders.iter().map(|o| o.2))),
        Arc::new(StringArray::from_iter_values(orders.iter().map(|o| o.3))),
        Arc::new(Int64Array::from_iter_values(orders.iter().map(|o| o.4))),
    ];
    let columns = arrow_schema(schema);
    if columns.fields().len() > arrays.len() {
        arrays.push(Arc::new(StringArray::from_iter_values(orders.iter().map(|_| "spring"))));
    }
    let notes: Arc<dyn Array> = Arc::new(StringArray::from_iter_values(orders.iter().map(|o| o.5)));
    (RecordBatch::try_new(columns, arrays).unwrap(), RecordBatch::try_new(sealed_schema(schema), vec![notes]).unwrap())
}

impl World {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lake = LocalLake::open(&folder.path().join(".garim")).unwrap();
        Self { folder, lake, vault: Arc::default() }
    }

    /// Every file below the state folder, relative to it.
    pub(super) fn files(&self) -> Vec<String> {
        let root = self.folder.path().join(".garim");
        let all = crate::disk::walk(&root).unwrap();
        all.iter().map(|p| p.strip_prefix(&root).unwrap().to_string_lossy().into_owned()).collect()
    }

    pub(super) async fn write(&self, schema: &SchemaVersion, on: &str, by: u128, orders_of_day: &[Order]) -> WrittenFiles {
        let mut writer =
            PartitionWriter::create(&self.lake, &orders(), day(on), run(by), schema, self.vault.clone()).await.unwrap();
        for some in orders_of_day.chunks(2) {
            let (rows, sealed) = batches(schema, some);
            writer.write(&rows, Some(&sealed)).await.unwrap();
        }
        writer.finish().await.unwrap()
    }

    /// Writes a day's partition on top of what is stored now, without publishing it.
    pub(super) async fn stage(&self, schema: &SchemaVersion, on: &str, by: u128, orders_of_day: &[Order]) -> Staged {
        let base = stored(&self.lake, &orders()).await.unwrap();
        let written = self.write(schema, on, by, orders_of_day).await;
        self.staged(schema, by, base.as_ref(), written)
    }

    pub(super) fn staged(&self, schema: &SchemaVersion, by: u128, base: Option<&TableAt>, written: WrittenFiles) -> Staged {
        Staged {
            dataset: orders(),
            run: run(by),
            job: "ingest:shop.order".to_owned(),
            sequence: by as i64,
            days: Vec::new(),
            counts: Counts::default(),
            contradictions: Vec::new(),
            profile: Vec::new(),
            freeze_epoch: 0,
            token: Manifest::new(schema, base, vec![written]).token().unwrap(),
        }
    }

    pub(super) async fn commit(&self, schema: &SchemaVersion, on: &str, by: u128, orders_of_day: &[Order]) -> i64 {
        let staged = self.stage(schema, on, by, orders_of_day).await;
        self.lake.commit(&staged).await.unwrap()
    }

    pub(super) async fn erase(&self, action: ErasureAction, who: &[u8]) -> Result<garim_ports::Rewritten> {
        let erase = Erase {
            dataset: orders(),
            schema: schema(),
            action,
            row_owner: Some(name("buyer")),
            pseudonyms: who.iter().map(|&n| person(n)).collect(),
            job: "erase:1".to_owned(),
        };
        self.lake.rewrite(&erase, self.vault.clone()).await
    }

    /// Every row of the newest version with its sealed note, as text, sorted.
    pub(super) async fn rows(&self) -> Vec<String> {
        let Some(table) = stored(&self.lake, &orders()).await.unwrap() else { return Vec::new() };
        let mut shown = Vec::new();
        for file in table.files() {
            let all: Vec<RecordBatch> = table.scan_file(file, arrow_schema(&schema())).stream.try_collect().await.unwrap();
            let sealed = open_sidecar(&self.lake, &orders(), file.day, &file.path, &*self.vault).await.unwrap().unwrap();
            let notes: Vec<String> = sealed.iter().flat_map(|b| text(b.column(0).as_string::<i32>())).collect();
            let rows: Vec<String> = all.iter().flat_map(show).collect();
            assert_eq!(rows.len(), notes.len(), "sidecar and file are aligned");
            shown.extend(rows.into_iter().zip(notes).map(|(row, note)| format!("{} {row} {note}", file.day.dt())));
        }
        shown.sort();
        shown
    }
}

fn text(array: &StringArray) -> Vec<String> {
    array.iter().map(|t| t.unwrap_or("-").to_owned()).collect()
}

fn who(array: &BinaryArray) -> Vec<String> {
    array.iter().map(|b| b.map_or("-".to_owned(), |b| b[0].to_string())).collect()
}

/// `buyer seller ordinal gender amount`.
fn show(batch: &RecordBatch) -> Vec<String> {
    let (buyer, seller) = (who(batch.column(0).as_binary()), who(batch.column(1).as_binary()));
    let ordinal = batch.column(2).as_primitive::<Int32Type>();
    let gender = text(batch.column(3).as_string());
    let amount = batch.column(4).as_primitive::<Int64Type>();
    let shown = |o: Option<i32>| o.map_or("-".to_owned(), |o| o.to_string());
    let row = |i: usize| {
        let ordinal = shown(ordinal.is_valid(i).then(|| ordinal.value(i)));
        format!("{} {} {ordinal} {} {}", buyer[i], seller[i], gender[i], amount.value(i))
    };
    (0..batch.num_rows()).map(row).collect()
}

pub(super) async fn collect(rows: Rows) -> Vec<RecordBatch> {
    rows.stream.try_collect().await.unwrap()
}
