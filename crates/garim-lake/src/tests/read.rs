use std::collections::BTreeSet;

use arrow_array::{RecordBatch, RecordBatchOptions, cast::AsArray};
use arrow_schema::DataType;
use futures::StreamExt;
use garim_core::Error;
use garim_ports::Lake;

use super::world::{MON, TUE, World, batches, collect, day, evolved, name, orders, run, schema};
use crate::layout::{PartitionWriter, arrow_schema};

#[tokio::test]
async fn a_column_that_came_later_is_null_in_older_days() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    let old = world.lake.table(&orders(), None).await.unwrap().unwrap();
    world.commit(&evolved(), TUE, 2, &[(Some(2), None, 0, "f", 20, "y")]).await;
    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();

    let batches = collect(table.scan(None, &[name("coupon")], true).unwrap()).await;
    let shown: Vec<_> = batches
        .iter()
        .flat_map(|b| b.column(1).as_string::<i32>().iter().zip(b.column(0).as_string::<i32>().iter()).collect::<Vec<_>>())
        .collect();
    assert_eq!(shown, [(Some("20201026"), None), (Some("20201027"), Some("spring"))]);

    assert!(matches!(old.scan(None, &[name("coupon")], false), Err(Error::NotFound { .. })));
    let known = collect(old.scan_as(None, arrow_schema(&evolved()), false).unwrap()).await;
    assert_eq!(known[0].column(5).null_count(), 1);
}

#[tokio::test]
async fn a_scan_reads_the_days_and_columns_that_were_asked_for() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    world.commit(&schema(), TUE, 2, &[(Some(2), None, 0, "m", 20, "y"), (Some(3), None, 0, "m", 30, "y")]).await;
    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();
    let tuesday = Some(BTreeSet::from([day(TUE)]));

    let rows = table.scan(tuesday.clone(), &[name("amount"), name("buyer")], false).unwrap();
    let types: Vec<_> = rows.schema.fields().iter().map(|f| f.data_type().clone()).collect();
    assert_eq!(types, [DataType::Int64, DataType::Binary]);
    assert_eq!(collect(rows).await.iter().map(|b| b.num_rows()).sum::<usize>(), 2);

    let counted = collect(table.scan(tuesday, &[], false).unwrap()).await;
    assert_eq!(counted.iter().map(|b| b.num_rows()).sum::<usize>(), 2, "no column at all still counts");
}

#[tokio::test]
async fn a_version_is_read_as_it_was() {
    let world = World::new();
    let first = world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    world.commit(&schema(), MON, 2, &[(Some(1), None, 0, "f", 10, "x"), (Some(2), None, 0, "f", 20, "y")]).await;
    let table = world.lake.table(&orders(), Some(first)).await.unwrap().unwrap();
    assert_eq!((table.version(), table.rows_of(day(MON))), (first, Some(1)));
    assert!(matches!(world.lake.table(&orders(), Some(99)).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn batches_are_bounded_and_a_reader_may_stop_early() {
    let world = World::new();
    let many: Vec<_> = (0..20_000).map(|i| (Some((i % 200) as u8), None, 0, "f", i, "x")).collect();
    world.commit(&schema(), MON, 1, &many).await;
    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();
    let sizes: Vec<usize> =
        collect(table.scan(None, &[name("amount")], false).unwrap()).await.iter().map(|b| b.num_rows()).collect();
    assert_eq!((sizes.iter().sum::<usize>(), sizes.iter().max()), (20_000, Some(&8_192)));
    let mut stream = table.scan(None, &[name("amount")], false).unwrap().stream;
    assert!(stream.next().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_table_whose_every_column_waits_for_its_class_still_counts_its_rows() {
    let world = World::new();
    let mut unclassified = schema();
    unclassified.schema.columns.retain(|c| c.name.as_str() == "note");
    let mut writer =
        PartitionWriter::create(&world.lake, &orders(), day(MON), run(1), &unclassified, world.vault.clone()).await.unwrap();
    let (_, notes) = batches(&schema(), &[(None, None, 0, "f", 1, "x"), (None, None, 0, "f", 1, "y")]);
    let options = RecordBatchOptions::new().with_row_count(Some(2));
    let rows = RecordBatch::try_new_with_options(arrow_schema(&unclassified), Vec::new(), &options).unwrap();
    writer.write(&rows, Some(&notes)).await.unwrap();
    let written = writer.finish().await.unwrap();
    world.lake.commit(&world.staged(&unclassified, 1, None, written)).await.unwrap();

    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();
    let counted = collect(table.scan(None, &[], true).unwrap()).await;
    assert_eq!(counted.iter().map(|b| b.num_rows()).sum::<usize>(), 2);
}

#[tokio::test]
async fn a_run_that_writes_twice_never_overwrites_a_published_file() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    world.write(&schema(), MON, 1, &[(Some(2), None, 0, "f", 20, "y")]).await;
    assert_eq!(world.rows().await, ["20201026 1 - 0 f 10 x"]);
}
