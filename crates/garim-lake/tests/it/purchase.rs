//! A table without a key: days of the window are replaced if they grew, and never shrink by accident.

use garim_core::Error;
use garim_ports::{SourceQuery, WritePlan};

use crate::{
    shop::{name, purchase},
    world::{World, at},
};

async fn shop(rows: &[(&str, &str, i64)]) -> World {
    let world = World::new();
    world.sqlite("CREATE TABLE purchase (p_time TEXT, p_uid INTEGER, p_id INTEGER, p_name TEXT, p_amount INTEGER)").await;
    for (time, uid, amount) in rows {
        buy(&world, time, uid, *amount).await;
    }
    world
}

async fn buy(world: &World, time: &str, uid: &str, amount: i64) {
    world.sqlite(&format!("INSERT INTO purchase VALUES ('{}', {uid}, 7, '사과', {amount})", at(time))).await;
}

fn since(world: &World, day: &str) -> SourceQuery {
    let from = Some((name("p_time"), at(&format!("{day}T00:00:00"))));
    SourceQuery { from, ..world.table("purchase") }
}

#[tokio::test]
async fn nothing_is_a_duplicate_and_a_day_that_grew_is_replaced() {
    let mut world =
        shop(&[("24T10:00:00", "1", 100), ("25T10:00:00", "1", -50), ("25T10:00:00", "1", -50), ("25T11:00:00", "NULL", 9)])
            .await;
    let source = since(&world, "22");
    let done = world.run(&purchase(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1024 1025".into(), "read 4, kept 4, nobody's 1".into()));

    buy(&world, "24T12:00:00", "3", 5).await;
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1024".into(), "read 5, kept 2, duplicates 3".into()));
    let shown = world.show(&purchase()).await;
    assert_eq!(shown.lines().filter(|l| l.starts_with("1025") && l.ends_with("#1 7 사과 -50")).count(), 2, "{shown}");
    assert!(shown.contains("#3 7 사과 5") && shown.contains("- 7 사과 9"), "{shown}");
}

#[tokio::test]
async fn a_day_that_would_shrink_is_refused_unless_one_says_so() {
    let mut world = shop(&[("25T10:00:00", "1", 1), ("25T10:00:00", "2", 2), ("24T10:00:00", "2", 2)]).await;
    let source = since(&world, "22");
    world.run(&purchase(), "2020-10-25", source.clone()).await.unwrap();
    world.sqlite("DELETE FROM purchase WHERE p_uid = 2").await;
    let refused = world.run(&purchase(), "2020-10-25", source.clone()).await.err().unwrap();
    assert!(matches!(refused, Error::Conflict(_)), "{refused}");
    assert_eq!(refused.to_string(), "`shop.purchase` would lose 1 rows of 2020-10-25; say --allow-rewrite");
    assert_eq!(world.show(&purchase()).await.lines().count(), 3);

    let allowed = WritePlan { allow_rewrite: true, ..purchase() };
    let done = world.run(&allowed, "2020-10-25", source).await.unwrap();
    assert_eq!(done.days(), "1025", "the source shows nothing of the 24th any more, so what is stored stays");
    assert_eq!(world.show(&purchase()).await.lines().count(), 2);
}

#[tokio::test]
async fn an_earlier_day_that_rolled_in_the_middle_stays_and_the_run_goes_on() {
    let mut world = shop(&[("24T10:00:00", "1", 1), ("24T11:00:00", "2", 2)]).await;
    let source = since(&world, "22");
    world.run(&purchase(), "2020-10-24", source.clone()).await.unwrap();
    world.sqlite("DELETE FROM purchase WHERE p_uid = 1").await;
    buy(&world, "25T10:00:00", "3", 3).await;
    let done = world.run(&purchase(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1025".into(), "read 2, kept 1, duplicates 1".into()));
    assert_eq!(world.show(&purchase()).await.lines().count(), 3);

    let allowed = WritePlan { allow_rewrite: true, ..purchase() };
    world.run(&allowed, "2020-10-25", source).await.unwrap();
    assert_eq!(world.show(&purchase()).await.lines().count(), 2, "who says so has the day as the source shows it");
}

#[tokio::test]
async fn of_a_closed_day_the_surplus_is_late() {
    let mut world = shop(&[("21T10:00:00", "1", 1), ("21T10:00:00", "1", 1)]).await;
    let source = world.table("purchase");
    world.run(&purchase(), "2020-10-21", source.clone()).await.unwrap();
    buy(&world, "21T10:00:00", "1", 1).await;
    buy(&world, "21T11:00:00", "8", 8).await;
    buy(&world, "25T11:00:00", "8", 8).await;
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1025".into(), "read 5, kept 1, duplicates 2, late 2".into()));
    assert_eq!(world.quarantine(&purchase()).len(), 2);
}

#[tokio::test]
async fn sqlite_values_are_judged_one_by_one() {
    let mut world = shop(&[("25T10:00:00", "1", 1)]).await;
    world.sqlite("CREATE TABLE loose (p_time, p_uid, p_id, p_name, p_amount)").await;
    let t = at("25T10:00:00");
    world
        .sqlite(&format!(
            "INSERT INTO loose VALUES ('{t}', 1, 7, 'a', 5.7), ('{t}', 1, 7, 'a', '6'), ({t}, -1, 7, x'ff', 1), ('soon', 1, NULL, 3, 1)"
        ))
        .await;
    let source = world.table("loose");
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert!(done.quarantined);
    assert_eq!(
        done.contradictions(),
        "\
sales.loose:1: column `p_amount`: expected `integer`, found a number with a fraction
sales.loose:2: column `p_amount`: expected `integer`, found a number in quotes
sales.loose:3: column `p_time`: expected `string`, found an integer
sales.loose:3: column `p_uid`: the subject id cannot be read
sales.loose:3: column `p_name`: expected `string`, found bytes that are not UTF-8
sales.loose:4: column `p_id`: a required value is missing
sales.loose:4: column `p_name`: expected `string`, found an integer
sales.loose:4: column `p_time`: the event time is not epoch seconds, so the row belongs to no day"
    );
    assert_eq!(done.counts(0), "read 4, quarantined 4");
}
