use garim_core::{
    name::SubjectType,
    subject::{Kind, SubjectId},
};
use garim_ports::{Address, Token, TokenAsk, Vault};

use crate::world::{World, active, customer, day, run};

#[tokio::test]
async fn one_person_has_one_pseudonym_across_days_processes_and_spellings() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    assert_eq!(active(world.ask("42", "2021-01-01", None).await), kim);
    assert_ne!(world.pseudonym("43").await, kim);
    let ask = |subject| TokenAsk { subject, row_day: day("2020-10-25"), since: None };
    let customer_type = SubjectType::new("customer").unwrap();
    let same = world.another().await.tokenise(run(9), &[ask(SubjectId::from_integer(customer_type, 42))]).await.unwrap();
    assert_eq!(same, [Token::Active(kim)]);
    let seller = SubjectId::from_text(SubjectType::new("seller").unwrap(), "42").unwrap();
    assert_ne!(world.vault.tokenise(run(1), &[ask(seller)]).await.unwrap(), [Token::Active(kim)]);
}

#[tokio::test]
async fn two_vaults_give_one_person_two_pseudonyms() {
    assert_ne!(World::new().await.pseudonym("42").await, World::new().await.pseudonym("42").await);
}

#[tokio::test]
async fn equal_ids_in_a_batch_are_one_person_and_the_raw_id_is_kept() {
    let world = World::new().await;
    let asks: Vec<TokenAsk> = (0..2000)
        .map(|n| TokenAsk { subject: customer(&(n % 700).to_string()), row_day: day("2020-10-25"), since: None })
        .collect();
    let tokens = world.vault.tokenise(run(1), &asks).await.unwrap();
    let distinct: std::collections::HashSet<_> = tokens.iter().map(|t| active(*t)).collect();
    assert_eq!(distinct.len(), 700);
    assert!((700..2000).all(|n| tokens[n] == tokens[n % 700]));
    let address = |n: usize| Address { subject: active(tokens[n]), kind: Kind::id(), ordinal: 0 };
    let ids = world.vault.reveal(&(0..2000).map(address).collect::<Vec<_>>()).await.unwrap();
    assert!((0..2000).all(|n| ids[n].as_deref() == Some(format!("s{}", n % 700).as_bytes())));
    assert_eq!(world.vault.census().await.unwrap(), [("id".to_owned(), 700, 700)]);
}

#[tokio::test]
async fn a_frozen_person_is_suppressed_whether_we_knew_them_or_not() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    let before = world.vault.freeze_epoch().await.unwrap();
    let known = world.freeze(1, "42").await;
    world.freeze(2, "unknown").await;
    assert_eq!(world.vault.freeze_epoch().await.unwrap(), before + 2);
    world.vault.freeze(known).await.unwrap();
    assert_eq!(world.vault.freeze_epoch().await.unwrap(), before + 2, "freezing again changes nothing");
    for id in ["42", "unknown"] {
        assert_eq!(world.ask(id, "2020-10-25", None).await, Token::Suppressed);
        assert_eq!(world.ask(id, "2030-01-01", Some("2029-01-01")).await, Token::Suppressed);
    }
    assert_eq!(world.reveal(kim, "id", 0).await, None);
    world.pseudonym("43").await;
}

#[tokio::test]
async fn what_another_process_froze_holds_from_the_next_call_on() {
    let world = World::new().await;
    world.pseudonym("42").await;
    let other = world.another().await;
    other.file(crate::world::request(1), &customer("42")).await.unwrap();
    other.freeze(crate::world::request(1)).await.unwrap();
    assert_eq!(world.ask("42", "2020-10-25", None).await, Token::Suppressed);
}

#[tokio::test]
async fn a_request_that_is_turned_down_releases_the_person() {
    let world = World::new().await;
    let kim = world.pseudonym("42").await;
    let (first, second) = (world.freeze(1, "42").await, world.freeze(2, "42").await);
    world.vault.close(first).await.unwrap();
    assert_eq!(world.ask("42", "2020-10-25", None).await, Token::Suppressed, "another request still holds");
    assert_eq!(world.reveal(kim, "id", 0).await, None);
    world.vault.close(second).await.unwrap();
    assert_eq!(world.pseudonym("42").await, kim);
    assert_eq!(world.reveal(kim, "id", 0).await.as_deref(), Some("s42"));
}

#[tokio::test]
async fn after_an_erasure_only_a_later_since_opens_a_new_generation() {
    let world = World::new().await;
    let first = world.pseudonym("42").await;
    world.erase(1, "42", "2020-10-25").await;

    assert_eq!(world.ask("42", "2020-10-26", None).await, Token::Suppressed, "no since");
    assert_eq!(world.ask("42", "2020-10-26", Some("2019-01-01")).await, Token::Suppressed, "since before");
    assert_eq!(world.ask("42", "2020-10-26", Some("2020-10-25")).await, Token::Suppressed, "the same day waits");
    assert_eq!(world.ask("42", "2020-10-26", Some("2020-10-27")).await, Token::Suppressed, "since after the row's own day");
    assert_eq!(world.vault.census().await.unwrap(), [], "none of these made a key");

    let second = active(world.ask("42", "2020-10-27", Some("2020-10-26")).await);
    assert_ne!(second, first);
    assert_eq!(active(world.ask("42", "2020-10-26", None).await), second, "rows from since on belong to it");
    assert_eq!(world.ask("42", "2020-10-25", None).await, Token::Suppressed, "rows before since stay suppressed");
    assert_eq!(active(world.ask("42", "2020-12-01", Some("2020-11-30")).await), second, "no third without an erasure");

    world.erase(2, "42", "2021-01-01").await;
    let third = active(world.ask("42", "2021-02-01", Some("2021-01-02")).await);
    assert!(third != first && third != second);
    let mut sql = world.sql().await;
    let generation: i64 = sqlx::query_scalar("SELECT generation FROM subject_key").fetch_one(&mut sql).await.unwrap();
    assert_eq!(generation, 3, "no generation comes twice");
}

#[tokio::test]
async fn one_row_of_a_batch_may_open_the_generation_for_its_others() {
    let world = World::new().await;
    world.erase(1, "42", "2020-10-25").await;
    let ask = |row_day, since: Option<&str>| TokenAsk { subject: customer("42"), row_day: day(row_day), since: since.map(day) };
    let asks = [ask("2020-10-24", None), ask("2020-10-27", None), ask("2020-10-28", Some("2020-10-26"))];
    let tokens = world.vault.tokenise(run(1), &asks).await.unwrap();
    assert_eq!(tokens[0], Token::Suppressed);
    assert_eq!(active(tokens[1]), active(tokens[2]));
}
