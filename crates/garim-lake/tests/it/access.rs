//! A rolling log with a key: days by Seoul's midnight, duplicates, late rows, re-runs.

use crate::{
    shop::access,
    world::{World, at},
};

fn log(rows: &[(&str, &str, &str, &str)]) -> String {
    let line = |(id, time, received, uid): &(&str, &str, &str, &str)| {
        let received = if received.is_empty() { String::new() } else { at(received).to_string() };
        format!("{id},web,{},{received},{uid}\n", at(time))
    };
    format!("a_id,a_tag,a_time,a_timestamp,a_uid\n{}", rows.iter().map(line).collect::<String>())
}

#[tokio::test]
async fn a_row_belongs_to_the_day_of_its_event_in_seoul() {
    let mut world = World::new();
    let text = log(&[
        ("login", "24T23:59:59", "", "1"),
        ("login", "25T00:00:00", "", "1"),
        ("logout", "25T23:59:59", "", "2"),
        ("login", "26T00:00:00", "", "3"),
        ("login", "19T23:59:59", "", "4"),
    ]);
    world.write_gz("access/a.csv.gz", &text);
    let source = world.csv("access/*.csv.gz");
    let done = world.run(&access(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.days(), "1024 1025");
    assert_eq!(done.counts(0), "read 5, kept 3, waiting 1, before 1");
    let t = |day| at(day);
    let expected = format!(
        "1024 login web {} - #1\n1025 login web {} - #1\n1025 logout web {} - #2",
        t("24T23:59:59"),
        t("25T00:00:00"),
        t("25T23:59:59")
    );
    assert_eq!(world.show(&access()).await, expected);
}

#[tokio::test]
async fn of_duplicates_the_earliest_received_stays() {
    let mut world = World::new();
    let text = log(&[
        ("login", "25T09:00:00", "", "1"),
        ("login", "25T09:00:00", "25T09:00:09", "1"),
        ("login", "25T09:00:00", "25T09:00:05", "1"),
        ("login", "25T09:00:00", "25T09:00:07", "1"),
        ("login", "25T09:00:00", "25T09:00:01", "2"),
        ("login", "25T09:00:00", "", ""),
        ("login", "25T09:00:00", "", ""),
    ]);
    world.write("access/a.csv", text);
    let source = world.csv("access/a.csv");
    let done = world.run(&access(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.counts(0), "read 7, kept 3, duplicates 4, nobody's 1");
    let t = at("25T09:00:00");
    let expected = format!(
        "1025 login web {t} - -\n1025 login web {t} {} #2\n1025 login web {t} {} #1",
        at("25T09:00:01"),
        at("25T09:00:05")
    );
    assert_eq!(world.show(&access()).await, expected);
}

#[tokio::test]
async fn late_rows_join_their_day_within_the_window_and_are_sealed_after_it() {
    let mut world = World::new();
    world.write("access/1.csv", log(&[("login", "21T09:00:00", "", "1"), ("login", "23T09:00:00", "", "1")]));
    let source = world.csv("access/*");
    let done = world.run(&access(), "2020-10-23", source.clone()).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1021 1023".into(), "read 2, kept 2".into()));

    world.write(
        "access/2.csv",
        log(&[("login", "25T09:00:00", "", "1"), ("login", "23T10:00:00", "", "2"), ("login", "21T10:00:00", "", "777")]),
    );
    let done = world.run(&access(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!(done.days(), "1023 1025");
    assert_eq!(done.counts(0), "read 5, kept 2, duplicates 2, late 1");
    assert_eq!(done.contradictions(), "access/2.csv:4: the row came after its window closed");
    let sealed = world.quarantine(&access());
    assert!(sealed.len() == 1 && sealed[0].contains(r#"["a_uid","777"]"#), "{sealed:?}");
    assert_eq!(world.show(&access()).await.lines().count(), 4);

    let done = world.run(&access(), "2020-10-25", source).await.unwrap();
    assert_eq!(
        (done.days(), done.counts(0)),
        ("".into(), "read 5, duplicates 4, late 1".into()),
        "nothing new: nothing is written"
    );
}

#[tokio::test]
async fn a_day_that_ran_and_is_empty_is_there() {
    let mut world = World::new();
    world.write("access/1.csv", log(&[]));
    let source = world.csv("access/*");
    let done = world.run(&access(), "2020-10-25", source).await.unwrap();
    assert_eq!((done.days(), done.counts(0)), ("1025".into(), "".into()));
    let partitions = garim_ports::Lake::partitions(&world.lake, &access().dataset).await.unwrap();
    assert_eq!((partitions.len(), partitions[0].rows), (1, 0));
}
