use garim_core::Error;
use garim_ports::{Committed, Lake};

use super::world::{MON, TUE, World, day, orders, run, schema};

#[tokio::test]
async fn nothing_is_seen_before_the_commit_and_all_of_it_after() {
    let world = World::new();
    let staged = world.stage(&schema(), MON, 1, &[(Some(1), Some(2), 0, "f", 10, "x")]).await;
    assert_eq!(world.lake.version(&orders()).await.unwrap(), None);
    assert!(world.lake.partitions(&orders()).await.unwrap().is_empty());
    assert_eq!(world.lake.commit(&staged).await.unwrap(), 0);
    assert_eq!(world.rows().await, ["20201026 1 2 0 f 10 x"]);
}

#[tokio::test]
async fn a_commit_replaces_its_day_and_no_other() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    world.commit(&schema(), TUE, 2, &[(Some(2), None, 0, "m", 20, "y")]).await;
    world.commit(&schema(), MON, 3, &[(Some(3), None, 0, "f", 30, "z"), (None, None, 1, "f", -1, "w")]).await;
    assert_eq!(world.rows().await, ["20201026 - - 1 f -1 w", "20201026 3 - 0 f 30 z", "20201027 2 - 0 m 20 y"]);
    let partitions = world.lake.partitions(&orders()).await.unwrap();
    assert_eq!(partitions.iter().map(|p| (p.day, p.rows, p.files)).collect::<Vec<_>>(), [(day(MON), 2, 1), (day(TUE), 1, 1)]);
}

#[tokio::test]
async fn an_empty_day_that_ran_has_a_partition() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[]).await;
    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();
    assert_eq!(table.rows_of(day(MON)), Some(0));
    assert_eq!(table.rows_of(day(TUE)), None);
}

#[tokio::test]
async fn a_sequence_is_committed_once() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    world.commit(&schema(), TUE, 2, &[]).await;
    let last = world.lake.committed(&orders(), "ingest:shop.order").await.unwrap();
    assert_eq!(last, Some(Committed { sequence: 2, version: 1 }));
    assert_eq!(world.lake.committed(&orders(), "another").await.unwrap(), None);

    let again = world.stage(&schema(), TUE, 2, &[]).await;
    assert!(matches!(world.lake.commit(&again).await, Err(Error::Conflict(_))));
    assert_eq!(world.lake.version(&orders()).await.unwrap(), Some(1));
}

#[tokio::test]
async fn concurrent_stagings_conflict_on_the_same_day_only() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    let other_day = world.stage(&schema(), TUE, 2, &[(Some(2), None, 0, "f", 20, "x")]).await;
    let first = world.stage(&schema(), MON, 3, &[(Some(3), None, 0, "f", 30, "x")]).await;
    let second = world.stage(&schema(), MON, 4, &[(Some(4), None, 0, "f", 40, "x")]).await;
    world.lake.commit(&first).await.unwrap();
    assert!(matches!(world.lake.commit(&second).await, Err(Error::Conflict(_))));
    let mut later = other_day;
    later.job = "another".to_owned();
    world.lake.commit(&later).await.unwrap();
    assert_eq!(world.rows().await, ["20201026 3 - 0 f 30 x", "20201027 2 - 0 f 20 x"]);
}

#[tokio::test]
async fn commits_at_the_same_moment_all_come_through() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[]).await;
    let mut stagings = Vec::new();
    for n in 2..8u128 {
        let mut staged = world.stage(&schema(), &format!("2020-11-{n:02}"), n, &[(Some(n as u8), None, 0, "f", 1, "x")]).await;
        staged.job = format!("job {n}");
        stagings.push(staged);
    }
    // Two lakes on one folder have locks of their own, as two processes have.
    let second = crate::LocalLake::open(&world.folder.path().join(".garim")).unwrap();
    let commits = stagings.iter().enumerate().map(|(i, s)| if i % 2 == 0 { world.lake.commit(s) } else { second.commit(s) });
    let mut versions: Vec<i64> = futures::future::try_join_all(commits).await.unwrap();
    versions.sort_unstable();
    assert_eq!(versions, [1, 2, 3, 4, 5, 6]);
    assert_eq!(world.rows().await.len(), 6);
}

#[tokio::test]
async fn abandoning_removes_what_was_not_published() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    let before = world.files();
    let staged = world.stage(&schema(), MON, 2, &[(Some(2), None, 0, "f", 20, "y")]).await;
    assert_eq!(world.files().len(), before.len() + 2);
    world.lake.abandon(&orders(), run(2)).await.unwrap();
    assert_eq!(world.files(), before);
    assert!(matches!(world.lake.commit(&staged).await, Err(Error::Conflict(_))), "its files are gone");

    world.lake.abandon(&orders(), run(1)).await.unwrap();
    assert_eq!(world.files(), before, "what is published is not abandoned");
}
