use futures::TryStreamExt;
use garim_core::asset::ErasureAction;
use garim_ports::Lake;

use super::world::{MON, Order, TUE, World, orders, person, schema};

const MONDAY: [Order; 4] = [
    (Some(1), Some(9), 0, "f", 10, "ring twice"),
    (Some(2), Some(1), 0, "m", 20, "by hand"),
    (Some(3), Some(9), 1, "f", 30, "no"),
    (None, Some(9), 0, "f", 40, "cash"),
];
const TUESDAY: [Order; 1] = [(Some(3), Some(9), 0, "f", 50, "late")];

async fn filled() -> World {
    let world = World::new();
    world.commit(&schema(), MON, 1, &MONDAY).await;
    world.commit(&schema(), TUE, 2, &TUESDAY).await;
    world
}

#[tokio::test]
async fn locating_names_files_and_counts_rows() {
    let world = filled().await;
    let links = world.lake.locate(&orders(), &schema(), &[person(1)]).await.unwrap();
    assert_eq!(links.iter().map(|l| (l.dt.as_str(), l.rows)).collect::<Vec<_>>(), [("20201026", 2)]);
    assert!(world.lake.locate(&orders(), &schema(), &[person(77)]).await.unwrap().is_empty());
}

#[tokio::test]
async fn delete_removes_the_owners_rows_and_anonymises_the_person_elsewhere() {
    let world = filled().await;
    let done = world.erase(ErasureAction::Delete, &[1]).await.unwrap();
    assert_eq!((done.version, done.files, done.rows), (2, 1, 2));
    assert_eq!(
        world.rows().await,
        [
            "20201026 - 9 0 f 40 cash",
            "20201026 2 - 0 m 20 -", // person 1 sold this: the buyer's columns stay, the note could be about either
            "20201026 3 9 1 f 30 no",
            "20201027 3 9 0 f 50 late",
        ]
    );
}

#[tokio::test]
async fn anonymise_keeps_every_row_and_what_is_nobodys() {
    let world = filled().await;
    let done = world.erase(ErasureAction::Anonymise, &[1, 3]).await.unwrap();
    assert_eq!((done.files, done.rows), (2, 4));
    assert_eq!(
        world.rows().await,
        [
            "20201026 - 9 - - 10 -",
            "20201026 - 9 - - 30 -",
            "20201026 - 9 0 f 40 cash",
            "20201026 2 - 0 m 20 -",
            "20201027 - 9 - - 50 -",
        ]
    );
}

#[tokio::test]
async fn a_second_rewrite_finds_nothing_and_publishes_nothing() {
    let world = filled().await;
    let first = world.erase(ErasureAction::Anonymise, &[1]).await.unwrap();
    let second = world.erase(ErasureAction::Anonymise, &[1]).await.unwrap();
    assert_eq!((second.version, second.files, second.rows), (first.version, 0, 0));
    let third = world.erase(ErasureAction::Anonymise, &[2]).await.unwrap();
    assert_eq!(third.version, first.version + 1);
    let committed = world.lake.committed(&orders(), "erase:1").await.unwrap().unwrap();
    assert_eq!((committed.sequence, committed.version), (2, third.version));
}

#[tokio::test]
async fn a_partition_whose_every_row_goes_is_empty_but_there() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &MONDAY[..1]).await;
    world.erase(ErasureAction::Delete, &[1]).await.unwrap();
    let partitions = world.lake.partitions(&orders()).await.unwrap();
    assert_eq!(partitions.iter().map(|p| (p.rows, p.files)).collect::<Vec<_>>(), [(0, 1)]);
}

#[tokio::test]
async fn reading_back_finds_the_old_files_until_the_purge() {
    let world = filled().await;
    let found = async |who| world.lake.read_back(&orders(), &schema(), &[person(who)]).await.unwrap();
    assert_eq!((found(1).await.files, found(1).await.rows, found(1).await.found), (2, 5, 2));
    world.erase(ErasureAction::Delete, &[1]).await.unwrap();
    assert_eq!(found(1).await.found, 2, "the former version's file is still there");
    world.lake.purge(&orders(), world.vault.clone()).await.unwrap();
    assert_eq!((found(1).await.files, found(1).await.rows, found(1).await.found), (2, 4, 0));
    assert_eq!(found(3).await.found, 2, "others are untouched");
}

#[tokio::test]
async fn a_scan_that_began_before_reads_what_it_began_with() {
    let world = filled().await;
    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();
    let rows = table.scan(None, &[super::world::name("amount")], false).unwrap();
    drop(table);
    world.erase(ErasureAction::Delete, &[1]).await.unwrap();
    let batches: Vec<_> = rows.stream.try_collect().await.unwrap();
    assert_eq!(batches.iter().map(|b| b.num_rows()).sum::<usize>(), 5);
}

#[tokio::test]
async fn a_rewrite_that_died_left_the_old_version_and_is_done_again() {
    let world = filled().await;
    let before = world.rows().await;
    let left_over = world.lake.table_folder(&orders()).join(format!("dt=20201026/part-{}-0-v2.parquet", super::world::run(1)));
    std::fs::write(&left_over, "half a file").unwrap();
    assert_eq!(world.rows().await, before);
    world.erase(ErasureAction::Delete, &[1]).await.unwrap();
    assert_eq!(world.rows().await.len(), 4);
}

#[tokio::test]
async fn a_data_file_that_cannot_be_decoded_is_never_certified_over() {
    let world = filled().await;
    std::fs::write(world.lake.table_folder(&orders()).join("dt=20201026/part-x.parquet"), "half a file").unwrap();
    assert!(world.lake.read_back(&orders(), &schema(), &[person(1)]).await.is_err());
}
