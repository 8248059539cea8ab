use std::collections::HashMap;

use garim_core::{Error, subject::Kind};
use garim_ports::{Address, NewValue, Vault};
use proptest::prelude::*;

use crate::world::{World, active, day, run};

#[tokio::test]
async fn an_equal_value_keeps_its_ordinal_and_a_changed_one_gets_the_next() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    assert_eq!(world.put(kim, "email", "skim@a.kr").await, 0);
    assert_eq!(world.put(kim, "email", "skim@b.kr").await, 1);
    assert_eq!(world.put(kim, "email", "skim@a.kr").await, 0);
    assert_eq!(world.put(kim, "name", "skim@b.kr").await, 0, "kinds are counted apart");
    let lee = world.pseudonym("43").await;
    assert_eq!(world.put(lee, "email", "skim@b.kr").await, 0, "people are counted apart");
    assert_eq!(world.reveal(kim, "email", 1).await.as_deref(), Some("skim@b.kr"));
    assert_eq!(world.reveal(kim, "email", 2).await, None);
    let census = [("email".to_owned(), 2, 3), ("id".to_owned(), 2, 2), ("name".to_owned(), 1, 1)];
    assert_eq!(world.vault.census().await.unwrap(), census);
}

#[tokio::test]
async fn equal_values_of_two_people_look_different_in_the_file() {
    let world = World::new().await;
    for id in ["42", "43"] {
        let subject = world.pseudonym(id).await;
        world.put(subject, "email", "sthe-same@a.kr").await;
    }
    let mut sql = world.sql().await;
    let distinct: (i64, i64) =
        sqlx::query_as("SELECT count(DISTINCT tag), count(DISTINCT sealed) FROM value WHERE kind = 'email'")
            .fetch_one(&mut sql)
            .await
            .unwrap();
    assert_eq!(distinct, (2, 2));
    world.vault.compact().await.unwrap();
    assert!(!crate::world::contains(&world.bytes(), b"the-same"));
}

#[tokio::test]
async fn the_last_day_moves_only_when_it_is_a_week_old() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    let (kind, mut sql) = (Kind::new("name").unwrap(), world.sql().await);
    for (written, stored) in
        [("2020-10-25", 20201025), ("2020-11-01", 20201025), ("2020-11-02", 20201102), ("2020-10-01", 20201102)]
    {
        let value = NewValue { subject: kim, kind: &kind, bytes: b"sKim" };
        world.vault.put(run(1), day(written), &[value]).await.unwrap();
        let last: i64 = sqlx::query_scalar("SELECT last_day FROM value WHERE kind = 'name'").fetch_one(&mut sql).await.unwrap();
        assert_eq!(last, stored, "after {written}");
    }
}

#[tokio::test]
async fn a_value_for_somebody_erased_meanwhile_is_a_conflict() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    world.erase(1, "42", "2020-10-25").await;
    let value = NewValue { subject: kim, kind: &Kind::new("name").unwrap(), bytes: b"sKim" };
    let refused = world.vault.put(run(1), day("2020-10-25"), &[value]).await.unwrap_err();
    assert!(matches!(refused, Error::Conflict(_)), "{refused}");
}

#[tokio::test]
async fn a_crowd_of_values_of_one_subject_keeps_its_ordinals() {
    let world = World::new().await;
    let (crowd, kind) = (world.pseudonym("nobody-2020-10-25").await, Kind::new("name").unwrap());
    let texts: Vec<String> = (0..3000).map(|n| format!("s{}", n % 1000)).collect();
    let values: Vec<NewValue<'_>> = texts.iter().map(|t| NewValue { subject: crowd, kind: &kind, bytes: t.as_bytes() }).collect();
    let expected: Vec<u32> = (0..3000).map(|n| n % 1000).collect();
    for _ in 0..2 {
        assert_eq!(world.vault.put(run(1), day("2020-10-25"), &values).await.unwrap(), expected);
    }
    assert_eq!(world.put(crowd, "name", "sanother").await, 1000);
}

#[tokio::test]
async fn nothing_to_do_is_done() {
    let world = World::new().await;
    assert!(world.vault.tokenise(run(1), &[]).await.unwrap().is_empty());
    assert!(world.vault.put(run(1), day("2020-10-25"), &[]).await.unwrap().is_empty());
    assert!(world.vault.reveal(&[]).await.unwrap().is_empty());
}

/// (person, kind, value) in batches: what is put can be revealed at the ordinal that was given, one ordinal is one value,
/// one value is one ordinal, ordinals of a person and kind are 0, 1, 2 …
async fn law(batches: Vec<Vec<(u8, u8, u8)>>) {
    let world = World::new().await;
    let mut people = Vec::new();
    for id in 0..4 {
        people.push(active(world.ask(&id.to_string(), "2020-10-25", None).await));
    }
    let kinds = ["name", "email", "phone"].map(|k| Kind::new(k).unwrap());
    let mut model: HashMap<(u8, u8), Vec<u8>> = HashMap::new();
    for batch in batches {
        let bytes: Vec<[u8; 2]> = batch.iter().map(|b| [b's', b.2]).collect();
        let value = |(at, (p, k, _)): (usize, &(u8, u8, u8))| NewValue {
            subject: people[usize::from(*p)],
            kind: &kinds[usize::from(*k)],
            bytes: &bytes[at],
        };
        let values: Vec<NewValue<'_>> = batch.iter().enumerate().map(value).collect();
        let ordinals = world.vault.put(run(1), day("2020-10-25"), &values).await.unwrap();
        for ((p, k, v), ordinal) in batch.iter().zip(ordinals) {
            let held = model.entry((*p, *k)).or_default();
            let expected = held.iter().position(|h| h == v).unwrap_or_else(|| {
                held.push(*v);
                held.len() - 1
            });
            assert_eq!(ordinal as usize, expected);
        }
    }
    for ((p, k), held) in model {
        let address =
            |o: usize| Address { subject: people[usize::from(p)], kind: kinds[usize::from(k)].clone(), ordinal: o as u32 };
        let revealed = world.vault.reveal(&(0..held.len()).map(address).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(revealed, held.iter().map(|v| Some(vec![b's', *v])).collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn ordinals_follow_the_values(batches in prop::collection::vec(prop::collection::vec((0_u8..4, 0_u8..3, 0_u8..5), 0..20), 1..5)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(law(batches));
    }
}
