//! What holds of SQLite: waiting, snapshots, crashes, and what stays on the disk.

use std::{path::Path, time::Duration};

use garim_ports::Store;
use garim_store::SqliteStore;
use sqlx::{Connection, SqliteConnection};

use crate::{contract::opened, sample::*};

#[tokio::test]
async fn what_is_dropped_never_happened() {
    let (_folder, store, _) = opened().await;
    let mut tx = store.begin().await.unwrap();
    tx.datasets().declare(&contract("shop.user"), at(0)).await.unwrap();
    drop(tx);
    let mut tx = store.read().await.unwrap();
    assert!(tx.datasets().list().await.unwrap().is_empty());
    assert!(tx.outbox().pending(1).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_second_writer_waits_for_the_first() {
    let (_folder, store, _) = opened().await;
    let store = std::sync::Arc::new(store);
    let first = store.begin().await.unwrap();
    let other = store.clone();
    let second = tokio::spawn(async move { other.begin().await.unwrap().commit().await.unwrap() });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!second.is_finished(), "two writers at once");
    first.commit().await.unwrap();
    second.await.unwrap();
}

#[tokio::test]
async fn a_writer_of_another_process_waits_too() {
    let (_folder, store, path) = opened().await;
    let other = SqliteStore::open(&path).await.unwrap();
    let mut first = store.begin().await.unwrap();
    first.outbox().add("first").await.unwrap();
    let second = tokio::spawn(async move {
        let mut tx = other.begin().await.unwrap();
        tx.outbox().add("second").await.unwrap();
        tx.commit().await.unwrap();
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!second.is_finished(), "two writers at once");
    first.commit().await.unwrap();
    second.await.unwrap();
    let entries = store.read().await.unwrap().outbox().pending(9).await.unwrap();
    assert_eq!(entries.iter().map(|e| e.subject.as_str()).collect::<Vec<_>>(), ["first", "second"]);
}

#[tokio::test]
async fn a_reader_sees_the_catalog_as_it_was_when_it_began() {
    let (_folder, store, _) = opened().await;
    let mut before = store.read().await.unwrap();
    declare(&store, &["shop.user"]).await;
    assert!(before.datasets().list().await.unwrap().is_empty());
    let mut after = store.read().await.unwrap();
    assert_eq!(after.datasets().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let (_folder, store, _) = opened().await;
    let mut tx = store.read().await.unwrap();
    assert_eq!(meaning(tx.outbox().add("dataset:shop.user").await), "internal");
}

#[tokio::test]
async fn two_processes_may_open_a_new_catalog_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.db");
    let (a, b) = tokio::join!(SqliteStore::open(&path), SqliteStore::open(&path));
    declare(&a.unwrap(), &["shop.user"]).await;
    let mut tx = b.unwrap().read().await.unwrap();
    assert_eq!(tx.datasets().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_catalog_is_its_owners_and_opens_again() {
    let (_folder, store, path) = opened().await;
    declare(&store, &["shop.user"]).await;
    store.close().await;
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let again = SqliteStore::open(&path).await.unwrap();
    assert_eq!(again.read().await.unwrap().datasets().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_audit_log_refuses_to_change() {
    let (_folder, store, path) = opened().await;
    let record = garim_core::audit::AuditRecord {
        at: at(1),
        who: "kim".parse().unwrap(),
        purpose: "reporting".into(),
        action: "read.rows".into(),
        resource: "shop.user".into(),
        policies: vec![],
        detail: String::new(),
    };
    let mut tx = store.begin().await.unwrap();
    tx.audit().append(&record).await.unwrap();
    tx.commit().await.unwrap();
    let mut raw = raw(&path).await;
    for statement in ["UPDATE audit_records SET who = 'lee'", "DELETE FROM audit_records"] {
        let refused = sqlx::query(statement).execute(&mut raw).await.unwrap_err().to_string();
        assert!(refused.contains("audit records never"), "{refused}");
    }
}

#[tokio::test]
async fn what_is_deleted_leaves_the_disk_and_people_are_never_on_it() {
    let (folder, store, _) = opened().await;
    let mut tx = store.begin().await.unwrap();
    tx.outbox().add("an-entry-that-goes-again").await.unwrap();
    tx.queries().record(&"eavesdropper".parse().unwrap(), "select ?", &[], &[], at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(on_disk(folder.path(), "an-entry-that-goes-again"), "it was never there, so this test shows nothing");
    let mut tx = store.begin().await.unwrap();
    let last = tx.outbox().pending(9).await.unwrap().last().unwrap().number;
    tx.outbox().done(last).await.unwrap();
    tx.commit().await.unwrap();
    store.compact().await.unwrap();
    assert!(!on_disk(folder.path(), "an-entry-that-goes-again"));
    assert!(!on_disk(folder.path(), "eavesdropper"));
}

#[tokio::test]
async fn compacting_waits_for_readers_and_empties_the_log() {
    let (folder, store, _) = opened().await;
    let reader = store.read().await.unwrap();
    declare(&store, &["shop.user"]).await;
    let ends = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(200)).await;
        drop(reader);
    });
    store.compact().await.unwrap();
    ends.await.unwrap();
    assert_eq!(std::fs::metadata(folder.path().join("catalog.db-wal")).unwrap().len(), 0);
}

fn on_disk(folder: &Path, needle: &str) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|f| std::fs::read(f.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(needle.len()).any(|w| w == needle.as_bytes()))
}

async fn raw(path: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap()
}

/// The first migration alone, with a row of each kind of edge, as a catalog of that time has it.
const OLD_EDGES: &str = r#"
INSERT INTO runs VALUES ('r', 'daily', 'transform:mart.dim', '20201025', 1, 1, 'succeeded', 0, 0, '{}');
INSERT INTO lineage_edges VALUES
    (1, 'transform:mart.dim', 'shop.user', 'u_id', 'mart.dim', 'd_uid',
     '{"transformation":{"direct":{"kind":"identity"}}}', 'r', 5, 9),
    (2, 'metrics', 'mart.dim', 'd_uid', 'metrics.dau', 'value',
     '{"transformation":{"direct":{"kind":"aggregate","function":"count"}}}', 'r', 6, NULL),
    (3, 'metrics', 'mart.dim', 'd_ok', 'metrics.dau', '', '{"transformation":{"indirect":"join_key"}}', 'r', 7, NULL);
"#;

#[tokio::test]
async fn edges_of_an_older_catalog_move_into_the_graph() {
    use sqlx::{
        SqlSafeStr,
        migrate::{Migration, MigrationType, Migrator},
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.db");
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
    let text = include_str!("../../../../migrations/catalog/sqlite/0001_catalog.sql");
    let first = Migration::new(1, "catalog".into(), MigrationType::Simple, text.into_sql_str(), false);
    Migrator::with_migrations(vec![first]).run_direct(None, &mut conn, false).await.unwrap();
    sqlx::raw_sql(OLD_EDGES).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let store = SqliteStore::open(&path).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let held: Vec<String> = tx
        .runs()
        .edges()
        .await
        .unwrap()
        .iter()
        .map(|e| format!("{} {} {:?} {}", e.from, e.to, e.to_column.as_ref().map(|c| c.as_str()), e.transformation))
        .collect();
    assert_eq!(held, ["mart.dim.d_ok metrics.dau None join_key", "mart.dim.d_uid metrics.dau Some(\"value\") aggregate:count"]);
    let changes = tx.edges().changes(garim_ports::GraphMark::default()).await.unwrap();
    assert_eq!((changes.columns.len(), changes.edges.len(), changes.mark.change), (5, 2, 3));
}
