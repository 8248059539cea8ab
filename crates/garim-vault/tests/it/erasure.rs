use garim_core::Error;
use garim_ports::{Destroyed, Token, Vault};
use sha2::{Digest, Sha256};
use sqlx::{Connection, Row};

use crate::world::{World, active, contains, customer, day, request};

/// Everything in the vault that is the first subject's: pseudonym, lookup, wrapped key, commitment, ciphertexts, tags.
async fn traces(world: &World) -> Vec<Vec<u8>> {
    let mut sql = world.sql().await;
    let statements = [
        "SELECT pseudonym, wrapped, commitment FROM subject_key WHERE subject = 1",
        "SELECT l.lookup, l.pseudonym FROM subject_lookup AS l JOIN subject_key AS k ON k.pseudonym = l.pseudonym WHERE k.subject = 1",
        "SELECT sealed, tag FROM value WHERE subject = 1",
    ];
    let mut traces = Vec::new();
    for statement in statements {
        for row in sqlx::query(statement).fetch_all(&mut sql).await.unwrap() {
            traces.extend((0..row.len()).map(|at| row.get::<Vec<u8>, _>(at)));
        }
    }
    sql.close().await.unwrap();
    traces
}

#[tokio::test]
async fn after_an_erasure_nothing_of_the_person_is_in_the_file_or_its_log() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    world.put(kim, "email", "skim@a.kr").await;
    world.put(kim, "name", "s김민준").await;
    for id in 100..400 {
        let other = world.pseudonym(&id.to_string()).await;
        world.put(other, "email", &format!("s{id}@a.kr")).await;
    }
    let traces = traces(&world).await;
    assert_eq!(traces.len(), 3 + 2 + 6);
    assert!(traces.iter().all(|t| contains(&world.bytes(), t)), "a scan that finds nothing proves nothing");

    let id = world.freeze(1, "42").await;
    world.vault.keep_for(id, "linkage", b"the linkage set").await.unwrap();
    let mut sql = world.sql().await;
    let of_request: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT sealed FROM request_blob UNION ALL SELECT wrapped FROM request_vault")
            .fetch_all(&mut sql)
            .await
            .unwrap();
    sql.close().await.unwrap();
    assert_eq!(of_request.len(), 4);
    world.vault.destroy(id, day("2020-10-25")).await.unwrap();
    world.vault.remove_values(id).await.unwrap();
    world.vault.close(id).await.unwrap();
    world.vault.compact().await.unwrap();

    let bytes = world.bytes();
    assert_eq!(std::fs::metadata(world.folder.path().join("vault.db-wal")).map_or(0, |m| m.len()), 0);
    for (number, trace) in traces.iter().chain(&of_request).enumerate() {
        assert!(!contains(&bytes, trace), "trace {number} is still there");
    }
    assert_eq!(world.reveal(kim, "email", 0).await, None);
    assert_eq!(world.ask("42", "2020-10-25", None).await, Token::Suppressed);
    let other = world.pseudonym("100").await;
    assert_eq!(world.reveal(other, "email", 0).await.as_deref(), Some("s100@a.kr"), "others are untouched");
}

#[tokio::test]
async fn every_step_may_be_repeated_and_answers_the_same() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    world.put(kim, "email", "skim@a.kr").await;
    let id = request(1);
    for _ in 0..2 {
        world.vault.file(id, &customer("42")).await.unwrap();
        assert_eq!(world.vault.pseudonyms(id).await.unwrap(), [kim]);
        world.vault.freeze(id).await.unwrap();
        world.vault.enter_ledger(id, day("2020-10-25")).await.unwrap();
        assert_eq!(world.vault.count_values(id).await.unwrap(), 2);
    }
    let (commitment, salt) = world.vault.commitment(id).await.unwrap();
    let expected: [u8; 32] = Sha256::new().chain_update(salt).chain_update(b"customer\x0042").finalize().into();
    assert_eq!(commitment, expected);
    for _ in 0..2 {
        assert_eq!(world.vault.destroy(id, day("2020-10-25")).await.unwrap(), Destroyed { keys: 1, values: 2 });
        assert!(world.vault.pseudonyms(id).await.unwrap().is_empty());
        assert_eq!(world.vault.count_values(id).await.unwrap(), 2, "they wait to be removed");
        let epoch = world.vault.freeze_epoch().await.unwrap();
        world.vault.freeze(id).await.unwrap();
        assert_eq!(world.vault.freeze_epoch().await.unwrap(), epoch);
    }
    for _ in 0..2 {
        assert_eq!(world.another().await.remove_values(id).await.unwrap(), 2);
        assert_eq!(world.vault.count_values(id).await.unwrap(), 0);
    }
    assert_eq!(world.vault.commitment(id).await.unwrap(), (commitment, salt), "the salt is made once");
    for _ in 0..2 {
        world.vault.close(id).await.unwrap();
        assert_eq!(world.vault.kept_for(id, "linkage").await.unwrap(), None);
        assert!(matches!(world.vault.commitment(id).await, Err(Error::NotFound { .. })));
    }
}

