use std::{path::Path, time::Duration};

use garim_core::{asset::ErasureAction, time::Day};
use garim_ports::{Lake, SealScope};

use super::world::{MON, Order, TUE, World, day, orders, run, schema};
use crate::{disk, layout::SealedWriter};

const ONE: Order = (Some(0xA1), Some(0xB2), 0, "f", 10, "ring twice");
const TWO: Order = (Some(0xC3), None, 0, "m", 20, "by hand");

async fn quarantine(world: &World, on: Day, by: u128) {
    let file = disk::quarantine_name(on, run(by));
    let path = world.lake.sealed_folder(&orders()).join(disk::QUARANTINE).join(&file);
    let scope = SealScope { dataset: orders(), day: on, file };
    let mut writer = SealedWriter::create(&path, &scope, &*world.vault).await.unwrap();
    writer.append(b"1,broken row").unwrap();
    writer.finish().unwrap();
}

/// Whether any file below holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let all = disk::walk(folder).unwrap();
    let found = all.iter().filter(|p| std::fs::read(p).unwrap().windows(bytes.len()).any(|w| w == bytes));
    found.map(|p| p.display().to_string()).collect()
}

#[tokio::test]
async fn only_what_the_newest_version_names_is_left() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[ONE, TWO]).await;
    world.commit(&schema(), TUE, 2, &[TWO]).await;
    world.commit(&schema(), TUE, 3, &[TWO, TWO]).await;
    let _staged = world.stage(&schema(), TUE, 4, &[ONE]).await;
    quarantine(&world, day("2020-10-20"), 5).await;
    quarantine(&world, day(MON), 5).await;
    std::fs::write(world.lake.table_folder(&orders()).join("_delta_log/_commit_x.json.tmp"), "left over").unwrap();
    world.erase(ErasureAction::Delete, &[0xA1]).await.unwrap();
    assert_eq!(world.lake.sealed_files(&orders()).await.unwrap(), 7);

    let purged = world.lake.purge(&orders(), world.vault.clone()).await.unwrap();
    assert_eq!((purged.version, purged.files), (4, 8));
    let (one, three) = (run(1), run(3));
    assert_eq!(
        world.files(),
        [
            "lake/shop/주문/_delta_log/00000000000000000004.checkpoint.parquet".to_owned(),
            "lake/shop/주문/_delta_log/00000000000000000004.json".to_owned(),
            "lake/shop/주문/_delta_log/_last_checkpoint".to_owned(),
            format!("lake/shop/주문/dt=20201026/part-{one}-0-v3.parquet"),
            format!("lake/shop/주문/dt=20201027/part-{three}-0.parquet"),
            format!("sealed/shop/주문/dt=20201026/part-{one}-0-v3.parquet.sealed"),
            format!("sealed/shop/주문/dt=20201027/part-{three}-0.parquet.sealed"),
        ]
    );
    assert_eq!(*world.vault.destroyed.lock().unwrap(), [(orders(), day("2020-10-20"))], "the other days have sealed files still");
    assert_eq!(
        world.rows().await,
        ["20201026 195 - 0 m 20 by hand", "20201027 195 - 0 m 20 by hand", "20201027 195 - 0 m 20 by hand"]
    );
}

#[tokio::test]
async fn neither_the_files_nor_the_log_hold_the_person_or_the_removed_paths() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[ONE, TWO]).await;
    world.erase(ErasureAction::Anonymise, &[0xA1]).await.unwrap();
    let folder = world.lake.table_folder(&orders());
    world.lake.purge(&orders(), world.vault.clone()).await.unwrap();
    assert!(holds(&folder, &[0xA1; 16]).is_empty());
    let removed = format!("part-{}-0.parquet", run(1));
    assert!(holds(&folder, removed.as_bytes()).is_empty(), "the log has forgotten the removed file");
    let found = world.lake.read_back(&orders(), &schema(), &[super::world::person(0xA1)]).await.unwrap();
    assert_eq!((found.version, found.rows, found.found), (2, 2, 0));
}

#[tokio::test]
async fn a_purged_table_is_written_and_purged_again() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[ONE]).await;
    let mut version = 0;
    // Also across the versions at which a commit writes a checkpoint by itself.
    for n in 2..14u128 {
        world.commit(&schema(), TUE, n, &[TWO]).await;
        version = world.lake.purge(&orders(), world.vault.clone()).await.unwrap().version;
    }
    assert_eq!(world.lake.version(&orders()).await.unwrap(), Some(version));
    assert_eq!(world.rows().await.len(), 2);
    let last = world.lake.committed(&orders(), "ingest:shop.order").await.unwrap().unwrap();
    assert_eq!((last.sequence, last.version), (13, version), "the checkpoint remembers the job");
    assert!(world.lake.table(&orders(), Some(0)).await.is_err(), "nobody travels below the cut");
}

#[tokio::test]
async fn a_purge_waits_for_an_open_scan() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[ONE]).await;
    let rows = world.lake.table(&orders(), None).await.unwrap().unwrap().scan(None, &[], false).unwrap();
    let dataset = orders();
    let purge = world.lake.purge(&dataset, world.vault.clone());
    tokio::pin!(purge);
    assert!(tokio::time::timeout(Duration::from_millis(200), &mut purge).await.is_err(), "the scan is open");
    drop(rows);
    purge.await.unwrap();
}

#[tokio::test]
async fn a_dataset_without_a_table_loses_its_quarantine() {
    let world = World::new();
    quarantine(&world, day(MON), 1).await;
    let purged = world.lake.purge(&orders(), world.vault.clone()).await.unwrap();
    assert_eq!((purged.version, purged.files), (0, 1));
    assert!(world.files().is_empty());
}

#[tokio::test]
async fn the_checkpoint_names_what_is_there_and_nothing_that_was() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[ONE, TWO]).await;
    world.erase(ErasureAction::Anonymise, &[0xA1]).await.unwrap();
    world.lake.purge(&orders(), world.vault.clone()).await.unwrap();
    let checkpoint = world.lake.table_folder(&orders()).join("_delta_log/00000000000000000002.checkpoint.parquet");
    let file = std::fs::File::open(checkpoint).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let text: String = reader.map(|b| format!("{:?}", b.unwrap())).collect();
    assert!(text.contains(&format!("part-{}-0-v1.parquet", run(1))), "{text}");
    assert!(!text.contains(&format!("part-{}-0.parquet", run(1))), "{text}");
}

#[tokio::test]
async fn a_purge_that_died_is_finished_by_the_next() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[ONE, TWO]).await;
    world.commit(&schema(), MON, 2, &[TWO]).await;
    let folder = world.lake.table_folder(&orders());

    // It died when half of the files were gone …
    std::fs::remove_file(folder.join(format!("dt=20201026/part-{}-0.parquet", run(1)))).unwrap();
    assert_eq!(world.rows().await, ["20201026 195 - 0 m 20 by hand"]);
    // … or between the checkpoint and the cut.
    crate::table::publish_nothing(&folder).await.unwrap();
    crate::table::checkpoint(&folder).await.unwrap();
    std::fs::remove_file(folder.join("_delta_log/00000000000000000000.json")).unwrap();
    assert_eq!(world.rows().await, ["20201026 195 - 0 m 20 by hand"]);

    let purged = world.lake.purge(&orders(), world.vault.clone()).await.unwrap();
    assert_eq!(purged.version, 3);
    assert_eq!(world.files().len(), 5, "entry, checkpoint, pointer, data file, sidecar: {:?}", world.files());
    assert_eq!(world.rows().await, ["20201026 195 - 0 m 20 by hand"]);
}
