//! Whoever can write the database cannot move a ciphertext to where it says something else.

use garim_core::subject::{Kind, Pseudonym};
use garim_ports::{Address, Vault};
use sqlx::SqliteConnection;

use crate::world::{World, contains};

const FAILED: &str = "opening what the vault sealed failed";

/// Kim (subject 1) and Lee (subject 2), each with two e-mails and a name.
async fn world() -> (World, [Pseudonym; 2]) {
    let world = World::new().await;
    let people = [world.pseudonym("42").await, world.pseudonym("43").await];
    for (person, name) in people.into_iter().zip(["Kim", "Lee"]) {
        world.put(person, "email", &format!("s{name}@a.kr")).await;
        world.put(person, "email", &format!("s{name}@b.kr")).await;
        world.put(person, "name", &format!("s{name}")).await;
    }
    (world, people)
}

async fn reveal(world: &World, subject: Pseudonym, kind: &str, ordinal: u32) -> Result<Option<Vec<u8>>, String> {
    let address = Address { subject, kind: Kind::new(kind).unwrap(), ordinal };
    world.vault.reveal(&[address]).await.map(|mut r| r.remove(0)).map_err(|e| e.to_string())
}

async fn run(sql: &mut SqliteConnection, text: &'static str) {
    assert!(sqlx::query(text).execute(sql).await.unwrap().rows_affected() > 0, "{text}");
}

#[tokio::test]
async fn every_ciphertext_is_rejected_at_every_other_place() {
    let (world, people) = world().await;
    let mut sql = world.sql().await;
    type Row = (i64, String, u32, Vec<u8>);
    let rows: Vec<Row> = sqlx::query_as("SELECT subject, kind, ordinal, sealed FROM value").fetch_all(&mut sql).await.unwrap();
    assert_eq!(rows.len(), 8);
    let put = "UPDATE value SET sealed = $1 WHERE subject = $2 AND kind = $3 AND ordinal = $4";
    for to in &rows {
        for from in &rows {
            sqlx::query(put).bind(&from.3[..]).bind(to.0).bind(&to.1).bind(to.2).execute(&mut sql).await.unwrap();
            let person = people[usize::try_from(to.0 - 1).unwrap()];
            let answer = reveal(&world, person, &to.1, to.2).await;
            let home = (from.0, &from.1, from.2) == (to.0, &to.1, to.2);
            assert_eq!(answer.is_ok(), home, "{}/{}/{} at {}/{}/{}", from.0, from.1, from.2, to.0, to.1, to.2);
            assert!(home || answer == Err(FAILED.into()));
        }
        sqlx::query(put).bind(&to.3[..]).bind(to.0).bind(&to.1).bind(to.2).execute(&mut sql).await.unwrap();
    }
}

#[tokio::test]
async fn rows_that_were_renamed_do_not_open() {
    let renamed = [
        "UPDATE value SET kind = 'phone' WHERE kind = 'name' AND subject = 1",
        "UPDATE value SET ordinal = 7 WHERE kind = 'name' AND subject = 1",
        "UPDATE value SET subject = 3 - subject WHERE kind = 'name' AND subject = 1 AND 0 = (SELECT count(*) FROM value WHERE subject = 9)",
    ];
    for (at, text) in renamed.into_iter().enumerate() {
        let (world, people) = world().await;
        let mut sql = world.sql().await;
        if at == 2 {
            run(&mut sql, "DELETE FROM value WHERE kind = 'name' AND subject = 2").await;
        }
        run(&mut sql, text).await;
        let (person, kind, ordinal) = [(0, "phone", 0), (0, "name", 7), (1, "name", 0)][at];
        assert_eq!(reveal(&world, people[person], kind, ordinal).await, Err(FAILED.into()), "{text}");
    }
}

#[tokio::test]
async fn a_key_row_that_was_changed_in_any_part_does_not_open() {
    let changed = [
        "UPDATE subject_key SET generation = 2 WHERE subject = 1",
        "UPDATE subject_key SET pseudonym = zeroblob(16) WHERE subject = 1",
        "UPDATE subject_key SET wrapped = (SELECT wrapped FROM subject_key WHERE subject = 2) WHERE subject = 1",
        "UPDATE subject_key SET commitment = (SELECT commitment FROM subject_key WHERE subject = 2) WHERE subject = 1",
    ];
    for (at, text) in changed.into_iter().enumerate() {
        let (world, people) = world().await;
        run(&mut world.sql().await, text).await;
        let person = if at == 1 { Pseudonym::new([0; 16]) } else { people[0] };
        assert_eq!(reveal(&world, person, "name", 0).await, Err(FAILED.into()), "{text}");
    }
}

#[tokio::test]
async fn a_row_of_another_vault_does_not_open_even_under_the_same_root_key() {
    let (world, people) = world().await;
    run(&mut world.sql().await, "UPDATE meta SET bytes = zeroblob(16) WHERE name = 'project'").await;
    let address = Address { subject: people[0], kind: Kind::id(), ordinal: 0 };
    assert_eq!(world.another().await.reveal(&[address]).await.unwrap_err().to_string(), FAILED);
}

#[tokio::test]
async fn what_is_kept_for_a_request_opens_for_that_request_and_name_only() {
    let (world, _) = world().await;
    for number in [1, 2] {
        let request = world.freeze(number, "42").await;
        world.vault.keep_for(request, "linkage", format!("set {number}").as_bytes()).await.unwrap();
        world.vault.keep_for(request, "other", b"other").await.unwrap();
    }
    let request = crate::world::request;
    assert_eq!(world.vault.kept_for(request(1), "linkage").await.unwrap().as_deref(), Some(&b"set 1"[..]));
    world.vault.compact().await.unwrap();
    assert!(!contains(&world.bytes(), b"set 1"));
    let mut sql = world.sql().await;
    run(&mut sql, "UPDATE request_blob SET sealed = (SELECT sealed FROM request_blob AS o WHERE o.name = request_blob.name AND o.request <> request_blob.request) WHERE name = 'kept/linkage'").await;
    assert!(world.vault.kept_for(request(1), "linkage").await.is_err());
    run(&mut sql, "UPDATE request_blob SET sealed = (SELECT sealed FROM request_blob AS o WHERE o.name = 'kept/linkage' AND o.request = request_blob.request) WHERE name = 'kept/other'").await;
    assert!(world.vault.kept_for(request(1), "other").await.is_err());
}
