//! How fast a large day is staged; prints and asserts little. Run it by hand: `--run-ignored only`.

use std::{fmt::Write, time::Instant};

use crate::{
    shop::{access, user},
    world::{World, at},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a million rows; for measuring by hand"]
async fn a_million_users_and_a_week_of_log() {
    let mut world = World::new();
    world
        .sqlite("CREATE TABLE user (u_id INTEGER, u_name TEXT, u_gender TEXT, u_signup INTEGER, u_email TEXT, u_note TEXT)")
        .await;
    world
        .sqlite(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
             INSERT INTO user SELECT i, 'name ' || i, 'F', 20200101, 'mail' || i || '@example.kr', NULL FROM n",
        )
        .await;
    let source = world.table("user");
    let begin = Instant::now();
    world.run(&user(), "2020-10-25", source).await.unwrap();
    eprintln!("1,000,000 users: {:?}", begin.elapsed());

    for day in 19..26 {
        let mut text = "a_id,a_tag,a_time,a_timestamp,a_uid\n".to_owned();
        let first = at(&format!("{day}T00:00:00"));
        for row in 0..300_000_i64 {
            let (time, uid) = (first + row * 86_400 / 300_000, row * 7_919 % 1_000_000);
            writeln!(text, "login,web,{time},{},{uid}", time + 1).unwrap();
        }
        world.write_gz(&format!("access/{day}.csv.gz"), &text);
    }
    for day in 20..26 {
        let source = world.csv("access/*.csv.gz");
        let begin = Instant::now();
        let done = world.run(&access(), &format!("2020-10-{day}"), source).await.unwrap();
        eprintln!("access of the {day}th, 2,100,000 rows read: {:?}; {}", begin.elapsed(), done.counts(0));
    }
}
