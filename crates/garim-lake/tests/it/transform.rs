//! Rows that a query made: written as they are, or not at all.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray};
use garim_core::asset::DayRule;
use garim_ports::{Input, Rows, WritePlan};

use crate::{shop::plan, world::World};

fn dim() -> WritePlan {
    plan("mart.dim", &["d_uid integer identifier", "d_name string pii.name d_uid", "d_count integer none"], DayRule::Computed)
}

fn rows(batch: RecordBatch) -> Input {
    let schema = batch.schema();
    Input::Rows(Rows { schema, stream: Box::pin(futures::stream::iter([Ok(batch)])) })
}

fn batch(count: ArrayRef) -> RecordBatch {
    let ids = BinaryArray::from(vec![Some([7_u8; 16].as_slice()), None]);
    let names = Int32Array::from(vec![Some(0), None]);
    RecordBatch::try_from_iter([
        ("d_uid", Arc::new(ids) as ArrayRef),
        ("d_name", Arc::new(names) as ArrayRef),
        ("d_count", count),
    ])
    .unwrap()
}

#[tokio::test]
async fn physical_rows_are_written_for_the_plans_day() {
    let mut world = World::new();
    let done = world.stage(&dim(), rows(batch(Arc::new(Int64Array::from(vec![1, 2]))))).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1025".into(), "read 2, kept 2, nobody's 1".into()));
    let empty = batch(Arc::new(Int64Array::from(vec![1, 2]))).slice(0, 0);
    let done = world.stage(&dim(), rows(empty)).await.unwrap();
    assert_eq!(done.days(), "1025", "computed again, and empty now");
    assert_eq!(world.show(&dim()).await, "");
}

#[tokio::test]
async fn nothing_is_cast() {
    let mut world = World::new();
    let error = world.stage(&dim(), rows(batch(Arc::new(StringArray::from(vec!["1", "2"]))))).await.err().unwrap();
    assert_eq!(error.to_string(), "`mart.dim.d_count` is to be Int64, and the rows have Utf8");
}