#[tokio::test]
async fn a_request_belongs_to_one_person() {
    let world = World::new().await;
    world.vault.file(request(1), &customer("42")).await.unwrap();
    assert!(matches!(world.vault.file(request(1), &customer("43")).await, Err(Error::AlreadyExists { .. })));
    assert!(matches!(world.vault.freeze(request(9)).await, Err(Error::NotFound { .. })));
    assert!(matches!(world.vault.remove_values(request(1)).await, Err(Error::Conflict(_))), "keys first");
}

#[tokio::test]
async fn somebody_whom_we_do_not_know_can_be_erased_and_does_not_come_in() {
    let world = World::new().await;
    let id = world.freeze(1, "42").await;
    assert_eq!(world.vault.destroy(id, day("2020-10-25")).await.unwrap(), Destroyed::default());
    assert_eq!(world.vault.remove_values(id).await.unwrap(), 0);
    world.vault.close(id).await.unwrap();
    assert_eq!(world.ask("42", "2020-11-01", None).await, Token::Suppressed);
    let anew = world.ask("42", "2020-11-01", Some("2020-10-26")).await;
    assert_ne!(active(anew), world.pseudonym("43").await);
}

#[tokio::test]
async fn two_requests_for_one_person_end_well() {
    let world = World::new().await;
    world.pseudonym("42").await;
    let (first, second) = (world.freeze(1, "42").await, world.freeze(2, "42").await);
    assert_eq!(world.vault.destroy(first, day("2020-10-25")).await.unwrap(), Destroyed { keys: 1, values: 1 });
    assert_eq!(world.vault.destroy(second, day("2020-10-20")).await.unwrap(), Destroyed::default());
    assert_eq!(world.ask("42", "2020-10-26", Some("2020-10-25")).await, Token::Suppressed, "the later day holds");
}

#[tokio::test]
async fn the_ledger_has_one_line_a_request_and_survives_a_torn_one() {
    let world = World::new().await;
    let ledger = world.folder.path().join("ledger");
    for number in [1, 2, 1] {
        world.vault.file(request(number), &customer("42")).await.unwrap();
        world.vault.enter_ledger(request(number), day("2020-10-25")).await.unwrap();
    }
    let text = std::fs::read_to_string(&ledger).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["request"], request(1).to_string());
    assert_eq!(lines[0]["day"], "2020-10-25");
    assert_eq!(lines[0]["suppression"].as_str().unwrap().len(), 64);
    assert_eq!(lines[0]["suppression"], lines[1]["suppression"]);
    assert!(!text.contains("42\""), "no raw id");

    std::fs::write(&ledger, &text[..text.len() - 9]).unwrap();
    world.vault.enter_ledger(request(2), day("2020-10-25")).await.unwrap();
    assert_eq!(std::fs::read_to_string(&ledger).unwrap(), text);
}

#[tokio::test]
async fn the_log_is_emptied_once_the_reader_has_gone_and_not_before() {
    let world = World::new().await;
    world.pseudonym("42").await;
    let mut reader = world.sql().await;
    let mut reading = reader.begin().await.unwrap();
    sqlx::query("SELECT count(*) FROM value").fetch_one(&mut *reading).await.unwrap();
    world.pseudonym("43").await;
    let early = tokio::time::timeout(std::time::Duration::from_millis(500), world.vault.compact()).await;
    assert!(early.is_err(), "a reader is in the way");
    reading.rollback().await.unwrap();
    world.vault.compact().await.unwrap();
    assert_eq!(std::fs::metadata(world.folder.path().join("vault.db-wal")).unwrap().len(), 0);
}
