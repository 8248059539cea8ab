//! A snapshot of people: what is theirs goes to the vault, what nobody classified is sealed.

use garim_ports::WritePlan;

use crate::{
    shop::{self, user},
    world::World,
};

const TABLE: &str = "CREATE TABLE user (u_id INTEGER, u_name TEXT, u_gender TEXT, u_signup INTEGER, u_email TEXT, u_note TEXT)";

async fn shop() -> World {
    let world = World::new();
    world.sqlite(TABLE).await;
    world
        .sqlite(
            "INSERT INTO user VALUES
             (1, '김가림', 'F', 20200101, 'kim@example.kr', 'likes pears'),
             (2, '이몽룡', NULL, 20201025, NULL, NULL),
             (1, '김가림', 'F', 20200101, 'kim@example.kr', 'likes pears')",
        )
        .await;
    world
}

#[tokio::test]
async fn values_live_in_the_vault_and_nothing_of_them_on_disk() {
    let mut world = shop().await;
    let source = world.table("user");
    let done = world.run(&user(), "2020-10-25", source).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1025".into(), "read 3, kept 2, duplicates 1".into()));
    assert_eq!(world.show(&user()).await, "1025 #1 s김가림 F 20200101 skim@example.kr\n1025 #2 s이몽룡 - 20201025 -");
    assert_eq!(world.vault.census(), ["1 email skim@example.kr", "1 name s김가림", "2 name s이몽룡"]);
    let disk = world.bytes();
    for secret in ["김가림", "이몽룡", "kim@example.kr", "pears", "u_note"] {
        let found = disk.windows(secret.len()).any(|w| w == secret.as_bytes());
        assert!(!found, "`{secret}` stands on disk");
    }
}

#[tokio::test]
async fn a_new_value_of_a_person_gets_the_next_ordinal() {
    let mut world = shop().await;
    let source = world.table("user");
    world.run(&user(), "2020-10-25", source.clone()).await.unwrap();
    world.sqlite("UPDATE user SET u_name = '김새림' WHERE u_id = 1").await;
    world.run(&user(), "2020-10-26", source).await.unwrap();
    let shown = world.show(&user()).await;
    assert!(shown.contains("1025 #1 s김가림") && shown.contains("1026 #1 s김새림"), "{shown}");
}

#[tokio::test]
async fn a_snapshot_does_not_rewrite_the_past_or_shrink() {
    let mut world = shop().await;
    let source = world.table("user");
    world.run(&user(), "2020-10-25", source.clone()).await.unwrap();
    world.run(&user(), "2020-10-26", source.clone()).await.unwrap();
    let refused = world.run(&user(), "2020-10-25", source.clone()).await.err().unwrap().to_string();
    assert!(refused.contains("is a snapshot and has 2020-10-26 already"), "{refused}");
    world.sqlite("DELETE FROM user WHERE u_id = 2").await;
    let refused = world.run(&user(), "2020-10-26", source.clone()).await.err().unwrap().to_string();
    assert_eq!(refused, "`shop.user` would lose 1 rows of 2020-10-26; say --allow-rewrite");
    let allowed = WritePlan { allow_rewrite: true, ..user() };
    world.run(&allowed, "2020-10-26", source).await.unwrap();
    assert_eq!(world.show(&user()).await.lines().count(), 3);
}

#[tokio::test]
async fn values_of_nobody_belong_to_the_dataset_and_day() {
    let mut world = World::new();
    world.write("people.csv", "u_id,u_name\n1,Ann\n,Bob\n");
    let plan = shop::plan("shop.people", &["u_id integer identifier", "u_name string pii.name u_id"], shop::user().rule);
    let source = world.csv("people.csv");
    let done = world.run(&plan, "2020-10-25", source).await.unwrap();
    assert_eq!(done.counts(0), "read 2, kept 2, nobody's 1");
    assert_eq!(world.vault.census(), ["1 name sAnn", "shop.people/20201025 name sBob"]);
}
